import { AppError, isAppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Text } from '../contract/text.ts';
import type { AlsoWrite, Change, LiveRunPorts, Request, SettledStep, StartedStep } from './change.ts';
import type { Engine, Journal, Observation, OutputOf, StepDefinition } from './definition.ts';
import { readySteps } from './graph.ts';
import { askForTarget, HeldTargets } from './holds.ts';
import { journalOf } from './journal.ts';
import type { Identity } from './identity.ts';
import { type RunEvent, type RunModel, type StepShape, isEnded } from './model.ts';
import { isTakenOut } from './new-plan.ts';
import type {
  RunAbout,
  RunnerLogLine,
  RunObserver,
  RunTransaction,
  RunWriter,
  StoredAnswer,
  StoredRun,
} from './ports.ts';
import { aboutOf } from './requests.ts';
import { shapeOf, toQuestion } from './shape.ts';
import { doubtAbout } from './identity-doubt.ts';
import { stopRun, type ContextHost } from './step-context.ts';
import { StepOutputs, storedInput } from './stored.ts';
import { transition } from './transition.ts';

/** Steps that may be at work side by side in one run, whatever their pools allow; those that only watch are not counted. */
const maximumConcurrentSteps = 64;

/**
 * One unended run in the hands of this process. The model moves on inside a transaction, so the next mutation sees
 * it; side effects start only after the transaction is on disk.
 */
export class LiveRun<Input, World> implements ContextHost {
  readonly runId: string;
  readonly engine: Engine<Input, World>;
  readonly ports: LiveRunPorts;
  readonly messages: Map<string, Text | null>;
  /** The engine's version that the run was planned with. */
  readonly plannedVersion: number;
  model: RunModel;
  input: Input;
  identity: Identity;
  readonly #writer: RunWriter;
  readonly #answers: StoredAnswer[];
  readonly #holds: HeldTargets<Input>;
  readonly #outputs: StepOutputs;
  #definitions = new Map<string, StepDefinition<World>>();
  #running = 0;
  #settling: SettledStep[] = [];
  #settled: Promise<readonly StartedStep[]> = Promise.resolve([]);
  #identityChanged = false;

  constructor(engine: Engine<Input, World>, stored: StoredRun, ports: LiveRunPorts) {
    this.runId = stored.id;
    this.engine = engine;
    this.ports = ports;
    this.#writer = ports.store.writer();
    this.plannedVersion = stored.version;
    this.model = stored.model;
    this.input = storedInput(engine, stored);
    this.identity = stored.identity;
    this.#outputs = new StepOutputs(stored.id, stored.outputs);
    this.messages = new Map(stored.messages);
    this.#answers = [...stored.answers];
    this.#holds = new HeldTargets(engine, stored);
  }

  /** Starts what has become ready while other steps execute; set by the drive, null between drives. */
  kick: (() => void) | null = null;

  /** A commit has failed: this model may be ahead of the disk, and writes no more. */
  get isLost(): boolean {
    return this.#writer.isOver();
  }

  /** Steps executing in this process. */
  get running(): number {
    return this.#running;
  }

  journal(): Journal {
    return journalOf(this);
  }

  /** The last output of each step that has ever had one, as it is stored. */
  get outputs(): ReadonlyMap<string, Json> {
    return this.#outputs.values;
  }

  output<Output extends Json>(of: OutputOf<Output>): Output | null {
    return this.#outputs.read(of);
  }

  keepOutput(key: string, output: Json): void {
    this.#outputs.keep(this.definition(key), output);
  }

  answers(): readonly StoredAnswer[] {
    return this.#answers;
  }

  addAnswer(answer: StoredAnswer): void {
    this.#answers.push(answer);
  }

  definition(key: string): StepDefinition<World> {
    const definition = this.#definitions.get(key);
    if (definition === undefined) {
      throw new AppError('STEP_NOT_FOUND', {
        zh: `执行任务 ${this.runId} 没有步骤 ${key}。`,
        en: `Run ${this.runId} has no step ${key}.`,
      });
    }
    return definition;
  }

  attemptOf(key: string): number {
    return this.model.steps.get(key)?.attempts ?? 0;
  }

  /** What the row says of a run with this input. */
  about(input: Input): RunAbout {
    return aboutOf(this.engine, input);
  }

