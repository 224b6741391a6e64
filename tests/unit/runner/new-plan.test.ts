import { describe, expect, it } from 'vitest';
import { type RunEvent, type RunModel, type StepShape, emptyRun } from '../../../src-main/runner/model.ts';
import { transition } from '../../../src-main/runner/transition.ts';
import { done, failed, needs, planned, question, running, shape, started, states } from './shapes.ts';

const anew = (steps: readonly StepShape[], ...changed: string[]): RunEvent => ({
  type: 'planned-anew',
  plan: { steps, changed },
});
const stepOf = (model: RunModel, key: string) => model.steps.get(key);

describe('a run that is planned anew', () => {
  it('does what is new, in the new order, and keeps what it did', () => {
    const before = transition(running(shape('a'), shape('b', needs('a'))), [started('a'), done('a')]);
    const model = transition(before, [anew([shape('a'), shape('n', needs('a')), shape('b', needs('n'))])]);
    expect([...model.steps.keys()]).toEqual(['a', 'n', 'b']);
    expect(states(model)).toEqual({ a: 'succeeded', n: 'pending', b: 'pending' });
    expect(stepOf(model, 'b')?.dependsOn).toEqual([{ key: 'n', requires: 'succeeded' }]);
  });

  it('keeps what it cannot take back as that, and asks the new plan about the rest', () => {
    const undoable = [shape('a', { undo: 'possible' }), shape('b', { undo: 'possible' })];
    const before = transition(running(...undoable), [
      started('a'),
      { type: 'step-succeeded', key: 'a', changed: true, isFinal: true },
      started('b'),
      { type: 'step-succeeded', key: 'b', changed: true, isFinal: false },
    ]);
    const undoOf = (model: RunModel) => ['a', 'b', 'c'].map((key) => stepOf(model, key)?.undo);
    expect(undoOf(before)).toEqual(['none', 'possible', undefined]);
    const model = transition(before, [anew([...undoable, shape('c', { undo: 'possible' })], 'a')]);
    expect(undoOf(model)).toEqual(['none', 'possible', 'possible']);
  });

  it('takes out what it no longer has, with the reason and its question; what was done stays done', () => {
    const before = transition(running(shape('a'), shape('b'), shape('c')), [
      started('a'),
      done('a'),
      { type: 'asked', question: question('b') },
      { type: 'asked', question: question() },
    ]);
    const model = transition(before, [{ type: 'answered', questionId: 'run/q' }, anew([shape('c')])]);
    expect([...model.steps.keys()]).toEqual(['c', 'a', 'b']);
    expect(states(model)).toEqual({ a: 'succeeded', b: 'skipped', c: 'pending' });
    expect(stepOf(model, 'b')).toMatchObject({
      skipReason: { kind: 'takenOut', text: { en: 'This step is not in the new plan' } },
    });
    expect(stepOf(model, 'a')?.skipReason?.text.en).toMatch(/what it changed remains/);
    expect(model.questions).toEqual([]);
  });

  it('takes no decision about a step that it took out, and no retry', () => {
    const before = transition(running(shape('a'), shape('b')), [started('a'), failed('a')]);
    const model = transition(before, [anew([shape('b')])]);
    for (const event of [
      { type: 'step-marked-done', key: 'a' },
      { type: 'retry-requested', keys: ['a'] },
    ] as const) {
      expect(() => transition(model, [event])).toThrow(
        expect.objectContaining({ code: 'STEP_STATE' }) as Error,
      );
    }
  });

  it('does a step that comes back, whether it had been done or not', () => {
    const all = [shape('a'), shape('b'), shape('c')];
    const before = transition(running(...all), [started('a'), done('a')]);
    const model = transition(before, [anew([shape('c')]), anew(all)]);
    expect(states(model)).toEqual({ a: 'pending', b: 'pending', c: 'pending' });
    expect(stepOf(model, 'a')).toMatchObject({ attempts: 1, byPerson: false, skipReason: null });
  });

  it('looks again at what changed, at what comes after it, and at what only looks', () => {
    const look = shape('look', { repeatable: true });
    const all = [shape('a'), shape('b', needs('a', 'settled')), shape('c'), look];
    const ends = all.flatMap(({ key }) => [started(key), done(key)]);
    const before = transition(running(...all, shape('d')), ends);
    const model = transition(before, [anew([...all, shape('d')], 'a')]);
    expect(states(model)).toEqual({
      a: 'pending',
      b: 'pending',
      c: 'succeeded',
      look: 'pending',
      d: 'pending',
    });
    // What this run changed once it has changed, also when the next look finds it done.
    const looked = transition(model, [started('a'), { type: 'step-succeeded', key: 'a', changed: false }]);
    expect([stepOf(model, 'a')?.changed, stepOf(looked, 'a')?.changed]).toEqual([true, true]);
  });

  it('reopens what waited in vain for a step that is gone, and leaves what a person settled', () => {
    const before = transition(running(shape('a'), shape('b', needs('a')), shape('c'), shape('d')), [
      started('a'),
      failed('a'),
      { type: 'step-skipped', key: 'c', text: { zh: '不要', en: 'no' } },
    ]);
    const model = transition(before, [anew([shape('b'), shape('c'), shape('d')], 'c')]);
    expect(states(model)).toEqual({ a: 'skipped', b: 'pending', c: 'skipped', d: 'pending' });
  });

  it('is refused while a step runs, and with a plan that is not sound', () => {
    const at = transition(running(shape('a')), [started('a')]);
    expect(() => transition(at, [anew([])])).toThrow(
      expect.objectContaining({ code: 'STEP_STATE' }) as Error,
    );
    const unsound = [shape('b', needs('z'))];
    expect(() => transition(transition(emptyRun, [planned(shape('a'))]), [anew(unsound)])).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }) as Error,
    );
  });
});
