import type { Sleep } from '../contract/after-sleep.ts';
import { isDamagedRecord } from '../contract/damaged-record.ts';
import { AppError, isAppError, toErrorRecord } from '../contract/errors.ts';
import { askAfterSleep, lookAfterSleep, openSleep } from './after-sleep.ts';
import type { LiveRunPorts } from './change.ts';
import type { BoundEngine } from './bound-engine.ts';
import type { LiveRun } from './live-run.ts';
import { type RunModel, isActing, isEnded } from './model.ts';
import { pickUp } from './pick-up.ts';
import { interrupted } from './requests.ts';
import { toQuestion } from './shape.ts';
import { lostReason, sleptReason } from './stop-reasons.ts';

/** Whether it says that what is stored of one run, or of the whole home, cannot be read. */
export const isUnreadable = (thrown: unknown): thrown is AppError =>
  isDamagedRecord(thrown) || (isAppError(thrown) && thrown.code === 'DATABASE_DAMAGED');

/** Whether a sleep concerns the run: it is at work, or has been looking around since the sleep before. */
const isToLookAround = (model: RunModel): boolean => model.state === 'running' || openSleep(model) !== null;

/** A run in this process's hands: the model, and the work under way if there is any. */
export interface Held {
  readonly live: LiveRun<unknown, unknown>;
  cancel: AbortController;
  /** To be looked around for: the machine slept, or a person wants it again. Resolves when that is on disk. */
  looks: Promise<unknown> | null;
  work: Promise<void> | null;
}

/** The runs in this process's hands, and the work that goes on for each. What people ask of them is the `Runner`'s. */
export class HeldRuns {
  protected readonly ports: LiveRunPorts;
  readonly #engines: readonly BoundEngine[];
  readonly #held = new Map<string, Held>();
  /** Runs whose interruption is not on disk yet. */
  readonly #lost = new Set<string>();

  /** `engines` may still be filled until the first run is asked for: an engine's service knows the runner. */
  constructor(engines: readonly BoundEngine[], ports: LiveRunPorts) {
    this.ports = ports;
    this.#engines = engines;
  }

  protected engine(kind: string): BoundEngine {
    const engine = this.#engines.find((each) => each.kind === kind);
    if (engine === undefined) {
      throw new AppError('INTERNAL', `there is no engine "${kind}"`);
    }
    return engine;
  }

  /** Marks what a dead owner left behind: running steps become unknown, their runs wait. Only a run that has nothing left but to watch goes on. */
  async recover(): Promise<void> {
    for (const id of this.ports.store.unendedRunIds()) {
      await this.#recoverOne(id);
    }
  }