  /** The plan that another input makes; nothing is changed yet. */
  shapesFor(input: Input): readonly StepShape[] {
    return this.engine.plan(input, this.journal()).map((step) => this.#shapeOf(step, input));
  }

  /**
   * Plans again and answers the steps that are new. RUN_STATE when the plan no longer has a stored step that could
   * still be done: its definition changed under the run, and nobody may guess what the old one meant.
   */
  replan(): readonly StepShape[] {
    this.#definitions = new Map(this.engine.plan(this.input, this.journal()).map((step) => [step.key, step]));
    for (const [key, step] of this.model.steps) {
      if (!this.#definitions.has(key) && !isTakenOut(step)) {
        throw new AppError('RUN_STATE', {
          zh: `当前版本已没有执行任务 ${this.runId} 的步骤 ${key}，请结束该任务并新建。`,
          en: `This version does not have step ${key} of run ${this.runId}. End the run and create a new one.`,
        });
      }
    }
    return [...this.#definitions.values()]
      .filter(({ key }) => !this.model.steps.has(key))
      .map((step) => this.#shapeOf(step, this.input));
  }

  #shapeOf(step: StepDefinition<World>, input: Input): StepShape {
    const { engine } = this;
    const policyOf = engine.scopePolicy?.bind(engine);
    return shapeOf(step, policyOf === undefined ? undefined : (path) => policyOf(input, path));
  }

  /** Writes what the events changed, without starting anything. */
  record(
    events: readonly RunEvent[],
    also: AlsoWrite = () => undefined,
    { by, input }: Request<Input> = {},
  ): Promise<void> {
    return this.#writer.write((transaction) => {
      const after = transition(this.model, events);
      this.#commit(transaction, { after, events, by: by ?? null, input: input ?? this.input, also });
      if (events.some(({ type }) => type === 'planned-anew')) {
        [...this.model.steps.values()].forEach((step, position) =>
          transaction.placeStep(this.runId, step, position),
        );
      }
    });
  }

