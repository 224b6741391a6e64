import { onTestFinished } from 'vitest';
import { join } from 'node:path';
import { z } from 'zod';
import type Database from 'better-sqlite3';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import type { StoreDatabase } from '../../src-main/adapters/sqlite/store-database.ts';
import { AppError } from '../../src-main/contract/errors.ts';
import type { Existing } from '../../src-main/contract/run.ts';
import type {
  Acquired,
  Engine,
  Journal,
  OnCancel,
  SleepLookContext,
  SleepSight,
  StepContext,
  StepDefinition,
  Undo,
} from '../../src-main/runner/definition.ts';
import { verbatim, type Text } from '../../src-main/contract/text.ts';
import type { Dependency } from '../../src-main/runner/model.ts';
import { type RetryPolicy, noRetry } from '../../src-main/runner/retry-policy.ts';
import { asking, defineStep, questionOf } from '../../src-main/runner/define-step.ts';
import { bind, type BoundEngine } from '../../src-main/runner/bound-engine.ts';
import type { RunObserver } from '../../src-main/runner/ports.ts';
import { Runner } from '../../src-main/runner/runner.ts';

/** What a step does at its next attempt. `ok` when its script is used up. */
export type Turn =
  | 'ok'
  | 'fail'
  | 'unavailable'
  | 'ask'
  | 'die-before'
  | 'die-after'
  | 'hang'
  | 'hang-after'
  | 'unverified'
  /** It takes effect, and the system's answer is lost. */
  | 'unanswered'
  /** It takes effect and is accepted; the look at it afterwards fails. */
  | 'unconfirmed'
  /** It takes effect, and then another site answers. */
  | 'moves';

export interface ScriptedStep {
  readonly key: string;
  readonly dependsOn?: readonly Dependency[];
  readonly onFailure?: 'fail' | 'warn';
  readonly onCrash?: 'redo' | 'probe' | 'ask';
  readonly retry?: RetryPolicy;
  readonly pool?: { key: string; limit: number };
  readonly mandatory?: boolean;
  /** Steps planned once this one has finished. */
  readonly adds?: readonly ScriptedStep[];
  readonly unreadable?: boolean;
  /** What becomes of what depends on it while the world's `notNeeded` names it: its look finds that it is not needed. */
  readonly skips?: 'go-on' | 'skip' | undefined;
  /** It only looks, and may look again. */
  readonly repeatable?: boolean;
  readonly watches?: boolean;
  /** The target it needs while it is under way. Where one step says so, the run holds nothing else. */
  readonly holds?: string | undefined;
  /** Scopes whose innermost key is `fast` are stopped by a failure; those named `tolerated` keep it to themselves. */
  readonly scope?: readonly string[] | undefined;
  /** It has an hour for each attempt: {@link ScriptedWorld.hourPasses}. */
  readonly hasDeadline?: boolean;
  /** How a request to stop is taken: it stops, goes on, or cannot be asked. */
  readonly onCancel?: 'stops' | 'goes-on' | 'unreachable' | undefined;
  /** It can be taken back: the effect is gone again. */
  readonly undoable?: boolean;
  /** Says in its own words that it was done. */
  readonly tells?: boolean;
  /** Its undo looks before and after, is repeated three times and looks after a crash; what was left half done is found. */
  readonly undoLooks?: boolean;
  /** Steps of its kind can be taken back, but this change cannot. */
  readonly final?: boolean;
}

const hourMs = 3_600_000;

