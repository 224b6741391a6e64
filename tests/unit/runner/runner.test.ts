import { describe, expect, it } from 'vitest';
import {
  openRunner,
  by,
  createScriptedEngine,
  ScriptedWorld,
  type ScriptedStep,
} from '../../support/scripted-engine.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { after, confirm, scene, start, startStuck, type Scene } from './runner-scene.ts';

it('a step says in its own words that it was done, or as its change was announced', async () => {
  const at = await scene([{ key: 'a', tells: true }, { key: 'b' }]);
  const run = await start(at);
  const said = at.store.stepRows(run).map(({ message }) => message);
  expect(said).toEqual([verbatim('did a in attempt 1'), verbatim('will do b')]);
});

describe('a run', () => {
  it('does its steps in order and keeps what each one returned', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }]);
    const run = await start(at);
    expect(at.store.runRow(run)).toMatchObject({ id: '0001', state: 'succeeded', warnings: 0, allows: [] });
    expect(at.states(run)).toEqual({ a: 'succeeded', b: 'succeeded' });
    expect(at.store.loadRun(run).outputs.get('b')).toEqual({ by: 'b', attempt: 1 });
  });

  it('that is retried sixty times in a row forgets no attempt, and does its work once', async () => {
    const at = await scene([{ key: 'a' }]);
    at.world.scripts.set(
      'a',
      Array.from({ length: 60 }, () => 'fail' as const),
    );
    const run = await start(at);
    for (let count = 1; count <= 60; count += 1) {
      expect(at.store.runRow(run).state).toBe('failed');
      await at.runner.retry({ runId: run, steps: null, edits: [], by });
      await at.runner.settled(run);
    }
    expect(at.store.runRow(run)).toMatchObject({ state: 'succeeded' });
    expect(at.store.attempts(run, 'a').map(({ number }) => number)).toEqual(
      Array.from({ length: 61 }, (_, index) => index + 1),
    );
    expect(at.world.effects.get('a')).toBe(1);
  });

  it('commits the intent before the step acts', async () => {
    const at = await scene([{ key: 'a' }]);
    const intents: unknown[] = [];
    at.world.beforeEffect = (key, run) => intents.push(at.store.lastIntent(run, key));
    await start(at);
    expect(intents).toEqual([{ make: 'a' }]);
  });

  it('leaves alone what is already there and says that it changed nothing', async () => {
    const at = await scene([{ key: 'a' }]);
    at.world.effects.set('a', 1);
    const run = await start(at);
    expect(at.store.stepRows(run)[0]).toMatchObject({
      state: 'succeeded',
      changed: false,
      message: verbatim('a is there'),
    });
    expect(at.world.effects.get('a')).toBe(1);
  });

  it('goes on beside a failure, skips what needed it, and what needs it only settled still runs', async () => {
    const at = await scene([
      { key: 'a' },
      { key: 'b' },
      { key: 'c', dependsOn: [after('a')] },
      { key: 'd', dependsOn: [after('a', 'settled'), after('b', 'settled')] },
    ]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    expect(at.states(run)).toEqual({ a: 'failed', b: 'succeeded', c: 'skipped', d: 'succeeded' });
    expect(at.store.runRow(run)).toMatchObject({
      state: 'failed',
      allows: ['retry', 'skip', 'mark-done', 'adopt'],
    });
  });

  it('ends succeeded with a warning when the step that failed only warns', async () => {
    const at = await scene([
      { key: 'a', onFailure: 'warn' },
      { key: 'b', dependsOn: [after('a')] },
    ]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    expect(at.states(run)).toEqual({ a: 'warning', b: 'skipped' });
    expect(at.store.runRow(run)).toMatchObject({ state: 'succeeded', warnings: 1 });
  });

  it('tries again by itself what was unavailable, and keeps every attempt', async () => {
    const retry = {
      maximumAttempts: 3,
      initialIntervalMs: 1,
      backoffCoefficient: 2,
      maximumIntervalMs: 10,
      nonRetryableErrorCodes: [],
    };
    const at = await scene([{ key: 'a', retry }]);
    at.world.scripts.set('a', ['unavailable', 'unavailable']);
    const run = await start(at);
    expect(at.store.attempts(run).map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'succeeded'],
    ]);
  });

  it('says why it stopped trying', async () => {
    const retry = {
      maximumAttempts: 2,
      initialIntervalMs: 1,
      backoffCoefficient: 1,
      maximumIntervalMs: 1,
      nonRetryableErrorCodes: [],
    };
    const at = await scene([{ key: 'a', retry }, { key: 'b' }]);
    at.world.scripts.set('a', ['unavailable', 'unavailable']);
    at.world.scripts.set('b', ['fail']);
    const run = await start(at);
    expect(at.store.stepRows(run).map(({ error }) => error?.stoppedBecause)).toEqual([
      'exhausted',
      'nonRetryable',
    ]);
  });

  it('retries the failed step and its descendants, nothing else', async () => {
    const at = await scene([
      { key: 'a' },
      { key: 'b' },
      { key: 'c', dependsOn: [after('b')] },
      { key: 'd', dependsOn: [after('b', 'settled')] },
    ]);
    at.world.scripts.set('b', ['fail']);
    const run = await start(at);
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
    expect(at.store.stepRows(run).map(({ key, attempts }) => [key, attempts])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 1],
      ['d', 2],
    ]);
  });

  it('asks for further steps when an expanding one has finished', async () => {
    const at = await scene([
      {
        key: 'scan',
        adds: [
          { key: 'x', dependsOn: [after('scan')] },
          { key: 'y', dependsOn: [after('x')] },
        ],
      },
    ]);
    const run = await start(at);
    expect(at.states(run)).toEqual({ scan: 'succeeded', x: 'succeeded', y: 'succeeded' });
  });

  it('runs no more side by side than a pool allows', async () => {
    const at = await scene(
      Array.from({ length: 12 }, (_, index) => ({ key: `s${index}`, pool: { key: 'ssh', limit: 3 } })),
    );
    await start(at);
    expect(at.world.mostAtOnce).toBe(3);
    expect(at.world.effects.size).toBe(12);
  });

  it('holds its target until it has ended, and the refusal names the holder', async () => {
    const at = await scene([{ key: 'a' }]);
    at.world.scripts.set('a', ['ask']);
    const run = await start(at);
    const second = at.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: true, by });
    await expect(second).rejects.toMatchObject({ code: 'TARGET_HELD', data: { holder: run } });
    await at.runner.answer({ runId: run, questionId: null, choice: 'red', value: null, reason: null, by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
    await expect(start(at)).resolves.toBe('0002');
  });
});

