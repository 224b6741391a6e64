/** What becomes of a run's steps when it is planned anew, from another input than before. */
import { requireAppendable, withDescendants } from './graph.ts';
import { startsAgain, untouched, type NewPlan, type StepModel, type StepShape } from './model.ts';
import { takenOut } from './sentences.ts';

/** In the journal, but not in the plan any more: nothing knows how to do it, so nothing can retry or decide it. */
export const isTakenOut = ({ skipReason }: StepModel): boolean => skipReason?.kind === 'takenOut';

/**
 * The steps in the new plan's order, then those it no longer has. What is new is to be done; what changed, and whatever
 * comes after something new or changed, is looked at again; a step that only looks always is. What a person settled
 * stays settled, and what was done for the old plan alone stays in the journal as done.
 */
export function stepsOfNewPlan(
  before: ReadonlyMap<string, StepModel>,
  { steps, changed }: NewPlan,
): Map<string, StepModel> {
  requireAppendable(new Map(), steps);
  const after = new Map<string, StepModel>();
  for (const shape of steps) {
    after.set(shape.key, asPlannedAnew(shape, before.get(shape.key)));
  }
  const isOpenAgain = ({ key, repeatable, skipReason }: StepModel): boolean =>
    repeatable || !before.has(key) || (skipReason !== null && skipReason.kind !== 'person');
  const again = [...changed, ...[...after.values()].filter(isOpenAgain).map(({ key }) => key)];
  for (const key of withDescendants(after, again)) {
    const step = after.get(key);
    if (step !== undefined && !step.byPerson) {
      after.set(key, startsAgain(step));
    }
  }
  for (const step of before.values()) {
    if (!after.has(step.key)) {
      after.set(step.key, takeOut(step));
    }
  }
  return after;
}

/** What a step has changed for good stays so, whatever the new plan says of its kind. */
function asPlannedAnew(shape: StepShape, step: StepModel | undefined): StepModel {
  const undo = step?.changed === true && step.undo === 'none' ? 'none' : shape.undo;
  return { ...untouched, ...putBack(step), ...shape, undo };
}

/** A step that comes back begins again, with its next attempt. */
const putBack = (step: StepModel | undefined): StepModel | undefined =>
  step !== undefined && isTakenOut(step) ? { ...step, byPerson: false, adopted: false } : step;

function takeOut(step: StepModel): StepModel {
  const isDone = step.state === 'succeeded';
  const skipReason = { kind: 'takenOut', text: isDone ? takenOut.done : takenOut.open } as const;
  return { ...step, state: isDone ? 'succeeded' : 'skipped', skipReason, failure: null, byPerson: true };
}
