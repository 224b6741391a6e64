import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { createRevertEngine } from '../../../src-main/runner/revert.ts';
import { irreversible, takenOut } from '../../../src-main/runner/sentences.ts';
import type { RunChange } from '../../../src-main/runner/ports.ts';
import {
  by,
  createScriptedEngine,
  openRunner,
  ScriptedWorld,
  type ScriptedStep,
} from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after, confirm, scene, start } from './runner-scene.ts';

describe('taking a run back', () => {
  const steps: readonly ScriptedStep[] = [
    { key: 'switch', undoable: true },
    { key: 'network', undoable: true, dependsOn: [after('switch')] },
    { key: 'password', dependsOn: [after('switch')] },
    { key: 'there', undoable: true },
  ];
  it('is a run of its own that undoes what was changed and can be undone, the last first', async () => {
    const at = await scene(steps);
    at.world.effects.set('there', 1);
    const run = await start(at);
    const revert = await at.runner.revert(run, by);
    expect(at.store.runRow(revert)).toMatchObject({ state: 'waiting', revertsRunId: run, startedBy: by });
    expect(at.world.undone).toEqual([]);
    await confirm(at, revert);
    expect(at.states(revert)).toEqual({ 'undo:network': 'succeeded', 'undo:switch': 'succeeded' });
    expect(at.world.undone).toEqual(['network', 'switch']);
  });

  it('speaks of each step by its title', async () => {
    const at = await scene(steps);
    at.world.effects.set('there', 1);
    const revert = await at.runner.revert(await start(at), by);
    await confirm(at, revert);
    const said = at.store.stepRows(revert).map(({ message }) => message);
    expect(said).toEqual(
      ['network', 'switch'].map((key) => ({ zh: `撤销：Undo ${key}`, en: `Undo: Undo ${key}` })),
    );
  });

  it('leaves what cannot be taken back because of what was there before, and says so of the run itself', async () => {
    const at = await scene([
      { key: 'filled', undoable: true },
      { key: 'empty', undoable: true, final: true },
      { key: 'password' },
      { key: 'there', undoable: true, final: true },
    ]);
    at.world.effects.set('there', 1);
    const run = await start(at);
    expect(at.store.stepRows(run).map(({ key, undo }) => [key, undo])).toEqual([
      ['filled', 'possible'],
      ['empty', 'none'],
      ['password', 'none'],
      ['there', 'possible'],
    ]);
    const revert = await at.runner.revert(run, by);
    const { input } = at.store.loadRun(revert);
    const engine = createRevertEngine(createScriptedEngine([], at.world));
    await confirm(at, revert);
    expect(at.states(revert)).toEqual({ 'undo:filled': 'succeeded' });
    expect(at.world.undone).toEqual(['filled']);
    expect(engine.leftOut(engine.parseInput(input)).map(({ key }) => key)).toEqual([
      'filled',
      'empty',
      'password',
    ]);
  });

  it('names what it leaves with the reason, also for a run that was stored as wholly reversible', async () => {
    const world = new ScriptedWorld();
    const engine = createRevertEngine(
      createScriptedEngine(
        [
          { key: 'filled', undoable: true },
          { key: 'empty', undoable: true, final: true },
          { key: 'decided', undoable: true },
          { key: 'password' },
        ],
        world,
      ),
    );
    const changed = (key: string) => ({
      key,
      output: null,
      state: 'succeeded',
      changed: true,
      message: null,
    });
    const done = (key: string) => ({ intent: { make: key }, output: { by: key, attempt: 1 } });
    const input = engine.parseInput({
      revertsRunId: '0001',
      input: { target: 't' },
      steps: [
        { key: 'filled', ...done('filled') },
        { key: 'empty', ...done('empty') },
        { key: 'decided', intent: null, output: null },
        { key: 'gone', ...done('gone') },
      ],
      journal: [changed('filled'), changed('empty'), changed('password')],
    });
    expect(engine.plan(input, { outputs: new Map(), endings: new Map() }).map(({ key }) => key)).toEqual([
      'undo:filled',
    ]);
    expect(engine.leftOut(input)).toEqual([
      { key: 'empty', title: verbatim('Step empty'), because: verbatim('empty was empty before') },
      { key: 'decided', title: verbatim('Step decided'), because: irreversible.unknown },
      { key: 'gone', because: takenOut.done },
      { key: 'password', title: verbatim('Step password'), because: irreversible.kind },
    ]);
  });

  it('is refused where all that was changed cannot be taken back', async () => {
    const at = await scene([{ key: 'empty', undoable: true, final: true }]);
    await expect(at.runner.revert(await start(at), by)).rejects.toMatchObject({ code: 'RUN_STATE' });
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
    const revert = await at.runner.revert(await start(at), by);
    await confirm(at, revert);
    expect(at.states(revert)).toEqual({ 'undo:patch-b': 'succeeded', 'undo:patch-a': 'succeeded' });
    expect(at.world.undone).toEqual(['patch-b', 'patch-a']);
  });

  it('is refused where the plan has none of the changed steps any more', async () => {
    const at = await scene(steps);
    const run = await start(at);
    const input = JSON.stringify({ target: 't', without: ['network', 'switch', 'there'] });
    at.database.prepare('UPDATE run SET input = ? WHERE id = ?').run(input, run);
    await expect(at.runner.revert(run, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
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
    const run = await runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
    await runner.settled(run);
    const revert = await runner.revert(run, by);
    expect(written).toContain(`${run} succeeded`);
    expect(written.at(-1)).toBe(`${revert} waiting`);
  });

  it('touches nothing on another site', async () => {
    const at = await scene(steps);
    const run = await start(at, { recordIdentity: true });
    at.world.identity = ['x', 'y', 'z'];
    const revert = await at.runner.revert(run, by);
    await confirm(at, revert);
    expect(at.store.runRow(revert).waiting).toMatchObject({ reason: 'identity' });
    expect(at.world.undone).toEqual([]);
  });

  it('is refused for a run that has not ended, and for one that changed nothing', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b' }]);
    at.world.scripts.set('a', ['ask']);
    const run = await start(at);
    await expect(at.runner.revert(run, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
    await at.runner.cancel(run, by);
    await expect(at.runner.revert(run, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
  });
});
