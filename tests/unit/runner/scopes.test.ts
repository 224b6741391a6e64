import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { readySteps } from '../../../src-main/runner/graph.ts';
import type { RunModel, ScopePart, StepShape } from '../../../src-main/runner/model.ts';
import { scopeOutcomes, stepsToStop } from '../../../src-main/runner/scopes.ts';
import { transition } from '../../../src-main/runner/transition.ts';
import { by, ScriptedWorld, type ScriptedStep } from '../../support/scripted-engine.ts';
import { scene, start } from './runner-scene.ts';
import { done, failed, needs, question, running, shape, started, states } from './shapes.ts';

const part = (key: string, how: ScopePart['onFailure'] = 'stop-scope', isTolerated = false): ScopePart => ({
  key,
  title: verbatim(`Scope ${key}`),
  onFailure: how,
  isTolerated,
});
const within = (...scope: ScopePart[]): Partial<StepShape> => ({ scope });
const outcomes = (model: RunModel): Record<string, string> =>
  Object.fromEntries(scopeOutcomes(model.steps).map(({ path, state }) => [path.join('/'), state]));

describe('a scope that is stopped by a failure', () => {
  const model = running(
    shape('a1', within(part('a'))),
    shape('a2', within(part('a'))),
    shape('a3', { ...within(part('a')), ...needs('a2') }),
    shape('b1', within(part('b'))),
    shape('free'),
  );

  it('leaves out what is not begun, has what is under way stopped, and touches nothing outside', () => {
    const after = transition(model, [started('a1'), started('a2'), started('b1'), failed('a1')]);
    expect(states(after)).toEqual({
      a1: 'failed',
      a2: 'running',
      a3: 'skipped',
      b1: 'running',
      free: 'pending',
    });
    expect(after.steps.get('a3')?.skipReason).toEqual({
      kind: 'scope',
      text: { zh: '「a1」失败，「Scope a」已停止', en: '"Scope a" was stopped because "a1" failed' },
    });
    expect(stepsToStop(after.steps).map(({ key }) => key)).toEqual(['a2']);
    expect(readySteps(after)).toEqual(['free']);
    expect(outcomes(after)).toEqual({ a: 'running', b: 'running' });
  });

  it('fails the run at its end, and has failed whatever became of what was stopped', () => {
    const because = verbatim('stopped');
    const after = transition(model, [
      ...['a1', 'a2', 'b1', 'free'].map(started),
      failed('a1'),
      { type: 'step-canceled', key: 'a2', because },
      done('b1'),
      done('free'),
    ]);
    expect(after.state).toBe('failed');
    expect(after.steps.get('a2')).toMatchObject({
      state: 'canceled',
      skipReason: { kind: 'scope', text: because },
    });
    expect(outcomes(after)).toEqual({ a: 'failed', b: 'succeeded' });
  });

  it('begins again with the failed step, also with what was stopped under way', () => {
    const stopped = transition(model, [
      started('a1'),
      started('a2'),
      failed('a1'),
      { type: 'step-canceled', key: 'a2', because: verbatim('stopped') },
    ]);
    const again = transition(stopped, [{ type: 'retry-requested', keys: ['a1'] }]);
    expect(states(again)).toMatchObject({ a1: 'pending', a2: 'pending', a3: 'pending' });
    expect(again.steps.get('a2')?.skipReason).toBeNull();
  });

  it('goes on when a person leaves the failed step out, and stays stopped while another one has failed', () => {
    const two = transition(model, [started('a1'), started('a2'), failed('a1'), failed('a2')]);
    const skip = (key: string) => ({ type: 'step-skipped' as const, key, text: verbatim('not wanted') });
    expect(states(transition(two, [skip('a1')]))).toMatchObject({ a1: 'skipped', a3: 'skipped' });
    const one = transition(model, [started('a1'), failed('a1'), skip('a1')]);
    expect(states(one)).toMatchObject({ a1: 'skipped', a2: 'pending', a3: 'pending' });
  });

  it('asks nothing more of what it leaves out, and leaves what nobody knows as it is', () => {
    const asking = transition(model, [
      started('a2'),
      { type: 'asked', question: question('a2') },
      started('a1'),
    ]);
    expect(transition(asking, [failed('a1')]).questions).toEqual([]);
    const unknown = transition(model, [
      started('a2'),
      { type: 'step-interrupted', key: 'a2' },
      started('a1'),
      failed('a1'),
    ]);
    expect(unknown.steps.get('a2')?.state).toBe('unknown');
    expect(readySteps(unknown)).toEqual(['b1', 'free']);
  });
});

