import { describe, expect, it } from 'vitest';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { confirm } from './runner-scene.ts';

/** Three sites in one run, as they answer now. */
async function threeSites(seen: Readonly<Record<string, readonly string[]>>) {
  const engine = {
    ...createScriptedEngine([{ key: 'a' }], new ScriptedWorld()),
    targets: () => ['prod', 'dr', 'edge'],
    readIdentity: (_world: ScriptedWorld, target: string) => Promise.resolve(seen[target] ?? null),
  };
  const { runner, store } = await openRunner(temporaryDirectory(), engine);
  const run = await runner.start({ kind: 'scripted', input: { target: 'all' }, confirmed: false, by });
  const recorded = { prod: ['uid-prod'], dr: ['uid-dr'], edge: ['uid-edge'] };
  await store.write((tx) => tx.saveIdentity(run, recorded));
  await confirm({ runner }, run);
  return store.runRow(run);
}

describe('the identity of a run with several targets', () => {
  it('is compared target by target: one swapped site of three stops the run, and is named', async () => {
    const run = await threeSites({ prod: ['uid-prod'], dr: ['uid-OTHER'], edge: ['uid-edge'] });
    expect(run).toMatchObject({
      state: 'waiting',
      waiting: { reason: 'identity', facts: { target: 'dr', recorded: ['uid-dr'], seen: ['uid-OTHER'] } },
    });
  });

  it('stops the run where one of them cannot be read', async () => {
    const run = await threeSites({ prod: ['uid-prod'], edge: ['uid-edge'] });
    expect(run.waiting).toMatchObject({ reason: 'identity', code: 'identity-unreadable' });
  });

  it('lets the run go on where each is the one that was recorded', async () => {
    const run = await threeSites({ prod: ['uid-prod'], dr: ['uid-dr'], edge: ['uid-edge'] });
    expect(run.state).toBe('succeeded');
    expect(run.identity).toEqual(['uid-prod', 'uid-dr', 'uid-edge']);
  });

  it('is never recorded without saying of which', async () => {
    const world = new ScriptedWorld();
    const engine = {
      ...createScriptedEngine([{ key: 'a' }], world),
      targets: () => ['prod', 'dr'],
    };
    const { runner, store } = await openRunner(temporaryDirectory(), engine);
    const input = { target: 'all', recordIdentity: true };
    const run = await runner.start({ kind: 'scripted', input, confirmed: true, by });
    await runner.settled(run);
    expect(store.stepRows(run)[0]?.error).toMatchObject({ code: 'INTERNAL' });
  });
});
