import type { StepRow } from '../../src-main/contract/run.ts';
import { verbatim } from '../../src-main/contract/text.ts';

/** A step of run 0001 as its row has it: tried once, not begun. */
export const createStepRow = (key: string, more: Partial<StepRow> = {}): StepRow => ({
  runId: '0001',
  key,
  position: 0,
  title: verbatim(key),
  group: key,
  state: 'pending',
  attempts: 1,
  changed: null,
  message: null,
  error: null,
  skipReason: null,
  dependsOn: [],
  undo: 'none',
  mandatory: false,
  progress: null,
  startedAt: null,
  endedAt: null,
  revision: 1,
  ...more,
});
