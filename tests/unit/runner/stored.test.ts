import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { asking, defineStep, outputOf, questionOf } from '../../../src-main/runner/define-step.ts';
import type { StepContext, StepDefinition } from '../../../src-main/runner/definition.ts';
import { noRetry } from '../../../src-main/runner/retry-policy.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after, confirm, scene, start, startStuck, type Scene } from './runner-scene.ts';

type Step = StepDefinition<ScriptedWorld>;

const parsed = vi.fn(() => true);
const scanned = outputOf('scan', z.object({ hosts: z.array(z.string()) }).refine(parsed));
const shade = questionOf('shade', z.object({ of: z.string() }));
const needed = {
  group: 'test',
  undo: 'none',
  onCrash: 'redo',
  onFailure: 'fail',
  retry: noRetry,
} as const;

const scan: Step = defineStep({
  ...needed,
  ...scanned,
  title: verbatim('Scan'),
  dependsOn: [],
  intent: z.object({}),
  probe: async () => ({ verdict: 'done', found: verbatim('one host'), output: { hosts: ['h1'] } }),
  apply: async () => ({ hosts: [] }),
});

/** Does what the test says with what it can reach. */
const using = (use: (context: StepContext<ScriptedWorld>) => unknown): Step =>
  defineStep({
    ...needed,
    key: 'use',
    title: verbatim('Use'),
    dependsOn: [{ key: 'scan', requires: 'succeeded' }],
    intent: z.object({}),
    output: z.object({ used: z.json() }),
    probe: async () => ({ verdict: 'todo', change: verbatim('use it'), intent: {} }),
    apply: async (_intent, context) => ({ used: z.json().parse(use(context)) }),
  });

/** A run of both steps on a real database; `again` opens the same home as the next process does. */
async function runOf(use: (context: StepContext<ScriptedWorld>) => unknown) {
  const directory = temporaryDirectory();
  const engine = () => ({
    ...createScriptedEngine([], new ScriptedWorld()),
    plan: () => [scan, using(use)],
  });
  const first = await openRunner(directory, engine());
  const run = await first.runner.start({
    kind: 'scripted',
    input: { target: 'site' },
    confirmed: true,
    by: 'engineer',
  });
  await first.runner.settled(run);
  const again = async (damage: string, ...values: readonly string[]) => {
    first.database.prepare(damage).run(...values);
    first.kill();
    const next = await openRunner(directory, engine());
    await next.runner.retry({ runId: run, steps: ['use'], edits: [], by });
    await next.runner.settled(run);
    return next.store.stepRows(run).find(({ key }) => key === 'use');
  };
  return { ...first, run, again };
}

/** The first time there is nothing to use yet. */
const failingOnce = <T>(then: (context: StepContext<ScriptedWorld>) => T) => {
  let isFirst = true;
  return (context: StepContext<ScriptedWorld>): T => {
    if (isFirst) {
      isFirst = false;
      throw new Error('not yet');
    }
    return then(context);
  };
};
const useHosts = (context: StepContext<ScriptedWorld>): readonly string[] | undefined =>
  context.output(scanned)?.hosts;
const setOutput = "UPDATE step SET output = ? WHERE key = 'scan'";

it('an output of the disk is parsed once, by whoever reads it first, and one made by this process never', async () => {
  parsed.mockClear();
  const twice = (context: StepContext<ScriptedWorld>): unknown => useHosts(context) && useHosts(context);
  const fresh = await runOf(twice);
  expect(fresh.store.loadRun(fresh.run).outputs.get('use')).toEqual({ used: ['h1'] });
  expect(parsed).not.toHaveBeenCalled();
  const stored = await runOf(failingOnce(twice));
  expect(await stored.again(setOutput, '{"hosts":["h2"],"ofALaterVersion":1}')).toMatchObject({
    state: 'succeeded',
  });
  expect(parsed).toHaveBeenCalledTimes(1);
});

it.each(['{"hosts":[7]}', '{}', '[]', '7'])(
  'a damaged output (%s) fails the step that reads it and names its step',
  async (damage) => {
    const { again } = await runOf(failingOnce(useHosts));
    expect((await again(setOutput, damage))?.error).toMatchObject({
      code: 'RECORD_DAMAGED',
      data: { run: '0001', step: 'scan' },
      message: { en: expect.stringContaining('output of step scan in run 0001') as string },
    });
  },
);

