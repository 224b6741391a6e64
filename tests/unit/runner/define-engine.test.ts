import { expect, it } from 'vitest';
import { z } from 'zod';
import { verbatim } from '../../../src-main/contract/text.ts';
import { bind } from '../../../src-main/runner/bound-engine.ts';
import { defineStep } from '../../../src-main/runner/define-step.ts';
import { defineEngine } from '../../../src-main/runner/define-engine.ts';
import { noRetry } from '../../../src-main/runner/retry-policy.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const inputSchema = z.object({ lamp: z.string() });

/** As small as an engine can be: it switches a lamp on. */
const lampEngine = (lamps: Map<string, boolean>) =>
  defineEngine<z.output<typeof inputSchema>, Map<string, boolean>>({
    kind: 'lamp',
    parseInput: (stored) => inputSchema.parse(stored),
    targets: ({ lamp }) => [`lamp:${lamp}`],
    acquire: async () => ({ kind: 'ready', world: lamps, release: async () => undefined }),
    plan: ({ lamp }) => [
      defineStep({
        key: 'switch-on',
        intent: z.null(),
        output: z.null(),
        title: verbatim('Switch on'),
        group: 'lamp',
        dependsOn: [],
        undo: 'none',
        onCrash: 'probe',
        onFailure: 'fail',
        retry: noRetry,
        probe: async ({ world }) =>
          world.get(lamp) === true
            ? { verdict: 'done', found: verbatim('on') }
            : { verdict: 'todo', change: verbatim('on'), intent: null },
        apply: async (_intent, { world }) => {
          world.set(lamp, true);
          return null;
        },
      }),
    ],
  });

it('an engine of a few lines runs, is previewed, and refuses what it does not offer', async () => {
  const lamps = new Map<string, boolean>();
  const engine = lampEngine(lamps);
  const scripted = createScriptedEngine([], new ScriptedWorld());
  const { runner, store } = await openRunner(temporaryDirectory(), scripted, [bind(engine)]);
  const run = await runner.start({ kind: 'lamp', input: { lamp: 'hall' }, confirmed: false, by });
  expect(store.runRow(run)).toMatchObject({ title: 'lamp', practice: false, targets: ['lamp:hall'] });
  const options = { mayLogIn: false, signal: new AbortController().signal };
  expect(await runner.preview({ run }, options)).toMatchObject({ steps: [{ verdict: 'todo' }], leftOut: [] });
  await runner.answer({ runId: run, questionId: null, choice: 'confirm', value: null, reason: null, by });
  await runner.settled(run);
  expect([store.runRow(run).state, lamps.get('hall')]).toEqual(['succeeded', true]);
  expect(() => engine.edit({ lamp: 'hall' }, 'lamp', 'attic')).toThrow('nothing to edit');
  expect(engine.editable({ lamp: 'hall' }, 'switch-on')).toEqual([]);
  expect(engine.looksAfterSleep({ lamp: 'hall' })).toEqual([]);
  await expect(runner.revert(run, by)).rejects.toMatchObject({ code: 'RUN_STATE' });
});
