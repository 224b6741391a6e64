import { describe, expect, it } from 'vitest';
import { by, type ScriptedStep } from '../../support/scripted-engine.ts';
import { scene, start, startStuck, type Scene } from './runner-scene.ts';

const patient: NonNullable<ScriptedStep['retry']> = {
  maximumAttempts: 3,
  initialIntervalMs: 1,
  backoffCoefficient: 1,
  maximumIntervalMs: 1,
  nonRetryableErrorCodes: [],
};

async function begun(step: Omit<ScriptedStep, 'key'>): Promise<Scene & { readonly run: string }> {
  const at = await scene([{ key: 'create', retry: patient, ...step }]);
  at.world.scripts.set('create', ['unanswered']);
  return { ...at, run: await start(at) };
}

const answer = async ({ runner, run }: Scene & { readonly run: string }, choice: string): Promise<void> => {
  await runner.answer({ runId: run, questionId: null, choice, value: null, reason: 'looked at it', by });
  await runner.settled(run);
};

describe('a change that was sent but got no response', () => {
  it('is looked for before it is sent again', async () => {
    const at = await begun({});
    expect(at.states(at.run)).toEqual({ create: 'succeeded' });
    expect(at.world.effects.get('create')).toBe(1);
    expect(at.store.stepRows(at.run)).toMatchObject([{ changed: true, attempts: 2 }]);
  });

  it('is never sent again unasked where nobody can look for it', async () => {
    const at = await begun({ unreadable: true });
    expect(at.store.runRow(at.run)).toMatchObject({
      state: 'waiting',
      waiting: { reason: 'ask', code: 'crashed' },
    });
    expect(at.store.runRow(at.run).waiting?.text.en).toContain('was sent but got no response');
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('counts as done when a person has seen that it took effect', async () => {
    const at = await begun({ unreadable: true });
    await answer(at, 'done');
    expect(at.states(at.run)).toEqual({ create: 'succeeded' });
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('is sent again when a person says so', async () => {
    const at = await begun({ unreadable: true });
    await answer(at, 'redo');
    expect(at.states(at.run)).toEqual({ create: 'succeeded' });
    expect(at.world.effects.get('create')).toBe(2);
  });

  it('asks as well when a person retries the step after its attempts are used up', async () => {
    const at = await begun({ unreadable: true, retry: { ...patient, maximumAttempts: 1 } });
    expect(at.states(at.run)).toEqual({ create: 'failed' });
    await at.runner.retry({ runId: at.run, steps: null, edits: [], by });
    await at.runner.settled(at.run);
    expect(at.store.runRow(at.run).waiting?.code).toBe('crashed');
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('that may be made again without harm is made again', async () => {
    const at = await begun({ unreadable: true, onCrash: 'redo' });
    expect(at.states(at.run)).toEqual({ create: 'succeeded' });
    expect(at.world.effects.get('create')).toBe(2);
  });

  it('is looked for also where it may be made again', async () => {
    const at = await begun({ onCrash: 'redo' });
    expect(at.store.stepRows(at.run)).toMatchObject([{ state: 'succeeded', changed: true, attempts: 2 }]);
    expect(at.world.effects.get('create')).toBe(1);
  });

  const once = { ...patient, maximumAttempts: 1 };

  it.each(['redo', 'probe'] as const)(
    'is looked for once more after the last attempt (%s)',
    async (onCrash) => {
      const at = await begun({ onCrash, retry: once });
      expect(at.store.stepRows(at.run)).toMatchObject([{ state: 'succeeded', changed: true, attempts: 1 }]);
      expect(at.world.effects.get('create')).toBe(1);
    },
  );

  it.each<readonly [string, Omit<ScriptedStep, 'key'>]>([
    ['cannot be read', { unreadable: true, onCrash: 'redo' }],
    ['may only be told by a person', { onCrash: 'ask' }],
    ['was waited for long enough', { retry: { ...once, nonRetryableErrorCodes: ['READ_TIMEOUT'] } }],
  ])('fails after the last attempt where it %s', async (_why, step) => {
    const at = await begun({ retry: once, ...step });
    expect(at.states(at.run)).toEqual({ create: 'failed' });
  });

  it('fails after the last attempt where the look fails too', async () => {
    const at = await scene([{ key: 'create', retry: once }]);
    at.world.scripts.set('create', ['unanswered']);
    at.world.beforeEffect = () => void at.world.blind.set('create', 1);
    const run = await start(at);
    expect(at.store.stepRows(run)).toMatchObject([{ state: 'failed', error: { code: 'READ_TIMEOUT' } }]);
    expect(at.world.seen).toEqual(['create', 'create']);
  });

  it('is still not known after an attempt that could not look', async () => {
    const at = await scene([{ key: 'create', retry: patient, unreadable: true }]);
    at.world.scripts.set('create', ['unanswered']);
    at.world.beforeEffect = () => void at.world.blind.set('create', 1);
    const run = await start(at);
    expect(at.world.seen).toEqual(['create', 'create', 'create']);
    expect(at.store.runRow(run).waiting?.code).toBe('crashed');
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('is still not known when it was canceled on its way', async () => {
    const at = await scene([{ key: 'create', unreadable: true }]);
    const run = await startStuck(at, { create: 'hang-after' });
    await at.runner.cancel(run, by);
    await at.runner.settled(run);
    expect(at.states(run)).toEqual({ create: 'canceled' });
    expect(at.store.attempts(run)).toMatchObject([
      { outcome: 'canceled', error: { code: 'CANCELED', data: { unsure: 'unanswered' } } },
    ]);
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
    expect(at.store.runRow(run).waiting?.code).toBe('crashed');
    expect(at.world.effects.get('create')).toBe(1);
  });
});

describe('a change that was accepted and could not be looked at', () => {
  async function accepted(step: Omit<ScriptedStep, 'key'>): Promise<Scene & { readonly run: string }> {
    const at = await scene([{ key: 'create', retry: patient, ...step }]);
    at.world.scripts.set('create', ['unconfirmed']);
    return { ...at, run: await start(at) };
  }

  it('is the own change of the run when it is found', async () => {
    const at = await accepted({});
    expect(at.store.stepRows(at.run)).toMatchObject([{ state: 'succeeded', changed: true, attempts: 2 }]);
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('is looked for once more after the last attempt, unless the look has said no', async () => {
    const retry = { ...patient, maximumAttempts: 1 };
    const at = await accepted({ retry });
    expect(at.store.stepRows(at.run)).toMatchObject([{ state: 'succeeded', changed: true, attempts: 1 }]);
    const other = await scene([{ key: 'create', retry }]);
    other.world.scripts.set('create', ['unverified']);
    expect(other.states(await start(other))).toEqual({ create: 'failed' });
    expect(other.world.seen).toEqual(['create']);
  });

  it('is never sent again unasked where nobody can look for it', async () => {
    const at = await accepted({ unreadable: true });
    expect(at.store.runRow(at.run).waiting?.text.en).toContain('The system accepted "Step create"');
    await answer(at, 'done');
    expect(at.states(at.run)).toEqual({ create: 'succeeded' });
    expect(at.world.effects.get('create')).toBe(1);
  });

  it('is looked for also where it may be made again', async () => {
    const at = await accepted({ onCrash: 'redo' });
    expect(at.store.stepRows(at.run)).toMatchObject([{ state: 'succeeded', changed: true }]);
    expect(at.world.effects.get('create')).toBe(1);
  });
});