describe('a waiting run', () => {
  it('waits for the plan to be confirmed and sends nothing before', async () => {
    const at = await scene([{ key: 'a' }]);
    const run = await at.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: false, by });
    expect(at.store.runRow(run)).toMatchObject({ state: 'waiting', waiting: { reason: 'confirm' } });
    await expect(at.runner.retry({ runId: run, steps: null, edits: [], by })).rejects.toMatchObject({
      code: 'RUN_STATE',
    });
    expect(at.world.seen).toEqual([]);
    await confirm(at, run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('stops only the step that asks; the rest goes on', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b' }, { key: 'c', dependsOn: [after('a')] }]);
    at.world.scripts.set('a', ['ask']);
    const run = await start(at);
    expect(at.states(run)).toEqual({ a: 'pending', b: 'succeeded', c: 'pending' });
    expect(at.store.runRow(run).waiting).toMatchObject({ step: 'a', code: 'color' });
    await expect(
      at.runner.answer({ runId: run, questionId: null, choice: 'blue', value: null, reason: null, by }),
    ).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });

  it('is canceled at once, its steps with it', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }]);
    at.world.scripts.set('a', ['ask']);
    const run = await start(at);
    await at.runner.cancel(run, by);
    expect(at.states(run)).toEqual({ a: 'canceled', b: 'canceled' });
    expect(at.store.runRow(run)).toMatchObject({ state: 'canceled', allows: ['retry'] });
  });
});

