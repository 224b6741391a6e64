import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failsRun, stoppedScopes, stopOfStep } from '../../../src-main/runner/scopes.ts';
import { holdsOf } from '../../../src-main/runner/holds.ts';
import { isPassed, isSettled } from '../../../src-main/runner/model.ts';
import type { Difference } from '../../../src-main/contract/run.ts';
import { verbatim, type Text } from '../../../src-main/contract/text.ts';
import type { NewInput } from '../../../src-main/runner/requests.ts';
import {
  by,
  createScriptedEngine,
  openRunner,
  otherSite,
  ScriptedWorld,
  type RunnerFixture,
  type ScriptedStep,
  type Turn,
} from '../../support/scripted-engine.ts';
import { confirm } from './runner-scene.ts';

/** What a person does next to a run that has come to rest. */
type Decision = 'retry' | 'skip' | 'mark-done' | 'adopt' | 'cancel' | 'restart' | 'plan-anew' | 'preview';

interface Case {
  readonly steps: readonly ScriptedStep[];
  readonly scripts: readonly (readonly Turn[])[];
  readonly decisions: readonly Decision[];
}

const turn = fc.constantFrom<Turn>(
  'ok',
  'ok',
  'ok',
  'fail',
  'unavailable',
  'ask',
  'die-before',
  'die-after',
  'hang',
  'hang-after',
  'unverified',
  'moves',
);

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.record({
    steps: fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc.record({
          key: fc.constant(`s${index}`),
          dependsOn: fc
            .uniqueArray(fc.nat({ max: Math.max(index - 1, 0) }), { maxLength: index === 0 ? 0 : 2 })
            .chain((on) =>
              fc.tuple(
                ...on.map((key) =>
                  fc.record({
                    key: fc.constant(`s${key}`),
                    requires: fc.constantFrom('succeeded' as const, 'settled' as const),
                  }),
                ),
              ),
            ),
          onFailure: fc.constantFrom('fail' as const, 'warn' as const),
          onCrash: fc.constantFrom('probe' as const, 'ask' as const, 'redo' as const),
          unreadable: fc.boolean(),
          watches: fc.constantFrom(false, false, true),
          skips: fc.constantFrom(undefined, undefined, 'go-on' as const, 'skip' as const),
          scope: fc.constantFrom(
            undefined,
            undefined,
            ['fast'],
            ['stage', 'fast'],
            ['fast', 'other'],
            ['tolerated', 'fast'],
          ),
          undoable: fc.boolean(),
          undoLooks: fc.boolean(),
          hasDeadline: fc.boolean(),
          onCancel: fc.constantFrom(undefined, 'stops' as const, 'goes-on' as const, 'unreachable' as const),
          holds: fc.constantFrom(undefined, undefined, undefined, undefined, 'one', 'two'),
          pool: fc.constantFrom({ key: 'one', limit: 1 }, { key: 'two', limit: 2 }),
        }),
      ),
    ),
    scripts: fc.array(fc.array(turn, { maxLength: 3 }), { minLength: size, maxLength: size }),
    decisions: fc.array(
      fc.constantFrom<Decision>(
        'retry',
        'retry',
        'skip',
        'mark-done',
        'adopt',
        'cancel',
        'restart',
        'plan-anew',
        'preview',
      ),
      { maxLength: 12 },
    ),
  }),
);

/** One scenario on a real database: drives, kills and answers, and looks at the promises after every move. */
class Scenario {
  readonly #of: Case;
  readonly #directory = mkdtempSync(join(tmpdir(), 'sitewright-model-'));
  readonly #world = new ScriptedWorld();
  #fixture: RunnerFixture | null = null;
  readonly #violations: unknown[] = [];
  #run = '';
  #hangs = 0;
  #without: readonly string[] = [];
  /** Every second sleep is a mere pause. */
  #sleptMs = 0;

  constructor(of: Case) {
    this.#of = of;
    of.steps.forEach(({ key }, index) => this.#world.scripts.set(key, [...(of.scripts[index] ?? [])]));
    // Every second one that can be is not needed.
    of.steps.forEach(({ key, skips }, index) => {
      if (skips !== undefined && index % 2 === 0) {
        this.#world.notNeeded.add(key);
      }
    });
    this.#world.beforeEffect = (key, run) => {
      // Thrown here it would only be one more failure of the step.
      try {
        this.#checkBeforeEffect(key, run);
      } catch (thrown) {
        this.#violations.push(thrown);
      }
    };
  }

