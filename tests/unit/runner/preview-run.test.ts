import { describe, expect, it } from 'vitest';
import { by, otherSite } from '../../support/scripted-engine.ts';
import { after, confirm, scene, start, startStuck, type Scene } from './runner-scene.ts';

const look = ({ runner }: Scene, run: string) =>
  runner.preview({ run }, { mayLogIn: false, signal: new AbortController().signal });
const verdicts = async (at: Scene, run: string) =>
  (await look(at, run)).steps.map(({ key, verdict }) => `${key}: ${verdict}`);

describe('the preview of a run that exists', () => {
  it('shows a run that waits to be confirmed as it would find the site, and leaves it waiting', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b' }]);
    at.world.effects.set('b', 1);
    const run = await at.runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: false, by });
    expect(await verdicts(at, run)).toEqual(['a: todo', 'b: done']);
    expect(at.store.runRow(run)).toMatchObject({ state: 'waiting', waiting: { reason: 'confirm' } });
    expect(at.world.effects.has('a')).toBe(false);
    await confirm(at, run);
    expect(at.store.runRow(run).state).toBe('succeeded');
  });

  it('shows what a revert would undo, and what it leaves with the reason', async () => {
    const at = await scene([{ key: 'network', undoable: true }, { key: 'password' }]);
    const revert = await at.runner.revert(await start(at), by);
    const { steps, leftOut } = await look(at, revert);
    expect(steps).toMatchObject([
      { key: 'undo:network', verdict: 'todo', change: { en: 'Undo: Undo network' } },
    ]);
    expect(leftOut).toMatchObject([{ key: 'password' }]);
    expect(at.world.undone).toEqual([]);
  });

  it('tells what the run has settled from its journal, without looking again', async () => {
    const at = await scene([
      { key: 'made', unreadable: true },
      { key: 'fails', dependsOn: [after('made')] },
      { key: 'skipped', dependsOn: [after('fails')] },
      { key: 'next', dependsOn: [after('fails', 'settled')] },
    ]);
    at.world.scripts.set('fails', ['fail']);
    const run = await start(at);
    at.world.seen.splice(0);
    const { steps, leftOut } = await look(at, run);
    expect(steps.map(({ key, verdict, found }) => [key, verdict, found?.en])).toEqual([
      ['made', 'done', 'will do made'],
      ['fails', 'todo', undefined],
      ['next', 'done', 'will do next'],
    ]);
    expect(leftOut).toMatchObject([
      { key: 'skipped', because: { en: expect.stringContaining('Step fails') as string } },
    ]);
    expect(at.world.seen).toEqual(['fails']);
  });

  it('shows the steps that were added while it worked', async () => {
    const at = await scene([{ key: 'scan', adds: [{ key: 'patch' }] }]);
    at.world.scripts.set('patch', ['fail']);
    expect(await verdicts(at, await start(at))).toEqual(['scan: done', 'patch: todo']);
  });

  it('is refused while the run is at work, and at another site', async () => {
    const at = await scene([{ key: 'a' }]);
    const run = await startStuck(at, { a: 'hang' }, { target: 't', recordIdentity: true });
    await expect(look(at, run)).rejects.toMatchObject({ code: 'RUN_STATE' });
    await at.runner.cancel(run, by);
    await at.runner.settled(run);
    expect(await verdicts(at, run)).toEqual(['a: todo']);
    at.world.identity = otherSite;
    await expect(look(at, run)).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
    expect(at.store.loadRun(run).identity).toEqual({ t: ['a', 'b', 'c'] });
  });
});
