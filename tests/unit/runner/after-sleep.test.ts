import { describe, expect, it } from 'vitest';
import { sleepFactsOf } from '../../../src-main/contract/after-sleep.ts';
import { AppError } from '../../../src-main/contract/errors.ts';
import type { Question } from '../../../src-main/contract/run.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import type { SleepSight } from '../../../src-main/runner/definition.ts';
import { by, ScriptedWorld, type ScriptedStep } from '../../support/scripted-engine.ts';
import { after, scene, startStuck, type Scene } from './runner-scene.ts';

const lid = { from: 1_000_000, until: 1_000_000 + 23 * 60_000 };
const pause = { from: 1_000_000, until: 1_000_000 + 40_000 };

const steps: readonly ScriptedStep[] = [
  { key: 'first' },
  { key: 'second', dependsOn: [after('first')] },
  { key: 'third', dependsOn: [after('second')] },
];

/** A run whose second step is under way. */
async function underWay(definitions = steps, input: object = {}): Promise<{ of: Scene; run: string }> {
  const of = await scene(definitions);
  const run = await startStuck(of, { second: 'hang' }, { recordIdentity: true, ...input });
  return { of, run };
}

const questionOf = (of: Scene, run: string): Question | null => of.runner.model(run).questions[0] ?? null;
const looksOf = (of: Scene, run: string) =>
  sleepFactsOf(questionOf(of, run))?.looks.map(({ key, state }) => `${key} ${state}`);

/** Whatever follows without input or output; what is handed in to be written is not written before the next turn. */
async function theRestOfThisTurn(): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    await Promise.resolve();
  }
}

async function sleepThrough(of: Scene, run: string, sleep = lid): Promise<void> {
  await of.runner.slept(sleep);
  await of.runner.settled(run);
}

const answer = async (of: Scene, run: string, choice: string): Promise<void> => {
  await of.runner.answer({ runId: run, questionId: null, choice, value: null, reason: 'seen', by });
  await of.runner.settled(run);
};

const differs: SleepSight = { verdict: 'differs', found: verbatim('the cable is out'), facts: { port: 3 } };

