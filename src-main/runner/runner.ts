import { sleptCode } from '../contract/after-sleep.ts';
import type { Sleep } from '../contract/after-sleep.ts';
import { AppError, isAppError, toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Existing, Intervention, PreviewDocument } from '../contract/run.ts';
import { verbatim } from '../contract/text.ts';
import { isAgreed, lookAtExisting } from './adoption.ts';
import { askAfterSleep, lookAfterSleep, openSleep } from './after-sleep.ts';
import { LiveRun } from './live-run.ts';
import type { LiveRunPorts } from './live-run.ts';
import type { RunEvent, RunModel } from './model.ts';
import { emptyRun, isEnded, repeatableKeys, unhappyKeys } from './model.ts';
import { pickUp, requireReachable } from './pick-up.ts';
import { previewRun } from './preview.ts';
import type { PreviewOptions } from './preview.ts';
import {
  confirm,
  continuable,
  draftOf,
  interrupted,
  looksAgain,
  requireQuestion,
  requireReason,
} from './requests.ts';
import type { Adoption, AnswerRequest, AnyEngine, Decision, RetryRequest, StartRequest } from './requests.ts';
import {
  differsFromPlan,
  nothingToRecheck,
  needsValue,
  notAnAnswer,
  notThereToAdopt,
  waitsForAnswer,
} from './refusals.ts';
import { editedInput, recordAnswer } from './recording.ts';
import { revertRequest } from './revert-request.ts';
import { decided } from './sentences.ts';
import { toQuestion } from './shape.ts';
import { sleptReason } from './step-execution.ts';
import { transition } from './transition.ts';

/** A run in this process's hands: the model, and the work under way if there is any. */
interface Held {
  readonly live: LiveRun<unknown, unknown>;
  cancel: AbortController;
  /** To be looked around for: the machine slept, or a person wants it again. Resolves when that is on disk. */
  looks: Promise<void> | null;
  work: Promise<void> | null;
}

/** What a decision does to its step, and what of it is kept beside the reason. */
type Decided = Extract<RunEvent, { type: 'step-skipped' | 'step-marked-done' | 'step-adopted' }> & {
  readonly detail?: Intervention['detail'];
};

/** Runs of all kinds in one home. Only the owner of the home has one. */
export class Runner {
  readonly #ports: LiveRunPorts;
  readonly #engines: ReadonlyMap<string, AnyEngine>;
  readonly #held = new Map<string, Held>();
  /** Runs whose interruption is not on disk yet. */
  readonly #lost = new Set<string>();

  constructor(engines: readonly AnyEngine[], ports: LiveRunPorts) {
    this.#ports = ports;
    this.#engines = new Map(engines.map((engine) => [engine.kind, engine]));
  }

  /** Marks what a dead owner left behind: running steps become unknown, their runs wait. Only a run that has nothing left but to watch goes on. */
  async recover(): Promise<void> {
    for (const id of this.#ports.store.unendedRunIds()) {
      try {
        await this.#markInterrupted(id);
      } catch (thrown) {
        // One that cannot be read any more is nothing to go on with, and no reason to leave the others alone.
        if (!isAppError(thrown) || thrown.code !== 'DATABASE_DAMAGED') throw thrown;
      }
    }
  }

