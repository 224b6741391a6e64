import { describe, expect, it } from 'vitest';
import {
  by,
  createScriptedEngine,
  openRunner,
  ScriptedWorld,
  type ScriptedStep,
} from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { scene, type Scene } from './runner-scene.ts';

const begin = (at: Scene): Promise<string> =>
  at.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: true, by });

/** A run whose step `slow` stands in its work, and what else it has. */
async function standing(slow: Omit<ScriptedStep, 'key'>, turn: 'hang' | 'hang-after' = 'hang') {
  const world = new ScriptedWorld();
  world.scripts.set('slow', [turn]);
  const at = await scene([{ key: 'slow', ...slow }, { key: 'other' }], world);
  const run = await begin(at);
  await world.stuck.promise;
  await expect.poll(() => at.states(run)['other']).toBe('succeeded');
  return { ...at, run };
}

const cancel = async (at: Scene & { run: string }): Promise<void> => {
  await at.runner.cancel(at.run, by);
};
const outcomeOf = (at: Scene & { run: string }) =>
  at.store.attempts(at.run, 'slow').at(-1)?.evidence['onCancel'];

describe('the deadline of a step', () => {
  it('fails the attempt alone, with an error that names the step and its time', async () => {
    const at = await standing({ hasDeadline: true });
    at.world.hourPasses();
    await at.runner.settled(at.run);
    expect(at.states(at.run)).toEqual({ slow: 'failed', other: 'succeeded' });
    expect(at.store.stepRows(at.run)[0]?.error).toMatchObject({
      code: 'STEP_DEADLINE',
      category: 'timeout',
      data: { step: 'slow', deadlineMs: 3_600_000, unsure: 'unanswered' },
      message: { en: 'Step "Step slow" did not finish within 3600 s and was stopped.' },
    });
  });

  it('is looked behind before the change is sent again', async () => {
    const retry = {
      maximumAttempts: 2,
      initialIntervalMs: 1,
      backoffCoefficient: 1,
      maximumIntervalMs: 1,
      nonRetryableErrorCodes: [],
    };
    const at = await standing({ hasDeadline: true, retry }, 'hang-after');
    at.world.hourPasses();
    await at.runner.settled(at.run);
    expect(at.store.runRow(at.run).state).toBe('succeeded');
    expect(at.store.attempts(at.run, 'slow').map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
    expect(at.world.effects.get('slow')).toBe(1);
  });

  it('is no matter to a step that ends in time', async () => {
    const at = await scene([{ key: 'a', hasDeadline: true, onCancel: 'stops' }]);
    const run = await begin(at);
    await at.runner.settled(run);
    at.world.hourPasses();
    expect(at.store.runRow(run).state).toBe('succeeded');
    expect(at.world.askedToStop).toEqual([]);
  });

  it('asks what goes on elsewhere to stop, too', async () => {
    const at = await standing({ hasDeadline: true, onCancel: 'stops' });
    at.world.hourPasses();
    await at.runner.settled(at.run);
    expect(at.world.askedToStop).toEqual(['slow']);
    expect(at.store.stepRows(at.run)[0]?.error).toMatchObject({ code: 'STEP_DEADLINE' });
    expect(outcomeOf(at)).toMatchObject({ outcome: 'stopped' });
  });
});

describe('a cancel of work that goes on elsewhere', () => {
  it('asks it to stop and waits for its end, which is kept with the attempt', async () => {
    const at = await standing({ onCancel: 'stops' });
    await cancel(at);
    await at.runner.settled(at.run);
    expect(at.world.askedToStop).toEqual(['slow']);
    expect(at.states(at.run)).toEqual({ slow: 'canceled', other: 'succeeded' });
    expect(outcomeOf(at)).toMatchObject({ outcome: 'stopped' });
  });

  it('gives up at its own deadline, and says so', async () => {
    const at = await standing({ onCancel: 'goes-on' });
    await cancel(at);
    await expect.poll(() => at.world.askedToStop).toEqual(['slow']);
    expect(at.store.runRow(at.run).state).toBe('canceling');
    at.world.hourPasses();
    await at.runner.settled(at.run);
    expect(at.store.runRow(at.run).state).toBe('canceled');
    expect(outcomeOf(at)).toMatchObject({ outcome: 'gaveUp' });
    expect(at.store.attempts(at.run, 'slow')[0]?.error).toMatchObject({ data: { unsure: 'unanswered' } });
  });

  it('does not wait for what could not be asked', async () => {
    const at = await standing({ onCancel: 'unreachable' });
    await cancel(at);
    await at.runner.settled(at.run);
    expect(at.store.runRow(at.run).state).toBe('canceled');
    expect(outcomeOf(at)).toMatchObject({ outcome: 'notAsked', error: 'CONNECT_FAILED' });
  });

  it('counts what is done all the same as done', async () => {
    const world = new ScriptedWorld();
    const engine = createScriptedEngine([{ key: 'a', onCancel: 'goes-on' }], world);
    const going = Promise.withResolvers<void>();
    const finishing = {
      ...engine,
      plan: (...of: Parameters<typeof engine.plan>) =>
        engine.plan(...of).map((step) => ({
          ...step,
          async apply() {
            world.stuck.resolve(step.key);
            await going.promise;
            return { made: true };
          },
        })),
    };
    const { runner, store } = await openRunner(temporaryDirectory(), finishing);
    const run = await runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
    await world.stuck.promise;
    await runner.cancel(run, by);
    going.resolve();
    await runner.settled(run);
    expect(store.stepRows(run)).toMatchObject([{ state: 'succeeded', changed: true }]);
    expect(store.runRow(run).state).toBe('canceled');
  });

  it('asks nobody after a sleep: what became of it is looked for', async () => {
    const at = await standing({ onCancel: 'stops' });
    await at.runner.slept({ from: 0, until: 1_000 });
    await at.runner.settled(at.run);
    expect(at.world.askedToStop).toEqual([]);
    expect(at.store.runRow(at.run).state).toBe('succeeded');
  });
});
