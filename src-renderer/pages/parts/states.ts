import type { StepState } from '../../../src-main/contract/run.ts';

/** In the order in which a step may come to them. */
export const stepStates: readonly StepState[] = [
  ...(['pending', 'running', 'succeeded', 'skipped', 'warning', 'failed', 'canceled', 'unknown'] as const),
];