  /** One that cannot be read any more is nothing to go on with, and no reason to leave the others alone. */
  async #recoverOne(id: string): Promise<void> {
    try {
      await this.#markInterrupted(id);
    } catch (thrown) {
      if (!isUnreadable(thrown)) {
        throw thrown;
      }
      if (isDamagedRecord(thrown) && (await this.ports.store.write((tx) => tx.setUnreadableAside(id)))) {
        await this.#recoverOne(id);
      }
    }
  }

  /**
   * After a commit that failed: forgets what is in memory, once it has stopped, and marks its runs as after a crash.
   * Rejects while the store takes nothing. Does nothing where no commit has failed.
   */
  async recoverLost(): Promise<void> {
    const lost = [...this.#held.values()].filter(({ live }) => live.isLost);
    for (const held of lost) {
      held.cancel.abort(lostReason);
    }
    await Promise.allSettled(lost.map(async ({ work }) => work));
    for (const held of lost) {
      this.#forget(held);
    }
    for (const id of [...this.#lost]) {
      await this.#markInterrupted(id);
      this.#lost.delete(id);
    }
  }

  /** Whether the run is stored as running while nobody is doing it, because that could not be written down yet. */
  isLost(runId: string): boolean {
    return this.#lost.has(runId);
  }

  /** Resolves when nothing is being executed for the run: it has ended or waits. Rejects when the journal failed. */
  async settled(runId: string): Promise<void> {
    await this.#held.get(runId)?.work;
  }

  model(runId: string): RunModel {
    return this.#held.get(runId)?.live.model ?? this.ports.store.loadRun(runId).model;
  }

  /**
   * The machine slept, or stood still: whatever was under way is cut off where it stands, and each run looks around before
   * it goes on. Resolves when that is on disk.
   */
  async slept(sleep: Sleep): Promise<void> {
    const atWork = [...this.#held.values()].filter(({ work }) => work !== null);
    await Promise.all(atWork.map((held) => this.#interrupt(held, sleep)));
  }

  /** Those that a process which is about to go would interrupt. One that only watches is gone on with unasked by the next process. */
  actingRunIds(): readonly string[] {
    return [...this.#held.values()]
      .filter(({ work, live }) => work !== null && isActing(live.model))
      .map(({ live }) => live.runId);
  }

  /** Resolves when what is being executed now has ended or waits. */
  async untilIdle(): Promise<void> {
    await Promise.allSettled([...this.#held.values()].map(async ({ work }) => work));
  }

  protected hold(runId: string): Held {
    const held = this.#held.get(runId);
    if (held !== undefined) {
      return held;
    }
    const stored = this.ports.store.loadRun(runId);
    const live = this.engine(stored.kind).open(stored, this.ports);
    const fresh: Held = { live, cancel: new AbortController(), looks: null, work: null };
    this.#held.set(runId, fresh);
    return fresh;
  }

  #letGo(held: Held): void {
    held.work = null;
    if (isEnded(held.live.model.state)) {
      this.#held.delete(held.live.runId);
    }
  }

  /** Goes on with the run unless that is under way already; steps made ready meanwhile are taken up by the same work. */
  protected work(held: Held): void {
    if (held.live.model.state !== 'running' && held.looks === null) {
      return;
    }
    if (held.live.kick !== null) {
      return held.live.kick();
    }
    const before = (held.work ?? Promise.resolve()).catch(() => undefined);
    const work = before.then(async () => {
      await this.#goOn(held);
      if (held.work === work) {
        this.#letGo(held);
      }
    });
    held.work = work;
    // Callers learn of a failed journal through `settled`; without one waiting it must not end the process unseen.
    work.catch((thrown: unknown) => this.#giveUp(held, thrown));
  }

  async #goOn(held: Held): Promise<void> {
    const { live } = held;
    const fresh = (): AbortSignal => {
      if (held.cancel.signal.aborted) {
        held.cancel = new AbortController();
      }
      return held.cancel.signal;
    };
    if (live.model.state === 'running' && held.looks === null) {
      await pickUp(live, fresh());
    }
    while (held.looks !== null) {
      const written = held.looks;
      held.looks = null;
      await written;
      await lookAfterSleep(live, fresh());
      if (live.model.state === 'running') {
        await pickUp(live, fresh());
      }
    }
  }

  async #interrupt(held: Held, sleep: Sleep): Promise<void> {
    const { live } = held;
    if (!isToLookAround(live.model)) {
      return;
    }
    // Handed in before anything that the abort ends can be: nothing more is started after it.
    held.looks = live.recordFrom((model) => {
      // Its last step may have ended, or asked, as the machine woke.
      if (!isToLookAround(model)) {
        return [];
      }
      const type = openSleep(model) === null ? 'asked' : 'question-changed';
      return [{ type, question: askAfterSleep(live, sleep) }];
    });
    held.cancel.abort(sleptReason);
    await held.looks;
  }

  /** The model in memory may be ahead of the disk: it is forgotten, and the run found again as after a crash. */
  #giveUp(held: Held, thrown: unknown): void {
    const { live } = held;
    live.log({ level: 'error', step: null, message: toErrorRecord(thrown).message, facts: {} });
    this.#forget(held);
    // A store that takes nothing yet is tried again, at the latest before the next request.
    this.recoverLost().catch(() => undefined);
  }

  #forget({ live }: Held): void {
    if (this.#held.get(live.runId)?.live !== live) {
      return;
    }
    this.#held.delete(live.runId);
    this.#lost.add(live.runId);
  }

  async #markInterrupted(id: string): Promise<void> {
    const held = this.hold(id);
    const { live } = held;
    if (isEnded(live.model.state) || live.model.state === 'waiting') {
      return;
    }
    await live.record([{ type: 'owner-died', question: toQuestion(null, interrupted) }]);
    this.work(held);
  }
}
