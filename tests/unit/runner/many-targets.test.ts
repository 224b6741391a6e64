import { expect, it } from 'vitest';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

it('the row of a run with thousands of targets carries their number and the first ones; the run has and holds them all', async () => {
  const targets = Array.from(
    { length: 5_000 },
    (_, index) => `node:prod/gpu-node-${String(index).padStart(5, '0')}`,
  );
  const engine = { ...createScriptedEngine([{ key: 'a' }], new ScriptedWorld()), targets: () => targets };
  const { runner, store, database } = await openRunner(temporaryDirectory(), engine);
  const run = await runner.start({ kind: 'scripted', input: { target: '' }, confirmed: false, by });
  await store.write((tx) =>
    tx.saveIdentity(run, Object.fromEntries(targets.map((target) => [target, [`uid of ${target}`]]))),
  );
  const row = store.runRow(run);
  expect(row).toMatchObject({ targetCount: 5_000, targets: targets.slice(0, 20) });
  expect(row.identity).toEqual(targets.slice(0, 20).map((target) => `uid of ${target}`));
  expect(JSON.stringify(row).length).toBeLessThan(4_000);
  expect(store.loadRun(run).targets).toEqual(targets);
  expect(database.prepare('SELECT count(*) FROM hold').pluck().get()).toBe(5_000);
});
