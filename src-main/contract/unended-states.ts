import type { RunState } from './run.ts';

/** The states of runs that go on, or wait for somebody. */
export const unendedStates = [
  'pending',
  'running',
  'waiting',
  'canceling',
] as const satisfies readonly RunState[];