describe('cancel', () => {
  it('is visible while the worker has not stopped, then leaves the rest canceled', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }]);
    const run = await startStuck(at, { a: 'hang' });
    const canceled = at.runner.cancel(run, by);
    await canceled;
    await at.runner.settled(run);
    expect(at.states(run)).toEqual({ a: 'canceled', b: 'canceled' });
    expect(at.store.interventions(run).map(({ kind }) => kind)).toEqual(['cancel']);
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });
});

describe('people', () => {
  it('skip with a reason: what needed the step is skipped too', async () => {
    const at = await scene([
      { key: 'a' },
      { key: 'b', dependsOn: [after('a')] },
      { key: 'm', mandatory: true },
    ]);
    at.world.scripts.set('a', ['fail']);
    at.world.scripts.set('m', ['fail']);
    const run = await start(at);
    await expect(at.runner.skip({ runId: run, step: 'a', reason: ' ', by })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    });
    await expect(at.runner.skip({ runId: run, step: 'm', reason: 'no', by })).rejects.toMatchObject({
      code: 'STEP_STATE',
    });
    await expect(at.runner.skip({ runId: run, step: 'z', reason: 'no', by })).rejects.toMatchObject({
      code: 'STEP_NOT_FOUND',
    });
    await at.runner.skip({ runId: run, step: 'a', reason: 'the customer does it', by });
    expect(at.states(run)).toEqual({ a: 'skipped', b: 'skipped', m: 'failed' });
    expect(at.store.interventions(run)).toMatchObject([
      { step: 'a', kind: 'skip', reason: 'the customer does it', by },
    ]);
  });

  it('mark as done: what waited for the step goes on', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    await at.runner.markDone({ runId: run, step: 'a', reason: 'done at the switch', by });
    await at.runner.settled(run);
    expect(at.states(run)).toEqual({ a: 'succeeded', b: 'succeeded' });
    expect(at.world.effects.has('a')).toBe(false);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('edit and retry records the difference', async () => {
    const at = await scene([{ key: 'a' }]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    await expect(
      at.runner.retry({ runId: run, steps: null, edits: [{ key: 'x', value: '1' }], by }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await at.runner.retry({ runId: run, steps: ['a'], edits: [{ key: 'target', value: 'other' }], by });
    await at.runner.settled(run);
    expect(at.store.interventions(run)[0]).toMatchObject({
      kind: 'edit',
      detail: { key: 'target', before: 'site', after: 'other' },
    });
    expect(at.store.loadRun(run).input).toMatchObject({ target: 'other' });
  });
});

describe('after a process died', () => {
  async function die(
    steps: readonly ScriptedStep[],
    script: Record<string, ('die-before' | 'die-after')[]>,
    extra: object = {},
  ): Promise<{ run: string; at: Scene }> {
    const world = new ScriptedWorld();
    const before = await scene(steps, world);
    for (const [key, turns] of Object.entries(script)) {
      world.scripts.set(key, turns);
    }
    const run = await before.runner.start({
      kind: 'scripted',
      input: { target: 'site', ...extra },
      confirmed: true,
      by,
    });
    await world.stuck.promise;
    before.kill();
    return { run, at: await scene(steps, world, before.directory) };
  }
  const goOn = async (at: Scene, run: string): Promise<void> => {
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
  };

  it('the run waits, its running step is unknown, and nothing is done unasked', async () => {
    const { run, at } = await die([{ key: 'a' }], { a: ['die-before'] });
    expect(at.states(run)).toEqual({ a: 'unknown' });
    expect(at.store.runRow(run)).toMatchObject({ state: 'waiting', waiting: { reason: 'interrupted' } });
    expect(at.world.seen).toEqual(['a']);
  });

  it('work that took effect is recognised and not done twice', async () => {
    const { run, at } = await die([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }], {
      a: ['die-after'],
    });
    await goOn(at, run);
    expect(at.world.effects.get('a')).toBe(1);
    expect(at.store.stepRows(run)[0]).toMatchObject({ state: 'succeeded', changed: true, attempts: 2 });
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('work that did not take effect is done', async () => {
    const { run, at } = await die([{ key: 'a' }], { a: ['die-before'] });
    await goOn(at, run);
    expect(at.world.effects.get('a')).toBe(1);
  });

  it('an idempotent step that cannot be read is done again from its intent', async () => {
    const step = { key: 'a', unreadable: true, onCrash: 'redo', tells: true } as const;
    const { run, at } = await die([step], { a: ['die-after'] });
    await goOn(at, run);
    expect(at.world.effects.get('a')).toBe(2);
    // Nothing was announced anew, and it has words of its own.
    expect(at.store.stepRows(run)[0]?.message).toEqual(verbatim('did a in attempt 2'));
    expect(at.world.seen).toEqual(['a']);
  });

  it.each(['ask', 'probe'] as const)(
    'a step that nobody can look up asks (%s), and the answer counts once',
    async (onCrash) => {
      const { run, at } = await die([{ key: 'a', unreadable: true, onCrash }], { a: ['die-after'] });
      await goOn(at, run);
      expect(at.store.runRow(run)).toMatchObject({
        state: 'waiting',
        waiting: { reason: 'ask', code: 'crashed' },
      });
      expect(at.states(run)).toEqual({ a: 'unknown' });
      await expect(
        at.runner.answer({ runId: run, questionId: null, choice: 'done', value: null, reason: null, by }),
      ).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
      await at.runner.answer({
        runId: run,
        questionId: null,
        choice: 'done',
        value: null,
        reason: 'seen on the screen',
        by,
      });
      await at.runner.settled(run);
      expect(at.world.effects.get('a')).toBe(1);
      expect(at.store.stepRows(run)[0]).toMatchObject({
        state: 'succeeded',
        message: verbatim('seen on the screen'),
      });
    },
  );

  it('more than half of the hosts still there is the same site', async () => {
    const { run, at } = await die(
      [{ key: 'i' }, { key: 'a', dependsOn: [after('i')] }],
      { a: ['die-before'] },
      { recordIdentity: true },
    );
    at.world.identity = ['a', 'b', 'new'];
    await goOn(at, run);
    expect(at.store.runRow(run).state).toBe('succeeded');
    expect(at.store.loadRun(run).identity).toEqual({ site: ['a', 'b', 'new'] });
  });

  it('another site is never touched and cannot be confirmed', async () => {
    const { run, at } = await die(
      [{ key: 'i' }, { key: 'a', dependsOn: [after('i')] }],
      { a: ['die-before'] },
      { recordIdentity: true },
    );
    at.world.identity = ['x', 'y', 'z'];
    at.world.seen.length = 0;
    await goOn(at, run);
    expect(at.store.runRow(run).waiting).toMatchObject({
      reason: 'identity',
      choices: [{ id: 'recheck' }, { id: 'end' }],
    });
    expect(at.world.seen).toEqual([]);
    at.world.identity = ['a', 'b', 'c'];
    await goOn(at, run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('a site with half of its hosts left needs a reason', async () => {
    const { run, at } = await die(
      [{ key: 'i' }, { key: 'a', dependsOn: [after('i')] }],
      { a: ['die-before'] },
      { recordIdentity: true },
    );
    at.world.identity = ['a', 'y', 'z'];
    await goOn(at, run);
    await at.runner.answer({
      runId: run,
      questionId: null,
      choice: 'same-site',
      value: null,
      reason: 'two boards replaced',
      by,
    });
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('a definition that changed makes the run wait instead of guessing', async () => {
    const { run, at } = await die([{ key: 'a' }], { a: ['die-before'] });
    at.kill();
    const world = new ScriptedWorld();
    const later = await openRunner(at.directory, createScriptedEngine([{ key: 'other' }], world));
    await later.runner.retry({ runId: run, steps: null, edits: [], by });
    await later.runner.settled(run);
    expect(later.store.runRow(run).waiting).toMatchObject({ code: 'definition-changed' });
    expect(world.seen).toEqual([]);
  });
});
