import { expect, it } from 'vitest';
import { z } from 'zod';
import { verbatim } from '../../../src-main/contract/text.ts';
import { defineStep } from '../../../src-main/runner/define-step.ts';
import type { MadeStep } from '../../../src-main/runner/definition.ts';
import { noRetry } from '../../../src-main/runner/retry-policy.ts';
import { irreversible } from '../../../src-main/runner/sentences.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after, confirm, scene, start } from './runner-scene.ts';

it('an undo that can look is repeated, skips what is gone already, and is not done until it is seen to be', async () => {
  const at = await scene([
    { key: 'gone', undoable: true, undoLooks: true },
    { key: 'slow', undoable: true, undoLooks: true },
    { key: 'stays', undoable: true, undoLooks: true },
  ]);
  const run = await start(at);
  at.world.effects.delete('gone');
  at.world.scripts.set('undo:slow', ['unavailable', 'unavailable']);
  at.world.scripts.set('undo:stays', ['unverified']);
  const revert = await at.runner.revert(run, by);
  await confirm(at, revert);
  expect(at.states(revert)).toEqual({
    'undo:stays': 'failed',
    'undo:slow': 'succeeded',
    'undo:gone': 'succeeded',
  });
  expect(at.store.attempts(revert, 'undo:slow')).toHaveLength(3);
  const rows = new Map(at.store.stepRows(revert).map((row) => [row.key, row]));
  expect(rows.get('undo:stays')?.error).toMatchObject({ code: 'VERIFY_FAILED' });
  expect(rows.get('undo:gone')).toMatchObject({ changed: false, message: { en: 'gone is gone' } });
  await at.runner.retry({ runId: revert, steps: null, edits: [], by });
  await at.runner.settled(revert);
  expect(at.store.runRow(revert).state).toBe('succeeded');
  expect([...at.world.effects.keys()]).toEqual([]);
});

it('what a canceled step had made is found and undone; what cannot be looked for stays, and is named', async () => {
  const world = new ScriptedWorld();
  world.scripts.set('made', ['hang-after']);
  world.scripts.set('not-made', ['hang']);
  world.scripts.set('unseen', ['hang-after']);
  const at = await scene(
    [
      { key: 'made', undoable: true, undoLooks: true },
      { key: 'not-made', undoable: true, undoLooks: true },
      { key: 'unseen', undoable: true },
      { key: 'never', undoable: true, undoLooks: true, dependsOn: [after('made')] },
    ],
    world,
  );
  const run = await at.runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
  await expect.poll(() => world.stops.size).toBe(3);
  await at.runner.cancel(run, by);
  await at.runner.settled(run);
  const revert = await at.runner.revert(run, by);
  const shown = await at.runner.preview(
    { run: revert },
    { mayLogIn: false, signal: new AbortController().signal },
  );
  expect(shown.steps.map(({ key, verdict }) => [key, verdict])).toEqual([
    ['undo:not-made', 'done'],
    ['undo:made', 'todo'],
  ]);
  expect(shown.leftOut).toEqual([
    { key: 'unseen', title: verbatim('Step unseen'), because: irreversible.leftOpen },
  ]);
  await confirm(at, revert);
  expect(at.world.undone).toEqual(['made']);
  expect(at.world.undoneWith).toEqual([{ by: 'found made', attempt: 0 }]);
  expect(at.world.effects.has('made')).toBe(false);
});

it('an engine can plan the way back itself, and one without a step is refused', async () => {
  const world = new ScriptedWorld();
  const engine = createScriptedEngine([{ key: 'a', undoable: true }, { key: 'b' }], world);
  const allBack = (made: readonly MadeStep[]) =>
    defineStep<ScriptedWorld, null, { made: string[] }>({
      key: 'all-back',
      intent: z.null(),
      output: z.object({ made: z.array(z.string()) }),
      title: verbatim('All back'),
      group: 'test',
      dependsOn: [],
      undo: 'none',
      onCrash: 'probe',
      onFailure: 'fail',
      retry: noRetry,
      probe: async () => ({ verdict: 'todo', change: verbatim('back'), intent: null }),
      apply: async () => ({ made: made.map(({ key }) => key) }),
    });
  const planned: typeof engine = {
    ...engine,
    revertPlan: ({ made, input }) => (input.target === 'kept' ? [] : [allBack(made)]),
  };
  const { runner, store } = await openRunner(temporaryDirectory(), planned);
  const run = await runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
  await runner.settled(run);
  const revert = await runner.revert(run, by);
  await confirm({ runner }, revert);
  expect(store.stepRows(revert).map(({ key, state }) => [key, state])).toEqual([['all-back', 'succeeded']]);
  expect(store.loadRun(revert).outputs.get('all-back')).toEqual({ made: ['a'] });
  const kept = await runner.start({ kind: 'scripted', input: { target: 'kept' }, confirmed: true, by });
  await runner.settled(kept);
  await expect(runner.revert(kept, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
});