/** The world of the tests: which steps took effect and how often, kept outside the store as the real one is. */
export class ScriptedWorld {
  readonly effects = new Map<string, number>();
  readonly scripts = new Map<string, Turn[]>();
  readonly seen: string[] = [];
  /** Steps that were taken back, in that order. */
  readonly undone: string[] = [];
  readonly undoneWith: ScriptedOutput[] = [];
  identity: readonly string[] | null = ['a', 'b', 'c'];
  /** What a look at the object of a conflict finds, by step key; else it is absent. */
  readonly existing = new Map<string, Existing>();
  /** How many more looks of a step cannot be made, by its key. */
  readonly blind = new Map<string, number>();
  /** Steps with `skips` whose condition is false. */
  readonly notNeeded = new Set<string>();
  /** Steps whose next look after the change cannot be made. */
  readonly unconfirmed = new Set<string>();
  /** Steps whose probe saw another site. */
  readonly strayed = new Set<string>();
  /** Called inside apply, before the effect; tests look at the store here. */
  beforeEffect: (key: string, runId: string) => void = () => undefined;
  /** Resolves when some step stands in a `die-…` or `hang…`. */
  stuck = Promise.withResolvers<string>();
  /** Steps that hang now: several may at once. */
  readonly hanging = new Set<string>();
  /** Some step stands where only the end of its process helps. */
  isDead = false;
  /** What a look after a sleep sees, by its key; else that all agrees. */
  readonly sights = new Map<string, (context: SleepLookContext<ScriptedWorld>) => Promise<SleepSight>>();
  /** Steps that were asked to stop, in that order. */
  readonly askedToStop: string[] = [];
  /** Ends the work of a step that hangs. */
  readonly stops = new Map<string, () => void>();
  #hour = Promise.withResolvers<void>();
  runningNow = 0;
  mostAtOnce = 0;

