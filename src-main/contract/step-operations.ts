/** What may be asked of one step now, and why not: for whoever shows it. The runner refuses by the same rules. */
import type { RunRow, StepRow, StepState } from './run.ts';

export type StepOperation = 'retry' | 'edit' | 'skip' | 'mark-done' | 'adopt';

export type StepRefusal =
  | 'canceling'
  | 'waits'
  | 'nothingToRetry'
  | 'running'
  | 'succeeded'
  | 'takenOut'
  | 'mandatory'
  | 'nothingToAdopt';

type Run = Pick<RunRow, 'state' | 'allows'>;
type Step = Pick<StepRow, 'state' | 'skipReason' | 'mandatory' | 'error' | 'observedBy'>;

const retryable: readonly StepState[] = ['failed', 'warning', 'canceled', 'unknown'];

/** Null where the operation can be asked for. */
export function stepRefusal(operation: StepOperation, run: Run, step: Step): StepRefusal | null {
  if (run.state === 'canceling') {
    return 'canceling';
  }
  if (operation === 'retry' || operation === 'edit') {
    return retryRefusal(run, step);
  }
  if (operation === 'adopt' && step.error?.data['adoptable'] !== true) {
    return 'nothingToAdopt';
  }
  if (step.state === 'running' || step.state === 'succeeded') {
    return step.state;
  }
  if (step.skipReason?.kind === 'takenOut') {
    return 'takenOut';
  }
  return step.mandatory ? 'mandatory' : null;
}

function retryRefusal({ allows }: Run, { state, observedBy }: Step): StepRefusal | null {
  if (!retryable.includes(state) || observedBy !== undefined) {
    return state === 'running' ? 'running' : 'nothingToRetry';
  }
  return allows.includes('retry') ? null : 'waits';
}
