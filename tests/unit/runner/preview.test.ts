import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { previewPlan } from '../../../src-main/runner/preview.ts';
import { createScriptedEngine, ScriptedWorld } from '../../support/scripted-engine.ts';
import type { ScriptedInput } from '../../support/scripted-engine.ts';
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
