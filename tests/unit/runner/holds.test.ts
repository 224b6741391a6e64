import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { askForTarget } from '../../../src-main/runner/holds.ts';
import { bind } from '../../../src-main/runner/bound-engine.ts';
import { describe, expect, it } from 'vitest';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after, scene, start, type Scene } from './runner-scene.ts';

const begin = (at: Scene, target = 'site'): Promise<string> =>
  at.runner.start({ kind: 'scripted', input: { target }, confirmed: true, by });
const heldBy = (at: Pick<Scene, 'database'>, run: string): unknown[] =>
  at.database.prepare('SELECT target FROM hold WHERE run_id = ? ORDER BY target').pluck().all(run);
const goOn = (at: Scene, run: string): Promise<void> =>
  at.runner.answer({ runId: run, questionId: null, choice: 'continue', value: null, reason: null, by });

describe('what a run holds', () => {
  it('is what its engine says of the model: a patched object is let go while it is followed', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('patch', ['hang']);
    world.scripts.set('follow', ['hang']);
    const at = await scene(
      [
        { key: 'patch', holds: 'deployment' },
        { key: 'follow', dependsOn: [after('patch')] },
      ],
      world,
    );
    const run = await begin(at);
    await expect.poll(() => at.states(run)['patch']).toBe('running');
    expect(heldBy(at, run)).toEqual(['deployment']);
    await at.runner.slept({ from: 0, until: 1_000 });
    await expect.poll(() => at.states(run)['follow']).toBe('running');
    expect(heldBy(at, run)).toEqual([]);
    const other = await begin(at);
    await at.runner.settled(other);
    expect(at.store.runRow(other).state).toBe('succeeded');
    await at.runner.cancel(run, by);
    await at.runner.settled(run);
  });

  it('that another run holds when it is needed makes it ask; it goes on when that one has let go', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('patch', ['hang-after']);
    const steps = [
      { key: 'first' },
      { key: 'patch', holds: 'deployment', dependsOn: [after('first')] },
      { key: 'aside', dependsOn: [after('first')] },
    ];
    const at = await scene(steps, world);
    const holder = await begin(at);
    await expect.poll(() => at.states(holder)['patch']).toBe('running');
    const second = await begin(at);
    await at.runner.settled(second);
    expect(at.store.runRow(second)).toMatchObject({
      state: 'waiting',
      allows: expect.arrayContaining(['retry', 'cancel', 'answer']) as string[],
      waiting: { code: 'target-held', facts: { target: 'deployment', holder } },
    });
    expect(at.states(second)).toEqual({ first: 'succeeded', patch: 'pending', aside: 'pending' });
    await goOn(at, second);
    await at.runner.settled(second);
    expect(at.store.runRow(second).waiting).toMatchObject({ code: 'target-held' });
    await at.runner.cancel(holder, by);
    await at.runner.settled(holder);
    expect(heldBy(at, holder)).toEqual([]);
    await goOn(at, second);
    await at.runner.settled(second);
    expect(at.store.runRow(second).state).toBe('succeeded');
  });

  it('is taken whole or not at all', async () => {
    const engine = {
      ...createScriptedEngine([{ key: 'a' }], new ScriptedWorld()),
      targets: () => ['one', 'two'],
    };
    const other = { ...engine, kind: 'other', targets: () => ['zero', 'two'] };
    const { runner, database } = await openRunner(temporaryDirectory(), engine, [bind(other)]);
    const run = await runner.start({ kind: 'scripted', input: { target: '' }, confirmed: false, by });
    const refused = runner.start({ kind: 'other', input: { target: '' }, confirmed: false, by });
    await expect(refused).rejects.toMatchObject({
      code: 'TARGET_HELD',
      data: { target: 'two', holder: run },
    });
    expect(database.prepare('SELECT target, run_id FROM hold ORDER BY target').raw().all()).toEqual([
      ['one', run],
      ['two', run],
    ]);
  });

  it('follows the input: a run that is edited to another target holds that one', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('a', ['fail', 'hang']);
    const at = await scene([{ key: 'a' }], world);
    const run = await start(at);
    const edits = [{ key: 'target', value: 'elsewhere' }];
    await at.runner.retry({ runId: run, steps: null, edits, by });
    expect(heldBy(at, run)).toEqual(['elsewhere']);
    expect(at.store.runRow(run).targets).toEqual(['elsewhere']);
    await at.runner.cancel(run, by);
    await at.runner.settled(run);
  });

  it('is asked for again by what a watching step adds, and refused where another has it by then', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('follow', ['hang']);
    const at = await scene([{ key: 'follow', watches: true, adds: [{ key: 'clean' }] }], world);
    const watching = await begin(at);
    expect(heldBy(at, watching)).toEqual([]);
    await at.world.stuck.promise;
    world.scripts.set('follow', []);
    const holder = await at.runner.start({
      kind: 'scripted',
      input: { target: 'site' },
      confirmed: false,
      by,
    });
    await at.store.write((tx) => tx.takeHolds(holder, ['site']));
    await at.runner.slept({ from: 0, until: 1_000 });
    await at.runner.settled(watching);
    expect(at.store.runRow(watching).waiting).toMatchObject({ code: 'target-held', facts: { holder } });
    expect(at.states(watching)).toEqual({ follow: 'succeeded', clean: 'pending' });
    await expect(goOn(at, watching)).rejects.toMatchObject({ code: 'TARGET_HELD' });
    await at.store.write((tx) => tx.releaseHolds(holder, ['site']));
    await goOn(at, watching);
    await at.runner.settled(watching);
    expect(at.store.runRow(watching).state).toBe('succeeded');
  });

  it('is written where it differs, and not with every step', async () => {
    const steps = Array.from({ length: 12 }, (_, index) => ({ key: `s${index}` }));
    const at = await scene(steps);
    at.database.exec(`CREATE TABLE written (what TEXT);
      CREATE TRIGGER taken AFTER INSERT ON hold BEGIN INSERT INTO written VALUES ('+' || new.target); END;
      CREATE TRIGGER released AFTER DELETE ON hold BEGIN INSERT INTO written VALUES ('-' || old.target); END`);
    await start(at);
    expect(at.database.prepare('SELECT what FROM written').pluck().all()).toEqual(['+site', '-site']);
  });
});

it('a refusal that names neither target nor holder is asked about all the same', () => {
  const { facts } = askForTarget(new AppError('TARGET_HELD', verbatim('it is held')));
  expect(facts).toEqual({ target: null, holder: null });
});
