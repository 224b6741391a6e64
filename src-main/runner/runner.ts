import { sleptCode } from '../contract/after-sleep.ts';
import type { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Existing, Intervention, PreviewDocument } from '../contract/run.ts';
import { verbatim } from '../contract/text.ts';
import { isAgreed, lookAtExisting } from './adoption.ts';
import type { AlsoWrite } from './change.ts';
import { HeldRuns, isUnreadable, type Held } from './held-runs.ts';
import { holdsOf } from './holds.ts';
import { type RunEvent, emptyRun, repeatableKeys, unhappyKeys } from './model.ts';
import { requireReachable } from './pick-up.ts';
import type { RunTransaction } from './ports.ts';
import type { PreviewOptions } from './preview.ts';
import type { Previewed } from './preview-run.ts';
import { storedIntent } from './stored.ts';
import {
  confirm,
  continuable,
  looksAgain,
  requireQuestion,
  requireReason,
  type Adoption,
  type AnswerRequest,
  type Decision,
  type PreviewRequest,
  type RetryRequest,
  type StartRequest,
} from './requests.ts';
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
import { transition } from './transition.ts';

/** What a decision does to its step, and what of it is kept beside the reason. */
type Decided = Extract<RunEvent, { type: 'step-skipped' | 'step-marked-done' | 'step-adopted' }> & {
  readonly detail?: Intervention['detail'];
};

/** Runs of all kinds in one home. Only the owner of the home has one. */
export class Runner extends HeldRuns {
  /** Stores the run with its plan, takes its targets and, when confirmed, begins. Answers the run's id once that is on disk. */
  async start(request: StartRequest): Promise<string> {
    await this.recoverLost();
    const engine = this.engine(request.kind);
    const draft = engine.draft(request, this.ports.clock.now());
    const fresh = engine.open(draft, this.ports);
    const shapes = fresh.replan();
    const question = toQuestion(null, confirm);
    const opening: RunEvent[] = [{ type: 'planned', steps: shapes }, { type: 'picked-up' }];
    const events: RunEvent[] = request.confirmed ? opening : [...opening, { type: 'asked', question }];
    const model = transition(emptyRun, events);
    const holds = holdsOf(fresh.engine, fresh.input, model);
    const id = await this.ports.store.write((tx) => {
      const runId = tx.createRun({ ...draft, holds, startedBy: request.by });
      if (Object.keys(draft.identity).length > 0) {
        tx.saveIdentity(runId, draft.identity);
      }
      [...model.steps.values()].forEach((step, position) =>
        tx.saveStep(runId, step, { position, message: null }),
      );
      tx.saveRunState(runId, model, null);
      const change = {
        runId,
        before: emptyRun,
        after: model,
        outputs: fresh.outputs,
        events,
        by: request.by,
      };
      fresh.engine.project?.(tx, fresh.input, change);
      return runId;
    });
    if (request.confirmed) {
      this.work(this.hold(id));
    }
    return id;
  }

  /** Makes the run that takes back what an ended one changed; it waits to be confirmed, with its preview. Answers its id. */
  async revert(runId: string, by: string): Promise<string> {
    const { store } = this.ports;
    return this.start({ ...revertRequest(store, this.engine(store.loadRun(runId).kind), runId), by });
  }

  async answer(request: AnswerRequest): Promise<void> {
    await this.recoverLost();
    const held = this.hold(request.runId);
    const question = requireQuestion(held.live.model, request.questionId);
    const choice = question.choices.find(({ id }) => id === request.choice);
    if (choice === undefined) {
      throw notAnAnswer(
        request.choice,
        question.choices.map(({ id }) => id),
      );
    }
    if (choice.needsReason === true) {
      requireReason(request.reason);
    }
    if (choice.needsValue === true && request.value === null) {
      throw needsValue(choice.id);
    }
    await recordAnswer(held.live, question, request);
    if (question.code === sleptCode && looksAgain.has(choice.id)) {
      held.looks = Promise.resolve();
    }
    if (choice.id === 'end') {
      await this.cancel(request.runId, request.by);
    } else {
      this.work(held);
    }
  }

