import { describe, expect, it } from 'vitest';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { after, scene, type Scene } from './runner-scene.ts';

/** Starts a run on the target and returns its id without waiting for its end. */
const begin = (at: Scene, target = 'site'): Promise<string> =>
  at.runner.start({ kind: 'scripted', input: { target }, confirmed: true, by });

const patchAndFollow = (count: number) =>
  Array.from({ length: count }, (_each, index) => [
    { key: `patch-${index}` },
    { key: `follow-${index}`, watches: true, dependsOn: [after(`patch-${index}`)] },
  ]).flat();

describe('a step that only watches', () => {
  it('takes no place among those that act: a hundred are patched while a hundred are followed', async () => {
    const world = new ScriptedWorld();
    for (let index = 0; index < 100; index += 1) {
      world.scripts.set(`follow-${index}`, ['hang']);
    }
    const at = await scene(patchAndFollow(100), world);
    const run = await begin(at);
    const inState = (start: string, state: string): number =>
      Object.entries(at.states(run)).filter(([key, now]) => key.startsWith(start) && now === state).length;
    await expect.poll(() => inState('follow', 'running')).toBe(100);
    expect(inState('patch', 'succeeded')).toBe(100);
    await at.runner.cancel(run, by);
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('canceled');
  });

  it('holds no target once nothing else is left; what acts again takes it again', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('follow-0', ['hang']);
    const at = await scene(patchAndFollow(1), world);
    const first = await begin(at);
    await expect.poll(() => at.states(first)['follow-0']).toBe('running');
    const second = await begin(at);
    await at.runner.settled(second);
    expect(at.store.runRow(second).state).toBe('succeeded');
    await at.runner.cancel(first, by);
    await at.runner.settled(first);
  });

  it('is gone on with unasked by the next process where nothing else is left to do', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('follow-0', ['hang']);
    const at = await scene(patchAndFollow(1), world);
    const run = await begin(at);
    await expect.poll(() => at.states(run)['follow-0']).toBe('running');
    at.kill();

    const next = new ScriptedWorld();
    next.effects.set('patch-0', 1);
    const later = await openRunner(at.directory, createScriptedEngine(patchAndFollow(1), next));
    await later.runner.settled(run);
    expect(later.store.runRow(run)).toMatchObject({ state: 'succeeded', waiting: null });
    expect(next.seen).toEqual(['follow-0']);
    expect(later.store.attempts(run, 'follow-0')).toHaveLength(2);
  });

  it('waits for a person with the others where something that acts is left', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('follow-0', ['hang']);
    const steps = [...patchAndFollow(1), { key: 'clean', dependsOn: [after('follow-0')] }];
    const at = await scene(steps, world);
    const run = await begin(at);
    await expect.poll(() => at.states(run)['follow-0']).toBe('running');
    at.kill();

    const later = await openRunner(at.directory, createScriptedEngine(steps, new ScriptedWorld()));
    expect(later.store.runRow(run).waiting).toMatchObject({ reason: 'interrupted' });
    expect(Object.fromEntries(later.store.stepRows(run).map(({ key, state }) => [key, state]))).toEqual({
      'patch-0': 'succeeded',
      'follow-0': 'pending',
      clean: 'pending',
    });
  });
});
