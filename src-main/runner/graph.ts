import { AppError } from '../contract/errors.ts';
import { type RunModel, type StepModel, type StepShape, isOwn, isPassed, isSettled } from './model.ts';
import { stoppedScopes, stopOfStep } from './scopes.ts';

/** Keys of the given steps and of everything that depends on them, directly or not. */
export function withDescendants(
  steps: ReadonlyMap<string, StepModel>,
  keys: readonly string[],
): ReadonlySet<string> {
  const dependents = new Map<string, string[]>();
  for (const step of steps.values()) {
    for (const dependency of step.dependsOn) {
      dependents.set(dependency.key, [...(dependents.get(dependency.key) ?? []), step.key]);
    }
  }
  const found = new Set<string>();
  const open = [...keys];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) {
      continue;
    }
    found.add(key);
    open.push(...(dependents.get(key) ?? []));
  }
  return found;
}

/**
 * Checks that steps can be appended: keys unique, dependencies known, no cycle. A dependency may only name a step
 * that stands before or beside it in the plan, so the order of the plan is a topological one.
 */
export function requireAppendable(
  existing: ReadonlyMap<string, StepModel>,
  added: readonly StepShape[],
): void {
  const known = new Set(existing.keys());
  for (const step of added) {
    if (known.has(step.key)) {
      throw new AppError('INTERNAL', `step ${step.key} is planned twice`);
    }
    for (const { key } of step.dependsOn) {
      if (!known.has(key)) {
        throw new AppError('INTERNAL', `step ${step.key} depends on ${key}, which is not planned before it`);
      }
    }
    known.add(step.key);
  }
}

/** The first dependency that ended in a way that rules this step out, or null. */
export function unmetDependency(steps: ReadonlyMap<string, StepModel>, step: StepModel): StepModel | null {
  for (const { key, requires } of step.dependsOn) {
    const needed = steps.get(key);
    if (needed === undefined || requires === 'settled') {
      continue;
    }
    if (isSettled(needed.state) && !isPassed(needed)) {
      return needed;
    }
  }
  return null;
}

/** The first dependency that has not come to its end, or null. */
export const openDependency = (
  steps: ReadonlyMap<string, StepModel>,
  { dependsOn }: StepModel,
): StepModel | null =>
  dependsOn.map(({ key }) => steps.get(key)).find((step) => step !== undefined && !isSettled(step.state)) ??
  null;

function dependenciesMet(steps: ReadonlyMap<string, StepModel>, step: StepModel): boolean {
  return step.dependsOn.every(({ key, requires }) => {
    const needed = steps.get(key);
    return needed !== undefined && (requires === 'succeeded' ? isPassed(needed) : isSettled(needed.state));
  });
}

/** Returns, step after step, whether there is a place for it in the run and in its pool; what is running has taken its own. */
function createPlaces(steps: Iterable<StepModel>, maximum: number): (step: StepModel) => boolean {
  const used = new Map<string, number>();
  let acting = 0;
  const take = ({ pool, watches }: StepModel): boolean => {
    if (!watches && acting >= maximum) {
      return false;
    }
    const before = pool === null ? 0 : (used.get(pool.key) ?? 0);
    if (pool !== null) {
      used.set(pool.key, before + 1);
    }
    const hasPlace = pool === null || before < pool.limit;
    if (!watches && hasPlace) {
      acting += 1;
    }
    return hasPlace;
  };
  for (const step of steps) {
    if (step.state === 'running') {
      take(step);
    }
  }
  return take;
}

/**
 * Steps that may start now, in plan order, respecting pools, and no more than `maximum` at work at a time besides those
 * that only watch. Empty while a question of the run itself is open, when
 * it is being canceled or has not been picked up. A step whose last process died (`unknown`) is ready again.
 */
export function readySteps(model: RunModel, maximum = Number.POSITIVE_INFINITY): readonly string[] {
  if (model.state !== 'running') {
    return [];
  }
  const asked = new Set(model.questions.map((question) => question.step));
  if (asked.has(undefined)) {
    return [];
  }
  const hasPlace = createPlaces(model.steps.values(), maximum);
  const stopped = stoppedScopes(model.steps);
  const isReady = (step: StepModel): boolean =>
    isOwn(step) &&
    (step.state === 'pending' || step.state === 'unknown') &&
    !asked.has(step.key) &&
    stopOfStep(step, stopped) === null;
  const ready: string[] = [];
  for (const step of model.steps.values()) {
    if (isReady(step) && dependenciesMet(model.steps, step) && hasPlace(step)) {
      ready.push(step.key);
    }
  }
  return ready;
}