describe('a run whose machine slept', () => {
  it('leaves what was under way unknown, looks around in order, and waits to be told to go on', async () => {
    const { of, run } = await underWay();
    await sleepThrough(of, run);
    expect(of.states(run)).toEqual({ first: 'succeeded', second: 'unknown', third: 'pending' });
    expect(of.runner.model(run).state).toBe('waiting');
    expect(looksOf(of, run)).toEqual(['node agrees', 'session agrees']);
    expect(sleepFactsOf(questionOf(of, run))).toMatchObject({
      slept: lid,
      during: [{ step: 'second', then: 'probe' }],
    });
    expect(questionOf(of, run)?.text.zh).toContain('休眠了 23 分钟，核对一致');
    expect(of.store.attempts(run, 'second').map(({ outcome }) => outcome)).toEqual(['interrupted']);
    await answer(of, run, 'continue');
    expect(of.runner.model(run).state).toBe('succeeded');
    expect(of.world.effects.get('second')).toBe(1);
  });

  it('goes on by itself after a mere pause, when all agrees', async () => {
    const { of, run } = await underWay();
    await sleepThrough(of, run, pause);
    expect(of.runner.model(run).state).toBe('succeeded');
    expect([...of.world.effects.values()]).toEqual([1, 1, 1]);
  });

  it('stops at the first thing that differs, says what it is, and looks again when asked', async () => {
    const { of, run } = await underWay();
    of.world.sights.set('node', async () => differs);
    await sleepThrough(of, run, pause);
    expect(looksOf(of, run)).toEqual(['node differs', 'session pending']);
    expect(questionOf(of, run)?.text.en).toContain('stopped at "node": the cable is out');
    expect(questionOf(of, run)?.facts).toMatchObject({ port: 3 });
    expect(questionOf(of, run)?.choices.map(({ id }) => id)).toEqual(['recheck', 'end']);
    await expect(answer(of, run, 'continue')).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
    await answer(of, run, 'recheck');
    expect(looksOf(of, run)).toEqual(['node differs', 'session pending']);
    of.world.sights.delete('node');
    await answer(of, run, 'recheck');
    expect(of.runner.model(run).state).toBe('succeeded');
  });

  it('tells what a look threw as a difference', async () => {
    const { of, run } = await underWay();
    of.world.sights.set('session', async () => {
      throw new AppError('LOGIN_REFUSED', verbatim('the login was refused'));
    });
    await sleepThrough(of, run);
    expect(looksOf(of, run)).toEqual(['node agrees', 'session differs']);
    expect(questionOf(of, run)?.facts).toMatchObject({ error: 'LOGIN_REFUSED' });
  });

  it('shows another site beside the recorded one; one that may be the same is confirmed with a reason', async () => {
    const { of, run } = await underWay();
    of.world.identity = ['x', 'y', 'z'];
    await sleepThrough(of, run);
    expect(questionOf(of, run)?.facts).toMatchObject({ recorded: ['a', 'b', 'c'], seen: ['x', 'y', 'z'] });
    expect(questionOf(of, run)?.choices.map(({ id }) => id)).toEqual(['recheck', 'end']);
    of.world.identity = ['a', 'y', 'z'];
    await answer(of, run, 'recheck');
    expect(questionOf(of, run)?.choices.map(({ id }) => id)).toEqual(['recheck', 'same-site', 'end']);
    await answer(of, run, 'same-site');
    expect(looksOf(of, run)).toEqual(['node agrees', 'session agrees']);
    await answer(of, run, 'continue');
    expect(of.runner.model(run).state).toBe('succeeded');
  });

  it('is ended there by a person', async () => {
    const { of, run } = await underWay();
    of.world.sights.set('node', async () => differs);
    await sleepThrough(of, run);
    await answer(of, run, 'end');
    expect(of.runner.model(run).state).toBe('canceled');
    expect(of.runner.model(run).questions).toEqual([]);
  });

  it('asks what cannot be looked up, once it goes on', async () => {
    const unreadable = steps.map((step) => ({ ...step, unreadable: step.key === 'second' }));
    const { of, run } = await underWay(unreadable);
    await sleepThrough(of, run);
    await answer(of, run, 'continue');
    expect(questionOf(of, run)).toMatchObject({ step: 'second', code: 'crashed' });
  });

  it('that sleeps again while it looks, looks again, from the first sleep on', async () => {
    const { of, run } = await underWay();
    const reached = Promise.withResolvers<void>();
    of.world.sights.set('session', ({ signal }) => {
      reached.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));
    });
    await of.runner.slept(pause);
    await reached.promise;
    of.world.sights.clear();
    await sleepThrough(of, run, { from: lid.until - 1, until: lid.until });
    expect(sleepFactsOf(questionOf(of, run))).toMatchObject({
      slept: { from: pause.from, until: lid.until },
      during: [{ step: 'second' }],
    });
    expect(looksOf(of, run)).toEqual(['node agrees', 'session agrees']);
  });

  it('canceled while it looks is canceled, and nothing more is shown', async () => {
    const { of, run } = await underWay();
    const reached = Promise.withResolvers<void>();
    of.world.sights.set('node', ({ signal }) => {
      reached.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));
    });
    await of.runner.slept(lid);
    await reached.promise;
    await of.runner.cancel(run, by);
    await of.runner.settled(run);
    expect(of.runner.model(run).state).toBe('canceled');
  });

  it('canceled in the turn in which a look has seen enough is canceled too', async () => {
    const { of, run } = await underWay();
    const canceled = Promise.withResolvers<void>();
    of.world.sights.set('node', async () => {
      of.runner.cancel(run, by).then(canceled.resolve, canceled.reject);
      await theRestOfThisTurn();
      return { verdict: 'agrees', found: verbatim('it is there') };
    });
    await sleepThrough(of, run);
    await canceled.promise;
    expect(of.runner.model(run)).toMatchObject({ state: 'canceled', questions: [] });
  });

  it('keeps what had come to its end before the abort reached it', async () => {
    const { of, run } = await underWay([{ key: 'first' }, { key: 'second', dependsOn: [after('first')] }]);
    // Its end is on the way to the disk when the machine wakes.
    of.world.sights.set('node', async ({ interrupted }) => ({
      verdict: 'agrees',
      found: verbatim(interrupted.map(({ key }) => key).join()),
    }));
    await sleepThrough(of, run);
    expect(sleepFactsOf(questionOf(of, run))?.looks[0]?.found?.en).toBe('second');
  });

  it('is found waiting by the next process, and looks again there', async () => {
    const { of, run } = await underWay();
    of.world.sights.set('node', async () => differs);
    await sleepThrough(of, run);
    of.kill();
    of.world.sights.clear();
    const next = await scene(steps, of.world, of.directory);
    expect(looksOf(next, run)).toEqual(['node differs', 'session pending']);
    await answer(next, run, 'recheck');
    expect(looksOf(next, run)).toEqual(['node agrees', 'session agrees']);
    await answer(next, run, 'continue');
    expect(next.runner.model(run).state).toBe('succeeded');
  });
});

it('a run whose last step ends in the turn in which its machine wakes has ended', async () => {
  const { of, run } = await underWay(steps.slice(0, 2));
  of.world.stops.get('second')?.();
  await theRestOfThisTurn();
  expect(of.runner.model(run).state, 'its end is not written yet').toBe('running');
  await sleepThrough(of, run);
  expect(of.runner.model(run)).toMatchObject({ state: 'failed', questions: [] });
  expect(of.store.loadRun(run).model.state).toBe('failed');
});

it('a run that waits, or has ended, sleeps undisturbed', async () => {
  const of = await scene([{ key: 'only' }], new ScriptedWorld());
  of.world.scripts.set('only', ['ask']);
  const run = await of.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: true, by });
  await of.runner.settled(run);
  await of.runner.slept(lid);
  expect(questionOf(of, run)?.code).toBe('color');
});
