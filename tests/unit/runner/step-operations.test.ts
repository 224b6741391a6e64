import { describe, expect, it } from 'vitest';
import { type StepOperation, stepRefusal } from '../../../src-main/contract/step-operations.ts';
import { allowedOperations } from '../../../src-main/runner/allowed.ts';
import type { RunEvent, RunModel, StepModel } from '../../../src-main/runner/model.ts';
import { transition } from '../../../src-main/runner/transition.ts';
import { done, failed, failure, question, running, shape, started } from './shapes.ts';

const a = shape('a');
const failedRun = transition(running(a), [started('a'), failed('a')]);
const models: readonly (readonly [string, RunModel])[] = [
  ['pending', running(a)],
  ['running', transition(running(a), [started('a')])],
  ['succeeded', transition(running(a), [started('a'), done('a')])],
  ['failed', failedRun],
  ['failed, mandatory', transition(running(shape('a', { mandatory: true })), [started('a'), failed('a')])],
  ['warning', transition(running(shape('a', { onFailure: 'warn' })), [started('a'), failed('a')])],
  ['asked', transition(running(a), [{ type: 'asked', question: question('a') }])],
  [
    'unknown',
    transition(running(a), [
      started('a'),
      { type: 'owner-died', question: { ...question(), reason: 'interrupted' } },
    ]),
  ],
  ['canceling', transition(running(a), [started('a'), { type: 'cancel-requested' }])],
  ['canceled', transition(running(a), [{ type: 'cancel-requested' }])],
  [
    'taken out',
    transition(failedRun, [{ type: 'planned-anew', plan: { steps: [shape('b')], changed: [] } }]),
  ],
  [
    'adoptable',
    transition(running(a), [
      started('a'),
      { type: 'step-failed', key: 'a', failure: { ...failure, data: { adoptable: true } } },
    ]),
  ],
];

const events: Readonly<Record<Exclude<StepOperation, 'edit' | 'adopt'>, RunEvent>> = {
  retry: { type: 'retry-requested', keys: ['a'] },
  skip: { type: 'step-skipped', key: 'a', text: { zh: '不', en: 'no' } },
  'mark-done': { type: 'step-marked-done', key: 'a' },
};

function isTaken(model: RunModel, event: RunEvent): boolean {
  try {
    transition(model, [event]);
    return true;
  } catch {
    return false;
  }
}

/** The rows as a page has them. */
function rowsOf(
  model: RunModel,
): Parameters<typeof stepRefusal> extends [unknown, infer R, infer S] ? [R, S] : never {
  const { state, skipReason, mandatory, failure: error } = model.steps.get('a') as StepModel;
  return [
    { state: model.state, allows: allowedOperations(model) },
    { state, skipReason, mandatory, error },
  ];
}

describe.each(models)('a step that is %s', (_name, model) => {
  it.each(Object.entries(events))(
    'is offered for %s exactly when the runner takes it',
    (operation, event) => {
      const offered = stepRefusal(operation as StepOperation, ...rowsOf(model)) === null;
      expect(offered).toBe(isTaken(model, event));
    },
  );

  it('can be adopted only where its failure says so, and edited where it can be retried', () => {
    const rows = rowsOf(model);
    const adoptable = model.steps.get('a')?.failure?.data['adoptable'] === true;
    expect(stepRefusal('adopt', ...rows) === null).toBe(
      adoptable && stepRefusal('mark-done', ...rows) === null,
    );
    expect(stepRefusal('edit', ...rows)).toBe(stepRefusal('retry', ...rows));
  });
});