  async play(): Promise<void> {
    try {
      await this.#open();
      this.#run = await this.#runner().start({
        kind: 'scripted',
        input: { target: 'site' },
        confirmed: false,
        by,
      });
      // Known from the start, so that no step may act at another site.
      await this.#open_().store.write((tx) => tx.saveIdentity(this.#run, { site: ['a', 'b', 'c'] }));
      await this.#answer();
      await this.#rest();
      for (const decision of this.#of.decisions) {
        await this.#decideAtTheRightSite(decision);
        await this.#rest();
        this.#checkAtRest();
      }
      await this.#bringToItsEnd();
    } finally {
      this.#fixture?.kill();
      rmSync(this.#directory, { recursive: true, force: true });
    }
  }

  #runner(): RunnerFixture['runner'] {
    return this.#open_().runner;
  }

  #open_(): RunnerFixture {
    if (this.#fixture === null) {
      throw new Error('the runner is not open');
    }
    return this.#fixture;
  }

  async #open(): Promise<void> {
    this.#fixture = await openRunner(this.#directory, createScriptedEngine(this.#of.steps, this.#world));
  }

  /** Until nothing is executed. A process that died inside a step is followed by another; one that hangs, by a sleep. */
  async #rest(): Promise<void> {
    for (;;) {
      const stuck = this.#world.stuck.promise.then(() => 'stuck' as const);
      const settled = this.#runner()
        .settled(this.#run)
        .then(() => 'settled' as const);
      if ((await Promise.race([settled, stuck])) === 'settled') {
        return;
      }
      if (this.#world.isDead) {
        await this.#restart();
        continue;
      }
      const key = await this.#world.stuck.promise;
      this.#world.stuck = Promise.withResolvers();
      this.#hangs += 1;
      if (this.#hangs % 3 === 1) {
        await this.#cutOff(key);
      } else {
        this.#sleptMs = this.#sleptMs === 23 * 60_000 ? 40_000 : 23 * 60_000;
        await this.#runner().slept({ from: 0, until: this.#sleptMs });
      }
      // A deadline ends one step only.
      const [another] = this.#world.hanging;
      if (another !== undefined) {
        this.#world.stuck.resolve(another);
      }
    }
  }

  /** What hangs is ended by its own deadline where it has one, else by a cancel that waits an hour at most. */
  async #cutOff(key: string): Promise<void> {
    const step = this.#of.steps.find((one) => one.key === key);
    if (step?.hasDeadline !== true) {
      await this.#runner().cancel(this.#run, by);
    }
    const isOver = this.#runner().settled(this.#run);
    for (let hour = 0; hour < 3; hour += 1) {
      this.#world.hourPasses();
      await Promise.race([isOver, new Promise((resolve) => setImmediate(resolve))]);
    }
  }

  async #restart(): Promise<void> {
    this.#open_().kill();
    this.#world.stuck = Promise.withResolvers();
    this.#world.hanging.clear();
    this.#world.isDead = false;
    await this.#open();
    // What only watches may be under way again already.
    const unended = [...this.#runner().model(this.#run).steps.values()];
    expect(unended.filter(({ state, watches }) => state === 'running' && !watches)).toEqual([]);
  }

  /** A look at what the run would do changes neither the site nor the run. */
  async #preview(): Promise<void> {
    const before = structuredClone([this.#world.effects, this.#open_().store.loadRun(this.#run)]);
    const { signal } = new AbortController();
    const { steps } = await this.#runner().preview({ run: this.#run }, { mayLogIn: false, signal });
    expect(structuredClone([this.#world.effects, this.#open_().store.loadRun(this.#run)])).toEqual(before);
    const { model } = this.#open_().store.loadRun(this.#run);
    for (const { key, verdict } of steps) {
      expect(verdict === 'done' || model.steps.get(key)?.state !== 'succeeded', key).toBe(true);
    }
  }

  #decideAtTheRightSite(decision: Decision): Promise<void> {
    if (this.#world.identity === otherSite) {
      this.#world.identity = ['a', 'b', 'c'];
    }
    return this.#decide(decision);
  }

  async #decide(decision: Decision): Promise<void> {
    const model = this.#runner().model(this.#run);
    const [question] = model.questions;
    if (decision === 'restart') {
      return this.#restart();
    }
    if (decision === 'plan-anew') {
      return this.#planAnew();
    }
    if (decision === 'preview') {
      return this.#preview();
    }
    if (decision === 'cancel') {
      return this.#tolerating(this.#runner().cancel(this.#run, by));
    }
    if (question !== undefined && decision !== 'retry') {
      return this.#answer();
    }
    if (question?.step !== undefined) {
      return this.#answer();
    }
    if (decision === 'retry') {
      return this.#tolerating(this.#runner().retry({ runId: this.#run, steps: null, edits: [], by }));
    }
    const unhappy = [...model.steps.values()].find(({ state }) => state === 'failed' || state === 'warning');
    if (unhappy === undefined) {
      return;
    }
    const decided = { runId: this.#run, step: unhappy.key, reason: 'decided', by };
    const decide = {
      skip: () => this.#runner().skip(decided),
      'mark-done': () => this.#runner().markDone(decided),
      adopt: () => this.#adopt(decided),
    };
    await decide[decision]();
  }

  /** Only what a conflict was about, and what is there, can be adopted; what differs only with these differences agreed to. */
  async #adopt(decided: { runId: string; step: string; reason: string; by: string }): Promise<void> {
    const { signal } = new AbortController();
    const isOffered =
      this.#runner().model(this.#run).steps.get(decided.step)?.failure?.data['adoptable'] === true;
    const refused = (agreed: readonly Difference[] | null, code: string): Promise<void> =>
      expect(this.#runner().adopt({ ...decided, agreed }, signal)).rejects.toMatchObject({ code });
    this.#world.existing.delete(decided.step);
    await refused(null, isOffered ? 'API_NOT_FOUND' : 'STEP_STATE');
    if (!isOffered) {
      return;
    }
    const [field, planned, actual] = ['color', 'red', 'blue'].map(verbatim) as [Text, Text, Text];
    const differences = [{ field, planned, actual }];
    this.#world.existing.set(decided.step, { verdict: 'differs', found: verbatim('it'), differences });
    await refused(null, 'API_CONFLICT');
    await refused([{ field, planned, actual: planned }], 'API_CONFLICT');
    await this.#runner().adopt({ ...decided, agreed: differences }, signal);
    expect(this.#runner().model(this.#run).steps.get(decided.step)).toMatchObject({
      state: 'succeeded',
      adopted: true,
      byPerson: true,
    });
  }

  async #answer(anew?: NewInput): Promise<void> {
    const question = this.#runner().model(this.#run).questions[0];
    const choice = question?.choices[0]?.id ?? '';
    await this.#runner().answer({
      runId: this.#run,
      questionId: question?.id ?? null,
      choice,
      value: null,
      reason: 'seen',
      by,
      ...(anew === undefined ? {} : { anew }),
    });
  }

  /** Asked something of its own, such as after a restart, the run goes on with every second step left out, or put in again. */
  async #planAnew(): Promise<void> {
    const [question] = this.#runner().model(this.#run).questions;
    if (question === undefined || question.step !== undefined) {
      return;
    }
    const odd = this.#of.steps.filter((_, index) => index % 2 === 1).map(({ key }) => key);
    this.#without = this.#without.length > 0 ? [] : odd;
    const changed = this.#of.steps.slice(0, 1).map(({ key }) => key);
    await this.#answer({ input: { target: 'site', without: this.#without }, changed });
    for (const { key, state } of this.#runner().model(this.#run).steps.values()) {
      if (this.#without.includes(key)) {
        expect(['succeeded', 'skipped'], key).toContain(state);
      }
    }
  }

  /** Asked at a bad moment, a run refuses; that is an answer too. */
  async #tolerating(asked: Promise<void>): Promise<void> {
    await asked.catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'RUN_STATE' }));
  }

  #checkBeforeEffect(key: string, run: string): void {
    expect(this.#world.strayed.has(key), `${key} acts at another site`).toBe(false);
    const { store } = this.#open_();
    expect(store.lastIntent(run, key), `the intent of ${key} is on disk before it acts`).toEqual({
      make: key,
    });
    const model = this.#runner().model(run);
    expect(model.state === 'running' || model.state === 'canceling').toBe(true);
    expect(this.#world.notNeeded.has(key), `${key} acts although it is not needed`).toBe(false);
    for (const dependency of model.steps.get(key)?.dependsOn ?? []) {
      const needed = model.steps.get(dependency.key);
      const state = needed?.state ?? 'pending';
      expect(
        dependency.requires === 'succeeded' ? needed !== undefined && isPassed(needed) : isSettled(state),
        `${dependency.key} before ${key}`,
      ).toBe(true);
    }
  }

  #checkAtRest(): void {
    expect(this.#violations).toEqual([]);
    const { store } = this.#open_();
    const model = this.#runner().model(this.#run);
    expect(store.loadRun(this.#run).model.steps, 'memory and disk agree').toEqual(model.steps);
    expect(store.loadRun(this.#run).model.state).toBe(model.state);
    expect(['succeeded', 'failed', 'canceled', 'waiting']).toContain(model.state);
    for (const step of model.steps.values()) {
      const stops = step.state === 'pending' && stopOfStep(step, stoppedScopes(model.steps)) !== null;
      expect(stops, `${step.key} is left for a scope that is stopped`).toBe(false);
    }
    if (model.state === 'succeeded' || model.state === 'failed') {
      expect([...model.steps.values()].some(failsRun)).toBe(model.state === 'failed');
    }
    const { input, holds } = store.loadRun(this.#run);
    const engine = createScriptedEngine(this.#of.steps, this.#world);
    expect([...holds], 'what is held is what is said to be').toEqual(
      [...new Set(holdsOf(engine, engine.parseInput(input), model))].toSorted(),
    );
    for (const step of this.#of.steps) {
      // Whatever can be looked up is done once, however often the process died or the step was retried.
      if (!step.unreadable && step.onCrash !== 'redo' && !this.#everUnverified(step.key)) {
        expect(
          this.#world.effects.get(step.key) ?? 0,
          `${step.key} took effect at most once`,
        ).toBeLessThanOrEqual(1);
      }
    }
  }

  #everUnverified(key: string): boolean {
    const index = this.#of.steps.findIndex((step) => step.key === key);
    return this.#of.scripts[index]?.includes('unverified') ?? false;
  }

  /** What was changed and can be undone is gone afterwards. */
  async #revert(): Promise<void> {
    this.#world.identity = ['a', 'b', 'c'];
    const revert = await this.#runner()
      .revert(this.#run, by)
      .catch((thrown: unknown) => {
        expect(thrown).toMatchObject({ code: 'RUN_STATE' });
        return undefined;
      });
    if (revert === undefined) {
      return;
    }
    await confirm(this.#open_(), revert);
    const { model } = this.#open_().store.loadRun(revert);
    expect(model.state).toBe('succeeded');
    for (const key of model.steps.keys()) {
      expect(this.#world.effects.has(key.replace('undo:', '')), key).toBe(false);
    }
  }

  /** With the scripts used up every step does its work, so retrying leads to an end within a few moves. */
  async #bringToItsEnd(): Promise<void> {
    for (let move = 0; move < 60; move += 1) {
      const model = this.#runner().model(this.#run);
      if (
        model.state === 'succeeded' &&
        [...model.steps.values()].every(({ state }) => state === 'succeeded' || state === 'skipped')
      ) {
        break;
      }
      await this.#decideAtTheRightSite('retry');
      await this.#rest();
      this.#checkAtRest();
    }
    const model = this.#runner().model(this.#run);
    expect(model.state).toBe('succeeded');
    await this.#revert();
    const freed = await this.#runner().start({
      kind: 'scripted',
      input: { target: 'site' },
      confirmed: false,
      by,
    });
    expect(freed).not.toBe(this.#run);
  }
}

describe('any graph, with any failures, kills, sleeps and answers', () => {
  it('keeps its promises and comes to its end', async () => {
    await fc.assert(
      fc.asyncProperty(cases, (of) => new Scenario(of).play()),
      { numRuns: process.env['SITEWRIGHT_CRASH'] === 'full' ? 4_000 : 150 },
    );
  }, 600_000);
});
