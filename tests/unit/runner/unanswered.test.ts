import { describe, expect, it } from 'vitest';
import { by } from '../../support/scripted-engine.ts';
import type { ScriptedStep } from '../../support/scripted-engine.ts';
import { scene, start } from './runner-scene.ts';
import type { Scene } from './runner-scene.ts';

const patient: NonNullable<ScriptedStep['retry']> = {
  maximumAttempts: 3,
  initialInterval: 1,
  backoffCoefficient: 1,
  maximumInterval: 1,
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

describe('a change that was sent and not answered', () => {
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
    expect(at.store.runRow(at.run).waiting?.text.en).toContain('was sent and not answered');
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
});
