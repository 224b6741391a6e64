/** What follows from the events of a run without any further one. */
import type { Question, RunState, SkipReason } from '../contract/run.ts';
import { readySteps, unmetDependency } from './graph.ts';
import { isEnded, isOwn, isSettled, type StepModel } from './model.ts';
import { failsRun, stoppedScopes, stopOfStep } from './scopes.ts';
import { dependencyUnmet, scopeStopped } from './sentences.ts';

/** A copy that one batch of events works on; nothing outside sees it before it is whole. */
export interface Draft {
  state: RunState;
  steps: Map<string, StepModel>;
  questions: readonly Question[];
}

/** Draws the consequences that need no decision: dependents that cannot start any more, and the state of the run. */
export function settle(draft: Draft): void {
  if (isEnded(draft.state) || draft.state === 'pending') {
    return;
  }
  if (draft.state === 'canceling') {
    return endCanceled(draft);
  }
  leaveOutUnmet(draft);
  // Its end can be the end of a scope, and that the failure of the one around it.
  while (leaveOutStopped(draft)) {
    leaveOutUnmet(draft);
  }
  const steps = [...draft.steps.values()];
  if (steps.some((step) => isOwn(step) && step.state === 'running')) {
    return;
  }
  if (draft.questions.some(({ step }) => step === undefined)) {
    draft.state = 'waiting';
  } else if (readySteps({ ...draft, state: 'running' }, 1).length > 0) {
    draft.state = 'running';
  } else if (draft.questions.length > 0) {
    draft.state = 'waiting';
  } else if (leaveOutWaiting(draft)) {
    settle(draft);
  } else {
    draft.state = steps.some(failsRun) ? 'failed' : 'succeeded';
  }
}

function leaveOutUnmet(draft: Draft): void {
  for (const step of draft.steps.values()) {
    const unmet = isOwn(step) && step.state === 'pending' ? unmetDependency(draft.steps, step) : null;
    if (unmet !== null) {
      leaveOut(draft, step, { kind: 'dependency', text: dependencyUnmet(unmet.title) });
    }
  }
}

/** Leaves out what waits at the end for a step that somebody else runs, or of which nobody knows the end; returns whether there was any. */
function leaveOutWaiting(draft: Draft): boolean {
  let isAny = false;
  const waiting = [...draft.steps.values()].filter((step) => isOwn(step) && step.state === 'pending');
  for (const step of waiting) {
    const needed = new Set(step.dependsOn.map(({ key }) => key));
    const open = [...draft.steps.values()].find(({ key, state }) => needed.has(key) && !isSettled(state));
    if (open !== undefined) {
      leaveOut(draft, step, { kind: 'dependency', text: dependencyUnmet(open.title) });
      isAny = true;
    }
  }
  return isAny;
}

/** Leaves out what is not begun in scopes that are stopped; returns whether there was any. */
function leaveOutStopped(draft: Draft): boolean {
  const stopped = stoppedScopes(draft.steps);
  let isAny = false;
  for (const step of draft.steps.values()) {
    const stop = isOwn(step) && step.state === 'pending' ? stopOfStep(step, stopped) : null;
    if (stop !== null) {
      leaveOut(draft, step, { kind: 'scope', text: scopeStopped(stop.part.title, stop.failed.title) });
      isAny = true;
    }
  }
  return isAny;
}

function leaveOut(draft: Draft, step: StepModel, skipReason: SkipReason): void {
  draft.steps.set(step.key, { ...step, state: 'skipped', skipReason });
  draft.questions = draft.questions.filter((question) => question.step !== step.key);
}

/** Canceled only when the worker has stopped; until then the run says that it is being canceled. */
function endCanceled(draft: Draft): void {
  if ([...draft.steps.values()].some((step) => isOwn(step) && step.state === 'running')) {
    return;
  }
  for (const step of draft.steps.values()) {
    if (isOwn(step) && step.state === 'pending') {
      draft.steps.set(step.key, { ...step, state: 'canceled' });
    }
  }
  draft.questions = [];
  draft.state = 'canceled';
}
