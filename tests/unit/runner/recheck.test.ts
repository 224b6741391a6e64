import { describe, expect, it } from 'vitest';
import { by, type ScriptedStep } from '../../support/scripted-engine.ts';
import { after, scene, start } from './runner-scene.ts';

describe('looking again', () => {
  const { signal } = new AbortController();
  const steps: readonly ScriptedStep[] = [
    { key: 'change' },
    { key: 'look', dependsOn: [after('change')], repeatable: true },
    { key: 'report', dependsOn: [after('look', 'settled')] },
  ];

  it('does the step again and what depends on it, as the next attempt, and nothing else', async () => {
    const at = await scene(steps);
    const run = await start(at);
    expect(at.store.runRow(run).allows).toEqual(['recheck']);
    at.world.seen.length = 0;
    await at.runner.recheck(run, by, signal);
    await at.runner.settled(run);
    expect(at.store.runRow(run).state).toBe('succeeded');
    expect(at.world.seen).toEqual(['look', 'report']);
    expect(at.store.stepRows(run).map(({ attempts }) => attempts)).toEqual([1, 2, 2]);
    expect(at.store.interventions(run).map(({ kind }) => kind)).toEqual(['retry']);
  });

  it('touches nothing of an accepted run when another site answers', async () => {
    const at = await scene(steps);
    const run = await start(at, { recordIdentity: true });
    at.world.identity = ['x', 'y', 'z'];
    await expect(at.runner.recheck(run, by, signal)).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
    expect(at.store.runRow(run)).toMatchObject({ state: 'succeeded', waiting: null });
    expect(at.states(run)).toEqual({ change: 'succeeded', look: 'succeeded', report: 'succeeded' });
  });

  it('is refused while the run is at work, and for a run without such a step', async () => {
    const at = await scene(steps);
    at.world.scripts.set('report', ['ask']);
    const run = await start(at);
    await expect(at.runner.recheck(run, by, signal)).rejects.toMatchObject({ code: 'RUN_STATE' });
    const plain = await scene([{ key: 'a' }]);
    const other = await start(plain);
    expect(plain.store.runRow(other).allows).toEqual([]);
    await expect(plain.runner.recheck(other, by, signal)).rejects.toMatchObject({ code: 'RUN_STATE' });
  });
});
