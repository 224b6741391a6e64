import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../../../src-main/adapters/sqlite/migrate.ts';
import { migrations } from '../../../src-main/adapters/sqlite/migrations/in-order.ts';
import { runWord } from '../../../src-main/contract/state-words.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { confirm, scene, start, type Scene } from './runner-scene.ts';

const undoneSteps = (at: Scene, run: string): Record<string, string | undefined> =>
  Object.fromEntries(at.store.stepRows(run).map(({ key, undoneBy }) => [key, undoneBy]));

it('a run whose changes another run has undone says so, in its row, its steps and the feed', async () => {
  const at = await scene([
    { key: 'a', undoable: true },
    { key: 'b', undoable: true },
  ]);
  const run = await start(at);
  expect(at.store.runRow(run).undone).toBeUndefined();
  const revert = await at.runner.revert(run, by);
  const before = at.store.facts().revision;
  expect(at.store.runRow(run).undone).toBeUndefined();
  await confirm(at, revert);
  expect(at.store.runRow(run)).toMatchObject({ state: 'succeeded', undone: { by: [revert], isWhole: true } });
  expect(undoneSteps(at, run)).toEqual({ a: revert, b: revert });
  expect(runWord(at.store.runRow(run))).toEqual({ zh: `已被 ${revert} 撤销`, en: `Undone by ${revert}` });
  const told = at.store.changedRuns(before, 100).rows;
  expect(told.find(({ id }) => id === run)?.row).toMatchObject({ undone: { by: [revert] } });
  const own = at.store.changedRun(run, before, 100).rows.filter(({ collection }) => collection === 'step');
  expect(own).toHaveLength(2);
});

it('it is partly undone while an undo has not succeeded or a change cannot be undone', async () => {
  const at = await scene([
    { key: 'slow', undoable: true, undoLooks: true },
    { key: 'fast', undoable: true, undoLooks: true },
  ]);
  const run = await start(at);
  at.world.scripts.set('undo:slow', ['unverified']);
  const revert = await at.runner.revert(run, by);
  await confirm(at, revert);
  expect(at.store.runRow(run).undone).toEqual({ by: [revert], isWhole: false });
  expect(undoneSteps(at, run)).toEqual({ slow: undefined, fast: revert });
  expect(runWord(at.store.runRow(run)).en).toBe(`Undone by ${revert} (partly)`);
  await at.runner.retry({ runId: revert, steps: null, edits: [], by });
  await at.runner.settled(revert);
  expect(at.store.runRow(run).undone).toEqual({ by: [revert], isWhole: true });

  const final = await scene([{ key: 'a', undoable: true }, { key: 'password' }]);
  const other = await start(final);
  await confirm(final, await final.runner.revert(other, by));
  expect(final.store.runRow(other).undone).toMatchObject({ isWhole: false });
});