it('a wrong fact of an answer fails the step that reads it and names the step', async () => {
  const ask = (context: StepContext<ScriptedWorld>): unknown => {
    const answer = context.answer(shade);
    if (answer === null) {
      const choices = [{ id: 'dark', title: verbatim('Dark') }];
      context.ask(asking(shade, { reason: 'ask', text: verbatim('Which?'), facts: { of: 'red' }, choices }));
    }
    return answer.facts.of;
  };
  let isBroken = true;
  const of = await runOf((context) => {
    const said = ask(context);
    if (isBroken) {
      throw new Error('not yet');
    }
    return said;
  });
  await of.runner.answer({ runId: of.run, questionId: null, choice: 'dark', value: null, reason: null, by });
  await of.runner.settled(of.run);
  isBroken = false;
  expect((await of.again(`UPDATE answer SET facts = '{"of":7}'`))?.error).toMatchObject({
    code: 'RECORD_DAMAGED',
    data: { run: '0001', step: 'use' },
    message: { zh: expect.stringContaining('执行任务 0001 中步骤 use') as string },
  });
});

it.each(['{"make":7}', '{', '[]'])(
  'a damaged intent (%s) fails the step that would do it again, which then a person settles',
  async (damage) => {
    const first = await scene([{ key: 'a', onCrash: 'redo' }]);
    const run = await startStuck(first, { a: 'die-before' });
    first.database.prepare('UPDATE attempt SET intent = ?').run(damage);
    first.kill();
    const at = await scene([{ key: 'a', onCrash: 'redo' }], first.world, first.directory);
    await at.runner.answer({
      runId: run,
      questionId: null,
      choice: 'continue',
      value: null,
      reason: null,
      by,
    });
    await at.runner.settled(run);
    expect(at.store.stepRows(run)[0]?.error).toMatchObject({
      code: 'RECORD_DAMAGED',
      data: { run, step: 'a' },
      message: { en: expect.stringContaining('mark as done manually or to skip the step') as string },
    });
    expect(at.world.effects.size).toBe(0);
    await at.runner.markDone({ runId: run, step: 'a', reason: 'seen on the system', by });
    expect(at.states(run)).toEqual({ a: 'succeeded' });
  },
);

/** Ends a run, damages it, and opens its home again. */
async function ended(damage: string): Promise<{ readonly run: string; readonly at: Scene }> {
  const steps = [
    { key: 'a', undoable: true },
    { key: 'b', undoable: true },
  ];
  const first = await scene(steps);
  const run = await start(first);
  first.database.prepare(damage).run();
  first.kill();
  return { run, at: await scene(steps, first.world, first.directory) };
}

it('an undo whose change is damaged fails and names it; the others are undone', async () => {
  const { run, at } = await ended(`UPDATE attempt SET intent = '{"make":7}' WHERE step_key = 'a'`);
  const back = await at.runner.revert(run, 'engineer');
  await confirm(at, back);
  expect(at.states(back)).toEqual({ 'undo:b': 'succeeded', 'undo:a': 'failed' });
  expect(at.store.stepRows(back).find(({ key }) => key === 'undo:a')?.error).toMatchObject({
    code: 'RECORD_DAMAGED',
    data: { run, step: 'a' },
  });
  expect(at.world.undone).toEqual(['b']);
});

it('the damaged intent of a step that cannot be undone, or had nothing to do, stops no revert', async () => {
  const steps = [{ key: 'a', undoable: true }, { key: 'final' }, { key: 'there', undoable: true }];
  const at = await scene(steps);
  at.world.effects.set('there', 1);
  const run = await start(at);
  at.database.prepare(`UPDATE attempt SET intent = '{' WHERE step_key <> 'a'`).run();
  await confirm(at, await at.runner.revert(run, by));
  expect(at.world.undone).toEqual(['a']);
});

it.each([
  {
    what: 'input',
    damage: `UPDATE run SET input = '{"target":7}'`,
    code: 'RECORD_DAMAGED',
    says: 'input of run 0001',
    onceEnded: 'RECORD_DAMAGED',
  },
  {
    what: 'row',
    damage: `UPDATE run SET questions = '{', counts = ''`,
    code: 'RECORD_DAMAGED',
    says: 'record of run 0001 is damaged and cannot be read. The run can be canceled',
    // Both columns are written anew.
    onceEnded: 'RUN_STATE',
  },
  {
    what: 'step',
    damage: `UPDATE step SET shape = '{'`,
    code: 'RECORD_DAMAGED',
    says: 'record of step a in run 0001 is damaged',
    onceEnded: 'RECORD_DAMAGED',
  },
])(
  'a run whose $what is damaged is refused by its name, stops no other, and can be canceled',
  async ({ damage, code, says, onceEnded }) => {
    const first = await scene([{ key: 'a' }, { key: 'b', dependsOn: [after('a')] }]);
    const run = await startStuck(first, { a: 'die-before' }, { target: 'one' });
    first.database.prepare(damage).run();
    first.kill();
    const at = await scene([{ key: 'a' }], new ScriptedWorld(), first.directory);
    await expect(at.runner.retry({ runId: run, steps: null, edits: [], by })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says) as string,
    });
    expect(at.states(await start(at, { target: 'two' }))).toEqual({ a: 'succeeded' });
    await expect(start(at, { target: 'one' })).rejects.toMatchObject({ code: 'TARGET_HELD' });
    await at.runner.cancel(run, by);
    const states = at.database.prepare('SELECT state FROM step WHERE run_id = ? ORDER BY key').pluck();
    expect(states.all(run)).toEqual(['unknown', 'canceled']);
    expect(at.store.runPage({}).runs.find(({ id }) => id === run)).toMatchObject({
      state: 'canceled',
      waiting: null,
      counts: { unknown: 1, canceled: 1 },
    });
    expect(at.store.interventions(run)).toMatchObject([{ kind: 'cancel', by }]);
    expect(at.states(await start(at, { target: 'one' }))).toEqual({ a: 'succeeded' });
    await expect(at.runner.cancel(run, by)).rejects.toMatchObject({ code: onceEnded });
  },
);

