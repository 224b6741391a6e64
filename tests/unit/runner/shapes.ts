import type { Question, StepFailure } from '../../../src-main/contract/run.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { type RunEvent, type RunModel, type StepShape, emptyRun } from '../../../src-main/runner/model.ts';
import { transition } from '../../../src-main/runner/transition.ts';

/** Steps and events in a few letters, for tests of the pure core. */
export const shape = (key: string, more: Partial<StepShape> = {}): StepShape => ({
  key,
  title: verbatim(key),
  group: 'g',
  dependsOn: [],
  onFailure: 'fail',
  pool: null,
  undo: 'none',
  mandatory: false,
  expands: false,
  repeatable: false,
  watches: false,
  ...more,
});
export const failure: StepFailure = {
  code: 'X',
  category: 'conflict',
  message: verbatim('no'),
  data: {},
  attempt: 1,
  at: 1,
  stoppedBecause: 'exhausted',
};
export const question = (step?: string, code = 'q'): Question => ({
  id: `${step ?? 'run'}/${code}`,
  reason: 'ask',
  code,
  text: verbatim('?'),
  choices: [],
  ...(step === undefined ? {} : { step }),
});
export const planned = (...steps: StepShape[]): RunEvent => ({ type: 'planned', steps });
export const running = (...steps: StepShape[]): RunModel =>
  transition(emptyRun, [planned(...steps), { type: 'picked-up' }]);
export const started = (key: string): RunEvent => ({ type: 'step-started', key });
export const failed = (key: string): RunEvent => ({ type: 'step-failed', key, failure });
export const done = (key: string): RunEvent => ({ type: 'step-succeeded', key, changed: true });
export const states = (model: RunModel): Record<string, string> =>
  Object.fromEntries([...model.steps.values()].map(({ key, state }) => [key, state]));
export const needs = (key: string, requires: 'succeeded' | 'settled' = 'succeeded') => ({
  dependsOn: [{ key, requires }],
});
