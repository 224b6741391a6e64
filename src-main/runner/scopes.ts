/** Parts of a run that nest, such as plan, stage and workflow: what a failure stops, how far it counts, and how each part ended. */
import type { ScopeOutcome } from '../contract/run.ts';
import type { Text } from '../contract/text.ts';
import { counts, isOwn, isSettled, isUnderWay, type ScopePart, type StepModel } from './model.ts';

type Steps = ReadonlyMap<string, StepModel>;

/** Unique among the scopes of a run. */
const idOf = (scope: readonly ScopePart[], depth: number): string =>
  JSON.stringify(scope.slice(0, depth + 1).map(({ key }) => key));

/** The scopes that a step belongs to, the innermost one first. */
function scopesOf({ scope = [] }: StepModel): readonly { readonly id: string; readonly part: ScopePart }[] {
  return scope.map((part, depth) => ({ id: idOf(scope, depth), part })).toReversed();
}

/** Failed, and not only watched by the run. */
const hasFailed = (step: StepModel): boolean => step.state === 'failed' && counts(step);

/** Scopes with a member that has not come to its end. */
function openScopes(steps: Steps): ReadonlySet<string> {
  const unsettled = [...steps.values()].filter((step) => isOwn(step) && !isSettled(step.state));
  return new Set(unsettled.flatMap((step) => scopesOf(step).map(({ id }) => id)));
}

/** Why a scope is stopped: the step that failed in it. */
export interface ScopeStop {
  readonly part: ScopePart;
  readonly failed: StepModel;
}

/**
 * The scopes that a failure stops. A failure that counts is one of the surrounding scope as well: at once where the inner one
 * is stopped by it, else when the inner one has come to its end.
 */
export function stoppedScopes(steps: Steps): ReadonlyMap<string, ScopeStop> {
  const stopped = new Map<string, ScopeStop>();
  const failures = [...steps.values()].filter((step) => hasFailed(step) && (step.scope ?? []).length > 0);
  if (failures.length === 0) {
    return stopped;
  }
  const open = openScopes(steps);
  for (const failed of failures) {
    for (const { id, part } of scopesOf(failed)) {
      if (part.onFailure === 'stop-scope') {
        stopped.set(id, stopped.get(id) ?? { part, failed });
      } else if (open.has(id)) {
        break;
      }
      if (part.isTolerated) {
        break;
      }
    }
  }
  return stopped;
}

/** Why nothing more of the step is to be done; null where no scope of it is stopped. */
export function stopOfStep(step: StepModel, stopped: ReadonlyMap<string, ScopeStop>): ScopeStop | null {
  if (stopped.size === 0) {
    return null;
  }
  return scopesOf(step).flatMap(({ id }) => stopped.get(id) ?? [])[0] ?? null;
}

/** Steps under way in a scope that is stopped. */
export function stepsToStop(steps: Steps): readonly { readonly key: string; readonly stop: ScopeStop }[] {
  const stopped = stoppedScopes(steps);
  return [...steps.values()].flatMap((step) => {
    const stop = isUnderWay(step) ? stopOfStep(step, stopped) : null;
    return stop === null ? [] : [{ key: step.key, stop }];
  });
}

/** Whether the run has failed with this step: no scope around it tolerates that. */
export const failsRun = (step: StepModel): boolean =>
  hasFailed(step) && step.scope?.some(({ isTolerated }) => isTolerated) !== true;

/** Left out, or stopped while it was under way, because its scope was stopped. */
export const isStoppedByScope = ({ skipReason }: StepModel): boolean => skipReason?.kind === 'scope';

interface Members {
  readonly path: string[];
  readonly title: Text;
  readonly steps: StepModel[];
}

/** How each scope stands, in the order of the plan, the outer ones first. */
export function scopeOutcomes(steps: Steps): readonly ScopeOutcome[] {
  const found = new Map<string, Members>();
  for (const step of steps.values()) {
    const { scope = [] } = step;
    scope.forEach(({ title }, depth) => {
      const id = idOf(scope, depth);
      const members = found.get(id) ?? {
        path: scope.slice(0, depth + 1).map(({ key }) => key),
        title,
        steps: [],
      };
      members.steps.push(step);
      found.set(id, members);
    });
  }
  return [...found.values()].map(({ path, title, steps: members }) => ({
    path,
    title,
    state: outcomeOf(members, path.length),
  }));
}

function outcomeOf(members: readonly StepModel[], depth: number): ScopeOutcome['state'] {
  const failsScope = (step: StepModel): boolean =>
    hasFailed(step) && step.scope?.slice(depth).some(({ isTolerated }) => isTolerated) !== true;
  if (members.every(({ state }) => state === 'pending')) {
    return 'pending';
  }
  if (!members.every(({ state }) => isSettled(state))) {
    return 'running';
  }
  if (members.some(failsScope)) {
    return 'failed';
  }
  if (members.some((step) => step.state === 'canceled' && !isStoppedByScope(step))) {
    return 'canceled';
  }
  return members.every(({ state }) => state === 'skipped') ? 'skipped' : 'succeeded';
}