describe('scopes that nest', () => {
  const plan = part('plan');
  const nested = (inner: ScopePart): RunModel =>
    running(
      shape('x', within(plan, inner)),
      shape('y', within(plan, inner)),
      shape('z', within(plan, part('other'))),
    );

  it('a failure that stops the inner scope stops the outer one at once', () => {
    const after = transition(nested(part('flow')), [started('x'), failed('x')]);
    expect(states(after)).toEqual({ x: 'failed', y: 'skipped', z: 'skipped' });
    expect(after.state).toBe('failed');
    expect(outcomes(after)).toEqual({ plan: 'failed', 'plan/flow': 'failed', 'plan/other': 'skipped' });
  });

  it('one in a scope that goes on is the failure of the outer one when the scope has come to its end', () => {
    const model = nested(part('flow', 'go-on'));
    const midway = transition(model, [started('x'), failed('x')]);
    expect(states(midway)).toEqual({ x: 'failed', y: 'pending', z: 'pending' });
    const after = transition(midway, [started('y'), done('y')]);
    expect(states(after)).toEqual({ x: 'failed', y: 'succeeded', z: 'skipped' });
    expect(outcomes(after)).toMatchObject({ plan: 'failed', 'plan/flow': 'failed' });
  });

  it('one that is tolerated fails its own scope alone, and not the run', () => {
    const model = nested(part('flow', 'go-on', true));
    const after = transition(model, [
      started('x'),
      failed('x'),
      ...['y', 'z'].map(started),
      done('y'),
      done('z'),
    ]);
    expect(after.state).toBe('succeeded');
    expect(outcomes(after)).toEqual({ plan: 'succeeded', 'plan/flow': 'failed', 'plan/other': 'succeeded' });
    const stops = transition(nested(part('flow', 'stop-scope', true)), [started('x'), failed('x')]);
    expect(states(stops)).toEqual({ x: 'failed', y: 'skipped', z: 'pending' });
  });

  it('each has an outcome from before its first step to a cancel', () => {
    expect(outcomes(nested(part('flow')))).toEqual({
      plan: 'pending',
      'plan/flow': 'pending',
      'plan/other': 'pending',
    });
    const canceled = transition(nested(part('flow')), [
      started('x'),
      done('x'),
      { type: 'cancel-requested' },
    ]);
    expect(outcomes(canceled)).toEqual({
      plan: 'canceled',
      'plan/flow': 'canceled',
      'plan/other': 'canceled',
    });
  });
});

describe('a run with scopes', () => {
  const steps: readonly ScriptedStep[] = [
    { key: 'slow', scope: ['stage', 'fast'] },
    { key: 'breaks', scope: ['stage', 'fast'] },
    { key: 'later', scope: ['stage', 'fast'], dependsOn: [{ key: 'slow', requires: 'settled' }] },
    { key: 'beside', scope: ['stage', 'tolerated'] },
  ];

  it('cuts off what is under way in the scope that fails, and nothing else', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('slow', ['hang']);
    world.scripts.set('breaks', ['fail']);
    const at = await scene(steps, world);
    const run = await start(at);
    expect(at.states(run)).toEqual({
      slow: 'canceled',
      breaks: 'failed',
      later: 'skipped',
      beside: 'succeeded',
    });
    const [slow] = at.store.stepRows(run);
    expect(slow).toMatchObject({
      scope: ['stage', 'fast'],
      skipReason: { kind: 'scope', text: { en: '"Scope fast" was stopped because "Step breaks" failed' } },
    });
    expect(at.store.runRow(run).state).toBe('failed');
    await at.runner.retry({ runId: run, steps: ['breaks'], edits: [], by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('succeeds with a failure that its scope tolerates; the failed step can be retried', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('beside', ['fail']);
    const at = await scene(steps, world);
    const run = await start(at);
    expect(at.store.runRow(run)).toMatchObject({
      state: 'succeeded',
      counts: { failed: 1 },
      allows: ['retry', 'skip', 'mark-done', 'adopt'],
    });
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).counts).toEqual({ succeeded: 4 });
  });
});
