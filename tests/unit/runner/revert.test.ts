import { describe, expect, it } from 'vitest';
import type { RunChange } from '../../../src-main/runner/ports.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import type { ScriptedStep } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after, scene, start } from './runner-scene.ts';
import type { Scene } from './runner-scene.ts';

describe('taking a run back', () => {
  const steps: readonly ScriptedStep[] = [
    { key: 'switch', undoable: true },
    { key: 'network', undoable: true, dependsOn: [after('switch')] },
    { key: 'password', dependsOn: [after('switch')] },
    { key: 'there', undoable: true },
  ];
  const confirm = async (at: Scene, run: string): Promise<void> => {
    await at.runner.answer({
      runId: run,
      questionId: null,
      choice: 'confirm',
      value: null,
      reason: null,
      by,
    });
    await at.runner.settled(run);
  };

  it('is a run of its own that undoes what was changed and can be undone, the last first', async () => {
    const at = await scene(steps);
    at.world.effects.set('there', 1);
    const run = await start(at);
    const revert = await at.runner.revert(run);
    expect(at.store.runRow(revert)).toMatchObject({ state: 'waiting', revertsRunId: run });
    expect(at.world.undone).toEqual([]);
    await confirm(at, revert);
    expect(at.states(revert)).toEqual({ 'undo:network': 'succeeded', 'undo:switch': 'succeeded' });
    expect(at.world.undone).toEqual(['network', 'switch']);
  });

  it('undoes what an expanding step added, too', async () => {
    const at = await scene([
      {
        key: 'scan',
        adds: [
          { key: 'patch-a', undoable: true },
          { key: 'patch-b', undoable: true },
        ],
      },
    ]);
    const revert = await at.runner.revert(await start(at));
    await confirm(at, revert);
    expect(at.states(revert)).toEqual({ 'undo:patch-b': 'succeeded', 'undo:patch-a': 'succeeded' });
    expect(at.world.undone).toEqual(['patch-b', 'patch-a']);
  });

  it('is refused where the plan has none of the changed steps any more', async () => {
    const at = await scene(steps);
    const run = await start(at);
    const input = JSON.stringify({ target: 't', without: ['network', 'switch', 'there'] });
    at.database.prepare('UPDATE run SET input = ? WHERE id = ?').run(input, run);
    await expect(at.runner.revert(run)).rejects.toMatchObject({ code: 'RUN_STATE' });
  });

  it("writes the engine's own rows as its runs do", async () => {
    const world = new ScriptedWorld();
    const written: string[] = [];
    const engine = {
      ...createScriptedEngine(steps, world),
      project: (_tx: unknown, _input: unknown, { runId, after }: RunChange) =>
        void written.push(`${runId} ${after.state}`),
    };
    const { runner } = await openRunner(temporaryDirectory(), engine);
    const run = await runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true });
    await runner.settled(run);
    const revert = await runner.revert(run);
    expect(written).toContain(`${run} succeeded`);
    expect(written.at(-1)).toBe(`${revert} waiting`);
  });

  it('touches nothing on another site', async () => {
    const at = await scene(steps);
    const run = await start(at, { recordIdentity: true });
    at.world.identity = ['x', 'y', 'z'];
    const revert = await at.runner.revert(run);
    await confirm(at, revert);
    expect(at.store.runRow(revert).waiting).toMatchObject({ reason: 'identity' });
    expect(at.world.undone).toEqual([]);
  });

  it('is refused for a run that has not ended, and for one that changed nothing', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b' }]);
    at.world.scripts.set('a', ['ask']);
    const run = await start(at);
    await expect(at.runner.revert(run)).rejects.toMatchObject({ code: 'RUN_STATE' });
    await at.runner.cancel(run, by);
    await expect(at.runner.revert(run)).rejects.toMatchObject({ code: 'RUN_STATE' });
  });
});