  /** Short pauses take no time; whoever waits for an hour waits until it passes. */
  async pause(durationMs: number, signal: AbortSignal): Promise<void> {
    if (durationMs < hourMs) {
      return;
    }
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    await Promise.race([this.#hour.promise, promise]);
  }

  hourPasses(): void {
    this.#hour.resolve();
    this.#hour = Promise.withResolvers();
  }

  turn(key: string): Turn {
    return this.scripts.get(key)?.shift() ?? 'ok';
  }
}

export const otherSite: readonly string[] = ['x', 'y', 'z'];

const never = new Promise<never>(() => undefined);

/** How a step fails whose effect was made. */
function failureAfterwards(turn: Turn, key: string): AppError | null {
  if (turn === 'unverified') {
    return new AppError('VERIFY_FAILED', verbatim(`${key} did not take effect`));
  }
  if (turn !== 'unanswered') {
    return null;
  }
  const data = { outcomeUnknown: true };
  return new AppError('READ_TIMEOUT', verbatim(`${key} was not answered`), { data });
}

function sideEffect(turn: Turn, key: string, world: ScriptedWorld): void {
  if (turn === 'unconfirmed') {
    world.unconfirmed.add(key);
  }
  if (turn === 'moves') {
    world.identity = otherSite;
  }
}

const color = questionOf('color', z.object({}));

const intentSchema = z.object({ make: z.string() });
const outputSchema = z.object({ by: z.string(), attempt: z.number() });
type ScriptedOutput = z.infer<typeof outputSchema>;
type ScriptedUndo = Undo<ScriptedWorld, z.infer<typeof intentSchema>, ScriptedOutput>;
type Intent = z.output<typeof intentSchema>;
type Output = z.output<typeof outputSchema>;

async function applyTurn(
  world: ScriptedWorld,
  step: ScriptedStep,
  context: StepContext<ScriptedWorld, Intent>,
): Promise<Output> {
  const turn = world.turn(step.key);
  world.beforeEffect(step.key, context.runId);
  const stand = async (): Promise<never> => {
    world.isDead = true;
    world.stuck.resolve(step.key);
    return never;
  };
  if (turn === 'die-before') {
    await stand();
  }
  if (turn === 'fail') {
    throw new AppError('API_REFUSED', verbatim(`${step.key} was refused`), { data: { adoptable: true } });
  }
  if (turn === 'unavailable') {
    throw new AppError('HTTP_STATUS', verbatim(`${step.key} got 503`));
  }
  if (turn === 'ask' && context.answer(color) === null) {
    context.ask(
      asking(color, {
        reason: 'ask',
        text: verbatim('Which color?'),
        facts: {},
        choices: [{ id: 'red', title: verbatim('Red') }],
      }),
    );
  }
  const hang = (): Promise<never> => {
    world.hanging.add(step.key);
    world.stuck.resolve(step.key);
    return new Promise((_, reject) => {
      const end = (): void => {
        world.hanging.delete(step.key);
        reject(new Error('aborted'));
      };
      context.signal.addEventListener('abort', end);
      world.stops.set(step.key, end);
    });
  };
  if (turn === 'hang') {
    await hang();
  }
  world.effects.set(step.key, (world.effects.get(step.key) ?? 0) + 1);
  sideEffect(turn, step.key, world);
  if (turn === 'die-after') {
    await stand();
  }
  if (turn === 'hang-after') {
    await hang();
  }
  const failure = failureAfterwards(turn, step.key);
  if (failure !== null) {
    throw failure;
  }
  return { by: step.key, attempt: context.attempt };
}

/** What the steps hold by themselves: while they are under way, or may be without anybody knowing. */
const holdsOfSteps =
  (steps: readonly ScriptedStep[]): NonNullable<Engine<ScriptedInput, ScriptedWorld>['holds']> =>
  (_input, model) =>
    steps.flatMap(({ key, holds }) => {
      const state = model.steps.get(key)?.state;
      return holds !== undefined && (state === 'running' || state === 'unknown') ? [holds] : [];
    });

/** Of the process that has this engine; a killed one does nothing any more, whatever it was about to do. */
interface Life {
  isOver: boolean;
  readonly pause: ScriptedWorld['pause'];
}

function looksOfUndo(key: string): Pick<ScriptedUndo, 'probe' | 'verify' | 'find' | 'onCrash' | 'retry'> {
  return {
    onCrash: 'probe',
    retry: { ...noRetry, maximumAttempts: 3 },
    probe: async (_intent, _output, { world }) =>
      world.effects.has(key)
        ? { verdict: 'todo', found: verbatim(`${key} is there`) }
        : { verdict: 'done', found: verbatim(`${key} is gone`) },
    async verify(_intent, _output, { world }) {
      if (world.effects.has(key)) {
        throw new AppError('VERIFY_FAILED', verbatim(`${key} is still there`));
      }
    },
    find: async (_intent, { world }) => (world.effects.has(key) ? { by: `found ${key}`, attempt: 0 } : null),
  };
}

function stopping(key: string, how: 'stops' | 'goes-on' | 'unreachable'): OnCancel<ScriptedWorld> {
  return {
    deadlineMs: hourMs,
    async stop(_intent, { world }) {
      world.askedToStop.push(key);
      if (how === 'unreachable') {
        throw new AppError('CONNECT_FAILED', verbatim(`no way to stop ${key}`));
      }
      if (how === 'stops') {
        world.stops.get(key)?.();
      }
    },
  };
}

function undoOf(step: ScriptedStep): ScriptedUndo {
  const undo: ScriptedUndo = {
    title: verbatim(`Undo ${step.key}`),
    impossible: () => (step.final === true ? verbatim(`${step.key} was empty before`) : null),
    async undo(_intent, output, { world }) {
      const turn = world.turn(`undo:${step.key}`);
      if (turn === 'unavailable') {
        throw new AppError('HTTP_STATUS', verbatim(`undoing ${step.key} got 503`));
      }
      world.undone.push(step.key);
      world.undoneWith.push(output);
      if (turn !== 'unverified') {
        world.effects.delete(step.key);
      }
    },
  };
  return step.undoLooks === true ? { ...undo, ...looksOfUndo(step.key) } : undo;
}

const tellsOf = ({ make }: z.output<typeof intentSchema>, { attempt }: z.output<typeof outputSchema>): Text =>
  verbatim(`did ${make} in attempt ${attempt}`);

const wordsOf = ({ tells }: ScriptedStep): { readonly successMessage?: typeof tellsOf } =>
  tells === true ? { successMessage: tellsOf } : {};

function define(step: ScriptedStep, life: Life): StepDefinition<ScriptedWorld> {
  return defineStep({
    key: step.key,
    intent: intentSchema,
    output: outputSchema,
    title: verbatim(`Step ${step.key}`),
    group: 'test',
    dependsOn: step.dependsOn ?? [],
    ...(step.pool === undefined ? {} : { pool: step.pool }),
    mandatory: step.mandatory ?? false,
    expands: step.adds !== undefined,
    repeatable: step.repeatable ?? false,
    watches: step.watches ?? false,
    onCrash: step.onCrash ?? 'probe',
    onFailure: step.onFailure ?? 'fail',
    retry: step.retry ?? noRetry,
    scope: step.scope,
    deadlineMs: step.hasDeadline === true ? hourMs : undefined,
    onCancel: step.onCancel === undefined ? undefined : stopping(step.key, step.onCancel),
    undo: step.undoable === true ? undoOf(step) : 'none',
    ...wordsOf(step),
    async probe({ world }) {
      world.seen.push(step.key);
      const blind = world.blind.get(step.key) ?? 0;
      world.blind.set(step.key, blind - 1);
      if (blind > 0) {
        throw new AppError('CONNECT_FAILED', verbatim(`no way to look at ${step.key}`));
      }
      if (world.identity === otherSite) {
        world.strayed.add(step.key);
      } else {
        world.strayed.delete(step.key);
      }
      const change = verbatim(`will do ${step.key}`);
      if (step.skips !== undefined && !world.effects.has(step.key) && world.notNeeded.has(step.key)) {
        return { verdict: 'skipped', because: verbatim(`${step.key} is not needed`), dependents: step.skips };
      }
      if (step.unreadable === true) {
        return { verdict: 'unreadable', why: verbatim('no way to ask'), change, intent: { make: step.key } };
      }
      if (world.effects.has(step.key)) {
        return {
          verdict: 'done',
          found: verbatim(`${step.key} is there`),
          output: { by: step.key, attempt: 0 },
        };
      }
      return { verdict: 'todo', change, intent: { make: step.key } };
    },
    lookAtExisting: async ({ world }) =>
      world.existing.get(step.key) ?? { verdict: 'absent', found: verbatim('nothing'), differences: [] },
    async apply(_intent, context) {
      const { world } = context;
      if (life.isOver) {
        await never;
      }
      world.runningNow += 1;
      world.mostAtOnce = Math.max(world.mostAtOnce, world.runningNow);
      try {
        return await applyTurn(world, step, context);
      } finally {
        world.runningNow -= 1;
      }
    },
    verify(_intent, _output, { world }) {
      if (!world.unconfirmed.delete(step.key)) {
        return Promise.resolve();
      }
      return Promise.reject(new AppError('CONNECT_FAILED', verbatim(`no way to look at ${step.key}`)));
    },
  });
}

const inputSchema = z.object({
  target: z.string(),
  recordIdentity: z.boolean().exactOptional(),
  /** Keys that are not planned; what depends on them does without. */
  without: z.array(z.string()).readonly().exactOptional(),
});
export type ScriptedInput = Readonly<z.output<typeof inputSchema>>;

type ScriptedEngineWithLife = Engine<ScriptedInput, ScriptedWorld> & { readonly life: Life };

export function createScriptedEngine(
  steps: readonly ScriptedStep[],
  world: ScriptedWorld,
  version = 1,
): ScriptedEngineWithLife {
  const life: Life = { isOver: false, pause: (durationMs, signal) => world.pause(durationMs, signal) };
  const planned = (journal: Journal, from: readonly ScriptedStep[]): readonly ScriptedStep[] =>
    from.flatMap((step) => [
      step,
      ...(step.adds !== undefined && journal.outputs.has(step.key) ? planned(journal, step.adds) : []),
    ]);
  const engine: ScriptedEngineWithLife = {
    life,
    kind: 'scripted',
    logName: 'scripted',
    version,
    parseInput: (stored) => inputSchema.parse(stored),
    title: (input) => `scripted ${input.target}`,
    isPractice: () => false,
    targets: (input) => [input.target],
    scopePolicy: (_input, path) => ({
      title: verbatim(`Scope ${path.at(-1) ?? ''}`),
      onFailure: path.at(-1) === 'fast' ? 'stop-scope' : 'go-on',
      isTolerated: path.at(-1) === 'tolerated',
    }),
    plan(input, journal) {
      const isPlanned = ({ key }: { key: string }): boolean => input.without?.includes(key) !== true;
      const definitions = planned(journal, steps)
        .filter(isPlanned)
        .map((step) => define({ ...step, dependsOn: step.dependsOn?.filter(isPlanned) ?? [] }, life));
      const [first] = definitions;
      if (input.recordIdentity !== true || first === undefined) {
        return definitions;
      }
      const apply = first.apply.bind(first);
      const identifying: StepDefinition<ScriptedWorld> = {
        ...first,
        apply(intent, context) {
          context.recordIdentity(context.world.identity ?? []);
          return apply(intent, context);
        },
      };
      return [identifying, ...definitions.slice(1)];
    },
    acquire: async (): Promise<Acquired<ScriptedWorld>> => ({
      kind: 'ready',
      world,
      release: async () => undefined,
    }),
    readIdentity: async () => world.identity,
    looksAfterSleep: () =>
      ['node', 'session'].map((key) => ({
        key,
        title: verbatim(key),
        look: async (context) => {
          if (key === 'node') {
            const other = await context.compareIdentity();
            if (other !== null) {
              return other;
            }
          }
          return (
            world.sights.get(key)?.(context) ?? { verdict: 'agrees', found: verbatim(`${key} is as it was`) }
          );
        },
      })),
    outputs: () => ({}),
    leftOut: () => [],
    editable: (input) => [{ key: 'target', value: input.target }],
    edit(input, key, value) {
      if (key !== 'target') {
        throw new AppError('INPUT_INVALID', verbatim(`there is no ${key}`));
      }
      return { input: { ...input, target: value }, before: input.target };
    },
  };
  return steps.some(({ holds }) => holds !== undefined) ? { ...engine, holds: holdsOfSteps(steps) } : engine;
}

type ScriptedEngine = Engine<ScriptedInput, ScriptedWorld> & { readonly life?: Life };

export interface RunnerFixture {
  readonly runner: Runner;
  readonly store: SqliteRunStore;
  readonly database: Database.Database;
  /** Lets go of the database as a killed process does: nothing queued is written any more. */
  kill(): void;
}

/** A runner on a real database in the directory, as a process that has just taken the home would have it. */
export function openRunner(
  directory: string,
  engine: ScriptedEngine,
  others: readonly BoundEngine[] = [],
): Promise<RunnerFixture> {
  const database = openDatabase(join(directory, 'sitewright.db'));
  onTestFinished(() => void database.close());
  return startRunner(database, engine, { others });
}

interface RunnerOptions {
  readonly others?: readonly BoundEngine[];
  readonly redact?: (text: string) => string;
}

/** The same on a database that the caller closes; also outside of a test. */
export async function startRunner(
  database: StoreDatabase,
  engine: ScriptedEngine,
  { others = [], redact = (text) => text }: RunnerOptions = {},
): Promise<RunnerFixture> {
  const store = new SqliteRunStore(database, redact);
  let now = 1_000;
  const clock = {
    now: () => (now += 1),
    elapsed: () => (now += 1),
    pause: engine.life?.pause ?? (async () => undefined),
  };
  const observer: RunObserver = {
    within: (_attempt, work) => work(),
    progress: () => undefined,
    log: () => undefined,
  };
  const bound = bind(engine);
  const engines = [bound, bound.revert(), ...others];
  const runner = new Runner(engines, { store, clock, observer });
  await runner.recover();
  const kill = (): void => {
    if (engine.life !== undefined) {
      engine.life.isOver = true;
    }
    database.close();
  };
  return { runner, store, database, kill };
}

export const by = 'engineer';