  async retry(request: RetryRequest): Promise<void> {
    await this.recoverLost();
    const held = this.hold(request.runId);
    const { live } = held;
    const own = live.model.questions.find(({ step }) => step === undefined);
    if (own !== undefined && !continuable.has(own.code)) {
      throw waitsForAnswer(live.runId, own.reason);
    }
    const events: RunEvent[] = own === undefined ? [] : [{ type: 'answered', questionId: own.id }];
    const unhappy = unhappyKeys(live.model);
    if (own === undefined || request.steps !== null || unhappy.length > 0) {
      const keys = request.steps ?? (unhappy.length > 0 ? unhappy : null);
      events.push({ type: 'retry-requested', keys });
    }
    const edited = editedInput(live, request);
    const also = (tx: RunTransaction): void => {
      for (const intervention of edited.interventions) {
        tx.addIntervention(intervention);
      }
      if (edited.interventions.length > 0) {
        tx.saveInput(live.runId, edited.input as Json, live.about(edited.input));
      }
      tx.addIntervention(this.#asked(live.runId, 'retry', request.by));
    };
    await live.record(events, also, { by: request.by, input: edited.input });
    this.work(held);
  }

  /**
   * Has an ended run look at the site again, and do again what depends on that, such as its report. A site that cannot be
   * reached, or is another one, is told before anything of the run is touched: what was accepted stays accepted.
   */
  async recheck(runId: string, by: string, signal: AbortSignal): Promise<void> {
    await this.recoverLost();
    const { live } = this.hold(runId);
    const steps = repeatableKeys(live.model);
    if (steps.length === 0) {
      throw nothingToRecheck(runId);
    }
    await requireReachable(live, signal);
    await this.retry({ runId, steps, edits: [], by });
  }

  /** Asks the run to stop. Resolves when that is on disk; `settled` tells when the worker has stopped. */
  async cancel(runId: string, by: string): Promise<void> {
    await this.recoverLost();
    const also = (tx: RunTransaction): void => tx.addIntervention(this.#asked(runId, 'cancel', by));
    let held: Held;
    try {
      held = this.hold(runId);
    } catch (thrown) {
      if (!isUnreadable(thrown)) {
        throw thrown;
      }
      return this.#endUnreadable(runId, also, thrown);
    }
    await held.live.record([{ type: 'cancel-requested' }], also, { by });
    held.cancel.abort();
  }

  /** Nobody can go on with it; what it holds is free again. */
  #endUnreadable(runId: string, also: AlsoWrite, damage: AppError): Promise<void> {
    return this.ports.store.write((tx) => {
      if (!tx.endUnreadable(runId, this.ports.clock.now())) {
        throw damage;
      }
      also(tx);
    });
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
    return lookAtExisting(this.hold(runId).live, step, signal);
  }

  /**
   * Takes what is there instead of what was planned. It is looked at now: what is absent is refused (API_NOT_FOUND), and
   * what differs from the plan otherwise than a person agreed to is refused with the differences (API_CONFLICT).
   */
  async adopt({ agreed, ...decision }: Adoption, signal: AbortSignal): Promise<void> {
    const { runId, step } = decision;
    requireReason(decision.reason);
    const { verdict, found, differences } = await this.existing(runId, step, signal);
    if (verdict === 'absent') {
      throw notThereToAdopt(step, found);
    }
    if (!isAgreed(agreed, differences)) {
      throw differsFromPlan(step, differences);
    }
    await this.#decide(decision, 'adopt', {
      type: 'step-adopted',
      key: step,
      detail: { found, differences },
    });
  }

  /** What a run with this input would find and do, or what one that exists would if it went on. Changes nothing. */
  async preview(of: PreviewRequest, options: PreviewOptions): Promise<PreviewDocument> {
    if ('kind' in of) {
      return this.engine(of.kind).preview(of.input, options);
    }
    const { store } = this.ports;
    const stored = store.loadRun(of.run);
    const intentOf: Previewed['intentOf'] = (step) => storedIntent(store, of.run, step);
    return this.engine(stored.kind).previewStored({ stored, intentOf }, options);
  }

  async #decide(
    decision: Decision,
    kind: Intervention['kind'],
    { detail = {}, ...event }: Decided,
  ): Promise<void> {
    await this.recoverLost();
    const held = this.hold(decision.runId);
    const { runId, step, by } = decision;
    const reason = requireReason(decision.reason);
    held.live.messages.set(step, decided(kind, reason));
    const at = this.ports.clock.now();
    const also = (tx: RunTransaction): void =>
      tx.addIntervention({ runId, step, kind, reason, detail, by, at });
    await held.live.record([event], also, { by });
    if (held.live.model.state === 'running') {
      this.work(held);
    }
  }

  #asked(runId: string, kind: Intervention['kind'], by: string): Intervention {
    return { runId, step: null, kind, reason: null, detail: {}, by, at: this.ports.clock.now() };
  }
}
