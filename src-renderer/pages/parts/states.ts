import type { RunState, StepState } from '../../../src-main/contract/run.ts';
import { endedStates, unendedStates } from '../../../src-main/contract/run-states.ts';

/** In the order in which a step may come to them. */
export const stepStates: readonly StepState[] = [
  ...(['pending', 'running', 'succeeded', 'skipped', 'warning', 'failed', 'canceled', 'unknown'] as const),
];

export const runStates: readonly RunState[] = [...unendedStates, ...endedStates];
