import type { RunState, StepState } from '../../../src-main/contract/run.ts';

/** In the order in which a step may come to them. */
export const stepStates: readonly StepState[] = [
  ...(['pending', 'running', 'succeeded', 'skipped', 'warning', 'failed', 'canceled', 'unknown'] as const),
];

export const runStates: readonly RunState[] = [
  ...(['pending', 'running', 'waiting', 'canceling', 'succeeded', 'failed', 'canceled'] as const),
];
