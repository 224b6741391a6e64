import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import type { StepContext } from '../../../src-main/runner/definition.ts';
import { previewPlan } from '../../../src-main/runner/preview.ts';
import { createScriptedEngine, ScriptedWorld, type ScriptedInput } from '../../support/scripted-engine.ts';
import { after } from './runner-scene.ts';

type ScriptedEngine = ReturnType<typeof createScriptedEngine>;

/** The engine with more said of each of its steps. */
function saying(engine: ScriptedEngine, more: object): ScriptedEngine {
  return {
    ...engine,
    plan: (input, journal) => engine.plan(input, journal).map((step) => ({ ...step, ...more })),
  };
}

const input = { target: 'site' } as ScriptedInput;
const looking = (world: ScriptedWorld) => ({ world, signal: new AbortController().signal });
const steps = [
  { key: 'look', mandatory: true },
  { key: 'make', dependsOn: [after('look'), after('other', 'settled')], undoable: true },
];

describe('the preview of a plan', () => {
  it('says of each step its group, what it must wait for, and whether it can be left out or taken back', async () => {
    const world = new ScriptedWorld();
    const { steps: shown } = await previewPlan(createScriptedEngine(steps, world), input, looking(world));
    expect(shown).toMatchObject([
      { key: 'look', group: 'test', dependsOn: [], mandatory: true, undo: 'none', looksOnly: false },
      { key: 'make', group: 'test', dependsOn: ['look'], mandatory: false, undo: 'possible' },
    ]);
    expect(world.effects.size).toBe(0);
  });

  it('shows a change as final where what is there before says so, although steps of its kind can be taken back', async () => {
    const world = new ScriptedWorld();
    world.effects.set('there', 1);
    const mixed = [
      { key: 'filled', undoable: true },
      { key: 'empty', undoable: true, final: true },
      { key: 'unread', undoable: true, final: true, unreadable: true },
      { key: 'there', undoable: true, final: true },
    ];
    const { steps: shown } = await previewPlan(createScriptedEngine(mixed, world), input, looking(world));
    expect(shown.map(({ verdict, undo }) => [verdict, undo])).toEqual([
      ['todo', 'possible'],
      ['todo', 'none'],
      ['unreadable', 'none'],
      ['done', 'possible'],
    ]);
  });

  it('names calls and cells as the engine gives them, and none where it gives none', async () => {
    const world = new ScriptedWorld();
    const engine = createScriptedEngine(steps, world);
    const plain = await previewPlan(engine, input, looking(world));
    expect(plain.steps.map(({ calls, cells }) => [calls, cells])).toEqual([
      [[], []],
      [[], []],
    ]);
    const told = {
      calls: [verbatim('PUT /thing')],
      sources: [{ sheet: 'Plan', cell: 'B3' }],
      harmless: true,
    };
    const { steps: shown } = await previewPlan(saying(engine, told), input, looking(world));
    expect(shown[1]).toMatchObject({
      calls: [{ zh: 'PUT /thing', en: 'PUT /thing' }],
      cells: [{ sheet: 'Plan', cell: 'B3' }],
      looksOnly: true,
    });
  });

  it('plans again with what it found, so that steps which follow from it are shown, too', async () => {
    const world = new ScriptedWorld();
    const expanding = [{ key: 'scan', adds: [{ key: 'patch-a' }, { key: 'patch-b' }] }, { key: 'last' }];
    const unknown = await previewPlan(createScriptedEngine(expanding, world), input, looking(world));
    expect(unknown.steps.map(({ key }) => key)).toEqual(['scan', 'last']);
    expect(unknown.steps.map(({ expands }) => expands)).toEqual([true, undefined]);
    world.effects.set('scan', 1);
    const known = await previewPlan(createScriptedEngine(expanding, world), input, looking(world));
    expect(known.steps.map(({ key }) => key)).toEqual(['scan', 'patch-a', 'patch-b', 'last']);
    expect(known.steps.some(({ expands }) => expands === true)).toBe(false);
  });

  it('names the steps whose result a look asked for and only the run will know', async () => {
    const world = new ScriptedWorld();
    const reading: ScriptedEngine = saying(createScriptedEngine(steps, world), {});
    const engine: ScriptedEngine = {
      ...reading,
      plan: (given, journal) =>
        reading.plan(given, journal).map((step) => ({
          ...step,
          probe(context: StepContext<ScriptedWorld>) {
            ['look', 'make', 'elsewhere'].forEach((key) => context.output({ key, output: z.json() }));
            return step.probe(context);
          },
        })),
    };
    const before = await previewPlan(engine, input, looking(world));
    expect(before.steps.map(({ awaits }) => awaits)).toEqual([['make'], ['look']]);
    world.effects.set('look', 1);
    const known = await previewPlan(engine, input, looking(world));
    expect(known.steps.map(({ awaits }) => awaits)).toEqual([['make'], undefined]);
  });

  it('looks at nothing behind a mandatory step that fails, and says so; behind one that only asks it looks', async () => {
    const chain = [...steps, { key: 'last', dependsOn: [after('make')] }, { key: 'aside' }];
    const failing = (cause: (context: StepContext<ScriptedWorld>) => never): ScriptedEngine => {
      const engine = createScriptedEngine(chain, new ScriptedWorld());
      return {
        ...engine,
        plan: (given, journal) =>
          engine
            .plan(given, journal)
            .map((step) =>
              step.key === 'look' ? { ...step, probe: async (context) => cause(context) } : step,
            ),
      };
    };
    const away = failing(() => {
      throw new AppError('CONNECT_FAILED', verbatim('nobody answers'));
    });
    const world = new ScriptedWorld();
    const { steps: shown } = await previewPlan(away, input, looking(world));
    expect(shown.map(({ key, verdict, found }) => [key, verdict, found?.en])).toEqual([
      ['look', 'blocked', 'nobody answers'],
      ['make', 'blocked', 'Not read because "Step look" failed'],
      ['last', 'blocked', 'Not read because "Step look" failed'],
      ['aside', 'todo', undefined],
    ]);
    expect(world.seen).toEqual(['aside']);
    const asking = failing((context) =>
      context.ask({ reason: 'ask', code: 'key', text: verbatim('Is it the right key?'), choices: [] }),
    );
    const asked = await previewPlan(asking, input, looking(new ScriptedWorld()));
    expect(asked.steps.map(({ verdict, asks }) => [verdict, asks])).toEqual([
      ['blocked', true],
      ['todo', undefined],
      ['todo', undefined],
      ['todo', undefined],
    ]);
  });

  it('names the site by what its steps have recorded, and does not where none did', async () => {
    const world = new ScriptedWorld();
    const engine = createScriptedEngine(steps, world);
    expect((await previewPlan(engine, input, looking(world))).identity).toBeNull();
    const recording = saying(engine, {
      probe: async (context: { recordIdentity(parts: readonly string[]): void }) => {
        context.recordIdentity(['a', 'b']);
        return { verdict: 'done', found: verbatim('there') };
      },
    });
    expect((await previewPlan(recording, input, looking(world))).identity).toEqual(['a', 'b']);
  });
});
