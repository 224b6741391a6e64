import { expect, it } from 'vitest';
import { previewPlan } from '../../../src-main/runner/preview.ts';
import { createScriptedEngine, ScriptedWorld } from '../../support/scripted-engine.ts';
import { after, scene, start } from './runner-scene.ts';

const steps = [
  { key: 'spare', skips: 'go-on' as const },
  { key: 'uses', dependsOn: [after('spare')] },
  { key: 'wanted', skips: 'skip' as const },
  { key: 'needs', dependsOn: [after('wanted')] },
  { key: 'last', dependsOn: [after('needs')] },
  { key: 'report', dependsOn: [after('wanted', 'settled')] },
];

function world(): ScriptedWorld {
  const made = new ScriptedWorld();
  made.notNeeded.add('spare');
  made.notNeeded.add('wanted');
  return made;
}

it('a step whose condition is false is skipped with its reason, and its dependents go on or not as it says', async () => {
  const at = await scene(steps, world());
  const run = await start(at);
  expect(at.states(run)).toEqual({
    spare: 'skipped',
    uses: 'succeeded',
    wanted: 'skipped',
    needs: 'skipped',
    last: 'skipped',
    report: 'succeeded',
  });
  expect(at.store.runRow(run).state).toBe('succeeded');
  const rows = at.store.stepRows(run);
  expect(rows[0]?.skipReason).toMatchObject({ kind: 'condition', text: { en: 'spare is not needed' } });
  expect(at.store.attempts(run, 'wanted')).toMatchObject([
    { outcome: 'skipped', intent: null, found: { en: 'wanted is not needed' } },
  ]);
  expect([...at.world.effects.keys()].toSorted()).toEqual(['report', 'uses']);
});

it('its preview says so, of what is skipped with it too', async () => {
  const looking = { world: world(), signal: new AbortController().signal };
  const engine = createScriptedEngine(steps, looking.world);
  const preview = await previewPlan(engine, { target: 't' }, looking);
  expect(preview.steps.map(({ key, verdict, found }) => [key, verdict, found?.en])).toEqual([
    ['spare', 'skipped', 'spare is not needed'],
    ['uses', 'todo', undefined],
    ['wanted', 'skipped', 'wanted is not needed'],
    ['needs', 'skipped', 'Depends on "Step wanted", which did not succeed'],
    ['last', 'skipped', 'Depends on "Step needs", which did not succeed'],
    ['report', 'todo', undefined],
  ]);
});