it('what was undone is not undone again', async () => {
  const at = await scene([
    { key: 'slow', undoable: true, undoLooks: true },
    { key: 'fast', undoable: true, undoLooks: true },
  ]);
  const run = await start(at);
  at.world.scripts.set('undo:slow', ['unverified']);
  await confirm(at, await at.runner.revert(run, by));
  const rest = await at.runner.revert(run, by);
  expect(at.store.stepRows(rest).map(({ key }) => key)).toEqual(['undo:slow']);
  await confirm(at, rest);
  await expect(at.runner.revert(run, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
});

it('what was left open is undone only when its own undo has succeeded', async () => {
  const world = new ScriptedWorld();
  world.scripts.set('open', ['hang-after']);
  const at = await scene(
    [
      { key: 'a', undoable: true },
      { key: 'open', undoable: true, undoLooks: true },
    ],
    world,
  );
  const run = await at.runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
  await expect.poll(() => world.stops.size).toBe(1);
  await at.runner.cancel(run, by);
  await at.runner.settled(run);
  world.scripts.set('undo:open', ['unverified']);
  const revert = await at.runner.revert(run, by);
  await confirm(at, revert);
  expect(at.store.runRow(run).undone).toMatchObject({ isWhole: false });
});

it('a step that is done again is undone no more, and a run that undid it may be deleted', async () => {
  const at = await scene([
    { key: 'a', undoable: true },
    { key: 'weak', onFailure: 'warn' },
  ]);
  at.world.scripts.set('weak', ['fail']);
  const run = await start(at);
  const revert = await at.runner.revert(run, by);
  await confirm(at, revert);
  expect(at.store.runRow(run).undone).toEqual({ by: [revert], isWhole: true });
  await at.store.write((tx) => tx.removeRun(revert));
  await at.runner.retry({ runId: run, steps: ['weak'], edits: [], by });
  await at.runner.settled(run);
  // What was redone was not undone; the rest still is, although the run that did it is gone.
  expect(at.store.runRow(run).undone).toEqual({ by: [revert], isWhole: false });
});

it('an engine with a way back of its own names what it undoes', async () => {
  const world = new ScriptedWorld();
  const engine = createScriptedEngine([{ key: 'a', undoable: true }], world);
  const [template] = engine.plan({ target: 't' }, { outputs: new Map(), endings: new Map() });
  if (template === undefined) {
    throw new Error('The engine plans a step.');
  }
  const at = await openRunner(temporaryDirectory(), {
    ...engine,
    revertPlan: ({ made }) => [{ ...template, key: 'all-back', undoes: made.map(({ key }) => key) }],
  });
  const run = await at.runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
  await at.runner.settled(run);
  const revert = await at.runner.revert(run, by);
  await confirm(at, revert);
  expect(at.store.runRow(run).undone).toEqual({ by: [revert], isWhole: true });
});

it('a home of before learns what was undone in it', async () => {
  const database = new Database(':memory:');
  migrate(
    database,
    migrations.filter(({ version }) => version < 150),
  );
  const addRun = (id: string, reverts: string | null): unknown =>
    database
      .prepare(
        `INSERT INTO run (id, kind, version, title, input, practice, targets, state, questions, allows, warnings, created_at_ms, reverts_run_id, revision)
         VALUES (?, 'configure', 1, 't', '{}', 0, '[]', 'succeeded', '[]', '[]', 0, 1, ?, 1)`,
      )
      .run(id, reverts);
  const addStep = (
    run: string,
    key: string,
    { state, changed }: { state: string; changed: number | null },
  ): unknown =>
    database
      .prepare(
        `INSERT INTO step (run_id, key, position, shape, state, attempts, changed, by_person, revision) VALUES (?, ?, 0, '{}', ?, 1, ?, 0, 1)`,
      )
      .run(run, key, state, changed);
  for (const [run, keys, undone] of [
    ['0001', ['a', 'b'], ['a', 'b']],
    ['0003', ['a', 'b'], ['a']],
    ['0005', ['a'], []],
  ] as const) {
    addRun(run, null);
    keys.forEach((key) => addStep(run, key, { state: 'succeeded', changed: 1 }));
    addStep(run, 'connect', { state: 'succeeded', changed: null });
    const revert = String(Number(run) + 1).padStart(4, '0');
    addRun(revert, run);
    keys.forEach((key) =>
      addStep(revert, `undo:${key}`, {
        state: (undone as readonly string[]).includes(key) ? 'succeeded' : 'failed',
        changed: 1,
      }),
    );
  }
  migrate(database, migrations);
  const told = database.prepare('SELECT id, undone FROM run WHERE undone IS NOT NULL ORDER BY id').all();
  expect(told).toEqual([
    { id: '0001', undone: '{"by":["0002"],"isWhole":true}' },
    { id: '0003', undone: '{"by":["0004"],"isWhole":false}' },
  ]);
  expect(
    database
      .prepare(`SELECT json_extract(shape, '$.undoes[0]') FROM step WHERE key = 'undo:b'`)
      .pluck()
      .all(),
  ).toEqual(['b', 'b']);
});