  /**
   * The same with what follows from the run as it is when that is written: a step may have ended, or a person have canceled,
   * since it was handed in. Writes nothing, and returns false, where nothing follows any more.
   */
  recordFrom(eventsFrom: (model: RunModel) => readonly RunEvent[]): Promise<boolean> {
    return this.#writer.write((transaction) => {
      const events = eventsFrom(this.model);
      if (events.length > 0) {
        const after = transition(this.model, events);
        this.#commit(transaction, { after, events, by: null, input: this.input, also: () => undefined });
      }
      return events.length > 0;
    });
  }

  /**
   * Writes how a step ended and the start of everything that made ready, in one transaction. Steps that end before
   * that transaction is written share it; the first of them is answered what was started.
   */
  settle(step: SettledStep): Promise<readonly StartedStep[]> {
    this.#settling.push(step);
    if (this.#settling.length > 1) {
      return this.#settled.then(() => []);
    }
    this.#settled = this.advance();
    return this.#settled;
  }

  /** Starts what is ready, after writing what has ended meanwhile. */
  advance(): Promise<readonly StartedStep[]> {
    return this.#writer.write((transaction) => {
      const ended = this.#settling;
      this.#settling = [];
      this.#running -= ended.length;
      const events = ended.flatMap(({ events }) => events);
      // In one transition: a run whose last step expands must not be seen as ended in between.
      const expanded: readonly RunEvent[] = this.#expandedBy(events)
        ? [{ type: 'planned', steps: this.replan() }]
        : [];
      let after = events.length === 0 ? this.model : transition(this.model, [...events, ...expanded]);
      const ready = readySteps(after, maximumConcurrentSteps);
      const started = ready.map((key) => ({ key, afterCrash: after.steps.get(key)?.state === 'unknown' }));
      const starts = ready.map((key): RunEvent => ({ type: 'step-started', key }));
      if (starts.length > 0) {
        after = transition(after, starts);
      }
      const writeEnded = (tx: RunTransaction): void => {
        for (const { write } of ended) {
          write(tx);
        }
      };
      const also = (tx: RunTransaction): void => {
        writeEnded(tx);
        for (const key of ready) {
          this.#startAttempt(tx, after, key);
        }
      };
      const settled = { events: [...events, ...expanded], also: writeEnded };
      const heldBy = this.#tryCommit(transaction, { after, events: [...settled.events, ...starts], also });
      if (heldBy !== null) {
        this.#commit(transaction, this.#waitingFor(heldBy, settled));
        return [];
      }
      this.#running += ready.length;
      return started;
    });
  }

  /** Commits unless that needs a target that another run holds; then nothing was written, and the refusal is returned. */
  #tryCommit(transaction: RunTransaction, change: Omit<Change<Input>, 'by' | 'input'>): AppError | null {
    try {
      this.#commit(transaction, { ...change, by: null, input: this.input });
      return null;
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'TARGET_HELD') {
        throw thrown;
      }
      return thrown;
    }
  }

  /** What has ended is written; nothing is started, and the run asks. */
  #waitingFor(refusal: AppError, { events, also }: Pick<Change<Input>, 'events' | 'also'>): Change<Input> {
    const asked: RunEvent = { type: 'asked', question: toQuestion(null, askForTarget(refusal)) };
    const all = [...events, asked];
    return { after: transition(this.model, all), events: all, by: null, input: this.input, also };
  }

  #commit(transaction: RunTransaction, { after, events, by, input, also }: Change<Input>): void {
    const before = this.model;
    const now = this.ports.clock.now();
    // First of all: a refusal finds nothing written.
    const holds = this.#holds.change(transaction, input, after);
    let position = 0;
    for (const [key, step] of after.steps) {
      const was = before.steps.get(key);
      if (was !== step) {
        transaction.saveStep(this.runId, step, { position, message: this.messages.get(key) ?? null });
      }
      if (was !== undefined && was.undo !== step.undo) {
        transaction.placeStep(this.runId, step, position);
      }
      position += 1;
    }
    also(transaction);
    if (this.#identityChanged) {
      transaction.saveIdentity(this.runId, this.identity);
    }
    this.#identityChanged = false;
    transaction.saveRunState(this.runId, after, isEnded(after.state) ? now : null);
    this.engine.project?.(transaction, input, {
      runId: this.runId,
      before,
      after,
      outputs: this.outputs,
      events,
      by,
    });
    this.model = after;
    this.input = input;
    this.#holds.settle(holds);
  }

  /** Writes what was seen of steps that somebody else runs, and starts what that made ready. */
  async observe(seen: readonly Observation[]): Promise<void> {
    for (const { key, message } of seen) {
      this.messages.set(key, message);
    }
    await this.record(
      seen.map((sighting): RunEvent => ({ type: 'step-observed', key: sighting.key, seen: sighting })),
    );
    this.kick?.();
  }

  saveIntent(step: string, attempt: number, intent: Json): Promise<void> {
    return this.#writer.write((transaction) => transaction.saveIntent(this.runId, step, { attempt, intent }));
  }

  /** Records the identity of the target, of the run's only one where none is named, or compares it; at another site the run stops. */
  noteIdentity(seen: readonly string[], named?: string): void {
    const target = named ?? this.#onlyTarget();
    const recorded = this.identity[target];
    if (recorded === undefined) {
      return this.saveIdentity(target, seen);
    }
    const doubt = doubtAbout(this, { target, recorded, seen });
    if (doubt !== null) {
      stopRun(doubt);
    }
  }

  saveIdentity(target: string, parts: readonly string[]): void {
    this.identity = { ...this.identity, [target]: parts };
    this.#identityChanged = true;
  }

  progress(step: string, progress: Parameters<RunObserver['progress']>[2]): void {
    this.ports.observer.progress(this.runId, step, progress);
  }

  log(line: RunnerLogLine): void {
    this.ports.observer.log(this.runId, line);
  }

  #onlyTarget(): string {
    const [target, ...others] = this.engine.targets(this.input);
    if (target === undefined || others.length > 0) {
      throw new AppError(
        'INTERNAL',
        `run ${this.runId} has ${others.length + 1} targets: name the one that was read`,
      );
    }
    return target;
  }

  #expandedBy(events: readonly RunEvent[]): boolean {
    return events.some(
      (event) => event.type === 'step-succeeded' && this.model.steps.get(event.key)?.expands === true,
    );
  }

  #startAttempt(transaction: RunTransaction, after: RunModel, key: string): void {
    const number = after.steps.get(key)?.attempts ?? 1;
    transaction.startAttempt(this.runId, key, { number, startedAt: this.ports.clock.now() });
  }
}