  /**
   * After a commit that failed: forgets what is in memory, once it has stopped, and marks its runs as after a crash.
   * Rejects while the store takes nothing. Does nothing where no commit has failed.
   */
  async recoverLost(): Promise<void> {
    const lost = [...this.#held.values()].filter(({ live }) => live.isLost);
    for (const held of lost) held.cancel.abort();
    await Promise.allSettled(lost.map(async ({ work }) => work));
    for (const held of lost) this.#forget(held);
    for (const id of [...this.#lost]) {
      await this.#markInterrupted(id);
      this.#lost.delete(id);
    }
  }

  /** Whether the run is stored as running while nobody is doing it, because that could not be written down yet. */
  isLost(runId: string): boolean {
    return this.#lost.has(runId);
  }

  /** Stores the run with its plan, takes its targets and, when confirmed, begins. Answers the run's id once that is on disk. */
  async start(request: StartRequest): Promise<string> {
    await this.recoverLost();
    const engine = this.#engine(request.kind);
    const draft = draftOf(engine, request, this.#ports.clock.now());
    const shapes = new LiveRun(engine, draft, this.#ports).replan();
    const question = toQuestion(null, confirm);
    const opening: RunEvent[] = [{ type: 'planned', steps: shapes }, { type: 'picked-up' }];
    const events: RunEvent[] = request.confirmed ? opening : [...opening, { type: 'asked', question }];
    const id = await this.#ports.store.write((tx) => {
      const runId = tx.createRun(draft);
      if (Object.keys(draft.identity).length > 0) tx.saveIdentity(runId, draft.identity);
      const model = transition(emptyRun, events);
      [...model.steps.values()].forEach((step, position) =>
        tx.saveStep(runId, step, { position, message: null }),
      );
      tx.saveRunState(runId, model, null);
      const input = engine.parseInput(request.input);
      engine.project?.(tx, input, { runId, before: emptyRun, after: model, outputs: new Map() });
      return runId;
    });
    if (request.confirmed) this.#work(this.#hold(id));
    return id;
  }

  /** Makes the run that takes back what an ended one changed; it waits to be confirmed, with its preview. Answers its id. */
  async revert(runId: string): Promise<string> {
    const { store } = this.#ports;
    return this.start(revertRequest(store, this.#engine(store.loadRun(runId).kind), runId));
  }

  /** Resolves when nothing is being executed for the run: it has ended or waits. Rejects when the journal failed. */
  async settled(runId: string): Promise<void> {
    await this.#held.get(runId)?.work;
  }

  model(runId: string): RunModel {
    return this.#held.get(runId)?.live.model ?? this.#ports.store.loadRun(runId).model;
  }

  async answer(request: AnswerRequest): Promise<void> {
    await this.recoverLost();
    const held = this.#hold(request.runId);
    const question = requireQuestion(held.live.model, request.questionId);
    const choice = question.choices.find(({ id }) => id === request.choice);
    if (choice === undefined) {
      throw notAnAnswer(
        request.choice,
        question.choices.map(({ id }) => id),
      );
    }
    if (choice.needsReason === true) requireReason(request.reason);
    if (choice.needsValue === true && request.value === null) throw needsValue(choice.id);
    await recordAnswer(held.live, question, request);
    if (question.code === sleptCode && looksAgain.has(choice.id)) held.looks = Promise.resolve();
    if (choice.id === 'end') await this.cancel(request.runId, request.by);
    else this.#work(held);
  }

  async retry(request: RetryRequest): Promise<void> {
    await this.recoverLost();
    const held = this.#hold(request.runId);
    const { live } = held;
    const own = live.model.questions.find(({ step }) => step === undefined);
    if (own !== undefined && !continuable.has(own.code)) throw waitsForAnswer(live.runId, own.reason);
    const events: RunEvent[] = own === undefined ? [] : [{ type: 'answered', questionId: own.id }];
    const unhappy = unhappyKeys(live.model);
    if (own === undefined || request.steps !== null || unhappy.length > 0) {
      const keys = request.steps ?? (unhappy.length > 0 ? unhappy : null);
      events.push({ type: 'retry-requested', keys });
    }
    const edited = editedInput(live, request);
    await live.record(events, (tx) => {
      for (const intervention of edited.interventions) tx.addIntervention(intervention);
      if (edited.interventions.length > 0)
        tx.saveInput(live.runId, edited.input as Json, live.engine.title(edited.input));
      tx.addIntervention(this.#asked(live.runId, 'retry', request.by));
    });
    live.input = edited.input;
    this.#work(held);
  }

  /**
   * Has an ended run look at the site again, and do again what depends on that, such as its report. A site that cannot be
   * reached, or is another one, is told before anything of the run is touched: what was accepted stays accepted.
   */
  async recheck(runId: string, by: string, signal: AbortSignal): Promise<void> {
    await this.recoverLost();
    const { live } = this.#hold(runId);
    const steps = repeatableKeys(live.model);
    if (steps.length === 0) throw nothingToRecheck(runId);
    await requireReachable(live, signal);
    await this.retry({ runId, steps, edits: [], by });
  }

  /**
   * The machine slept, or stood still: whatever was under way is cut off where it stands, and each run looks around before
   * it goes on. Resolves when that is on disk.
   */
  async slept(sleep: Sleep): Promise<void> {
    const atWork = [...this.#held.values()].filter(({ work }) => work !== null);
    await Promise.all(atWork.map((held) => this.#interrupt(held, sleep)));
  }

  /** Asks the run to stop. Resolves when that is on disk; `settled` tells when the worker has stopped. */
  async cancel(runId: string, by: string): Promise<void> {
    await this.recoverLost();
    const held = this.#hold(runId);
    await held.live.record([{ type: 'cancel-requested' }], (tx) => {
      tx.addIntervention(this.#asked(runId, 'cancel', by));
    });
    held.cancel.abort();
  }

  async skip(decision: Decision): Promise<void> {
    await this.#decide(decision, 'skip', {
      type: 'step-skipped',
      key: decision.step,
      text: verbatim(requireReason(decision.reason)),
    });
  }

  markDone(decision: Decision): Promise<void> {
    return this.#decide(decision, 'mark-done', { type: 'step-marked-done', key: decision.step });
  }

  /** What is there now of the object that a step's conflict was about; STEP_STATE where the step offers none. */
  existing(runId: string, step: string, signal: AbortSignal): Promise<Existing> {
    return lookAtExisting(this.#hold(runId).live, step, signal);
  }

  /**
   * Takes what is there instead of what was planned. It is looked at now: what is absent is refused (API_NOT_FOUND), and
   * what differs from the plan otherwise than a person agreed to is refused with the differences (API_CONFLICT).
   */
  async adopt({ agreed, ...decision }: Adoption, signal: AbortSignal): Promise<void> {
    const { runId, step } = decision;
    requireReason(decision.reason);
    const { verdict, found, differences } = await this.existing(runId, step, signal);
    if (verdict === 'absent') throw notThereToAdopt(step, found);
    if (!isAgreed(agreed, differences)) throw differsFromPlan(step, differences);
    await this.#decide(decision, 'adopt', {
      type: 'step-adopted',
      key: step,
      detail: { found, differences },
    });
  }

  preview(kind: string, stored: Json, options: PreviewOptions): Promise<PreviewDocument> {
    return previewRun(this.#engine(kind), stored, options);
  }

  /** Aborts nothing: leaves every run as it stands, to be found interrupted. For a process that is about to go. */
  liveRunIds(): readonly string[] {
    return [...this.#held.values()].filter(({ work }) => work !== null).map(({ live }) => live.runId);
  }

  /** Resolves when what is being executed now has ended or waits. */
  async untilIdle(): Promise<void> {
    await Promise.allSettled([...this.#held.values()].map(async ({ work }) => work));
  }

  async #decide(
    decision: Decision,
    kind: Intervention['kind'],
    { detail = {}, ...event }: Decided,
  ): Promise<void> {
    await this.recoverLost();
    const held = this.#hold(decision.runId);
    const { runId, step, by } = decision;
    const reason = requireReason(decision.reason);
    held.live.messages.set(step, decided(kind, reason));
    await held.live.record([event], (tx) => {
      tx.addIntervention({ runId, step, kind, reason, detail, by, at: this.#ports.clock.now() });
    });
    if (held.live.model.state === 'running') this.#work(held);
  }

  #asked(runId: string, kind: Intervention['kind'], by: string): Intervention {
    return { runId, step: null, kind, reason: null, detail: {}, by, at: this.#ports.clock.now() };
  }

  #engine(kind: string): AnyEngine {
    const engine = this.#engines.get(kind);
    if (engine === undefined) throw new AppError('INTERNAL', `there is no engine "${kind}"`);
    return engine;
  }

  #hold(runId: string): Held {
    const held = this.#held.get(runId);
    if (held !== undefined) return held;
    const stored = this.#ports.store.loadRun(runId);
    const live = new LiveRun(this.#engine(stored.kind), stored, this.#ports);
    const fresh: Held = { live, cancel: new AbortController(), looks: null, work: null };
    this.#held.set(runId, fresh);
    return fresh;
  }

  #letGo(held: Held): void {
    held.work = null;
    if (isEnded(held.live.model.state)) this.#held.delete(held.live.runId);
  }

  /** Goes on with the run unless that is under way already; steps made ready meanwhile are taken up by the same work. */
  #work(held: Held): void {
    if (held.live.model.state !== 'running' && held.looks === null) return;
    if (held.live.kick !== null) return held.live.kick();
    const before = (held.work ?? Promise.resolve()).catch(() => undefined);
    const work = before.then(async () => {
      await this.#goOn(held);
      if (held.work === work) this.#letGo(held);
    });
    held.work = work;
    // Callers learn of a failed journal through `settled`; without one waiting it must not end the process unseen.
    work.catch((thrown: unknown) => this.#giveUp(held, thrown));
  }

  async #goOn(held: Held): Promise<void> {
    const { live } = held;
    const fresh = (): AbortSignal => {
      if (held.cancel.signal.aborted) held.cancel = new AbortController();
      return held.cancel.signal;
    };
    if (live.model.state === 'running' && held.looks === null) await pickUp(live, fresh());
    while (held.looks !== null) {
      const written = held.looks;
      held.looks = null;
      await written;
      await lookAfterSleep(live, fresh());
      if (live.model.state === 'running') await pickUp(live, fresh());
    }
  }

  async #interrupt(held: Held, sleep: Sleep): Promise<void> {
    const { live } = held;
    const open = openSleep(live.model);
    if (live.model.state !== 'running' && open === null) return;
    const question = askAfterSleep(live, sleep);
    // Handed in before anything that the abort ends can be: nothing more is started after it.
    held.looks = live.record([{ type: open === null ? 'asked' : 'question-changed', question }]);
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
    if (this.#held.get(live.runId)?.live !== live) return;
    this.#held.delete(live.runId);
    this.#lost.add(live.runId);
  }

  async #markInterrupted(id: string): Promise<void> {
    const held = this.#hold(id);
    const { live } = held;
    if (isEnded(live.model.state) || live.model.state === 'waiting') return;
    await live.record([{ type: 'owner-died', question: toQuestion(null, interrupted) }]);
    this.#work(held);
  }
}