it('a damaged check after sleep is told, and going on treats the run as after a crash', async () => {
  const first = await scene([{ key: 'a' }]);
  first.world.sights.set('node', async () => ({ verdict: 'differs', found: verbatim('no node') }));
  const run = await startStuck(first, { a: 'hang' });
  await first.runner.slept({ from: 0, until: 600_000 });
  await first.runner.settled(run);
  const broken = JSON.stringify(first.store.loadRun(run).model.questions).replace('"looks":', '"lost":');
  first.database.prepare('UPDATE run SET questions = ?').run(broken);
  first.kill();
  const at = await scene([{ key: 'a' }], first.world, first.directory);
  const answer = { runId: run, questionId: null, value: null, reason: null, by };
  await at.runner.answer({ ...answer, choice: 'recheck' });
  await at.runner.settled(run);
  expect(at.store.runRow(run).waiting).toMatchObject({
    text: { en: expect.stringContaining(`check after sleep of run ${run} is damaged`) as string },
    facts: { error: 'RECORD_DAMAGED' },
  });
  await at.runner.answer({ ...answer, choice: 'continue' });
  await at.runner.settled(run);
  expect(at.states(run)).toEqual({ a: 'succeeded' });
});

it('the types refuse what a schema does not have', async () => {
  const seen: StepContext<ScriptedWorld>[] = [];
  await runOf((given) => seen.push(given));
  const context = seen[0]!;
  // @ts-expect-error a step is named by its reference, which has its schema, and not by its key
  expect(() => context.output('scan')).not.toThrow();
  // @ts-expect-error the output has no such member
  expect(context.output(scanned)?.host).toBeUndefined();
  // @ts-expect-error the question has no such fact
  expect(context.answer(shade)?.facts.colour).toBeUndefined();
  // @ts-expect-error the facts of a question have its form
  expect(asking(shade, { reason: 'ask', text: verbatim('?'), choices: [], facts: { of: 7 } }).code).toBe(
    'shade',
  );
  const wrong = defineStep<ScriptedWorld, { readonly name: string }, { readonly hosts: string[] }>({
    ...needed,
    ...scanned,
    title: verbatim('Wrong'),
    dependsOn: [],
    intent: z.object({ name: z.string() }),
    // @ts-expect-error what a probe found is the step's output
    probe: async () => ({ verdict: 'done', found: verbatim('x'), output: { hosts: 'h1' } }),
    // @ts-expect-error an intent has no such member
    apply: async ({ title }) => ({ hosts: [String(title)] }),
  });
  expect(wrong.key).toBe(scanned.key);
});

it('a run whose state alone is damaged is found again like one that was cut off, and can go on', async () => {
  const first = await scene([{ key: 'a' }]);
  const run = await startStuck(first, { a: 'die-before' });
  first.database.prepare(`UPDATE run SET state = 'broken'`).run();
  first.kill();
  const at = await scene([{ key: 'a' }], new ScriptedWorld(), first.directory);
  expect(at.store.runRow(run)).toMatchObject({ state: 'waiting', waiting: { code: 'interrupted' } });
  await at.runner.retry({ runId: run, steps: null, edits: [], by });
  await at.runner.settled(run);
  expect(at.states(run)).toEqual({ a: 'succeeded' });
});

it('a run that cannot be read and has not ended is stored as waiting, as it is shown', async () => {
  const first = await scene([{ key: 'a' }]);
  const run = await startStuck(first, { a: 'die-before' });
  first.database.prepare(`UPDATE run SET counts = '{'`).run();
  first.database.prepare(`UPDATE step SET state = 'broken'`).run();
  first.kill();
  const at = await scene([{ key: 'a' }], new ScriptedWorld(), first.directory);
  expect(at.store.runPage({})).toMatchObject({
    counts: { waiting: 1 },
    runs: [{ id: run, state: 'waiting' }],
  });
  await at.runner.cancel(run, by);
  expect(at.store.runRow(run)).toMatchObject({ state: 'canceled', counts: { unknown: 1 } });
});
