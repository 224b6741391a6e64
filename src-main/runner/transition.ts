import { AppError } from '../contract/errors.ts';
import type { Question, StepState } from '../contract/run.ts';
import { verbatim } from '../contract/text.ts';
import { requireAppendable, withDescendants } from './graph.ts';
import {
  type RunEvent,
  type RunModel,
  type StepModel,
  isActing,
  isEnded,
  isOwn,
  isUnderWay,
  startsAgain,
  untouched,
} from './model.ts';
import { isTakenOut, stepsOfNewPlan } from './new-plan.ts';
import { noSuchStep, notAskedAnyMore, refuseRun, refuseStep, runRefuses, stepRefuses } from './refusals.ts';
import { isStoppedByScope } from './scopes.ts';
import { settle, type Draft } from './settle.ts';

/**
 * The whole behaviour of a run as a pure function: the state after the events, settled (what can no longer start is
 * skipped, what has nothing left to do has ended or waits). Refuses with RUN_STATE, STEP_STATE or STEP_NOT_FOUND.
 */
export function transition(model: RunModel, events: readonly RunEvent[]): RunModel {
  const draft: Draft = { state: model.state, steps: new Map(model.steps), questions: model.questions };
  for (const event of events) {
    applyEvent(draft, event);
  }
  settle(draft);
  return draft;
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

const appliers: { readonly [T in RunEvent['type']]: (draft: Draft, event: EventOf<T>) => void } = {
  planned: append,
  'planned-anew': planAnew,
  'picked-up': pickUp,
  asked: (draft, { question }) => ask(draft, question),
  'question-changed': changeQuestion,
  answered: (draft, { questionId }) => answer(draft, questionId),
  'cancel-requested': requestCancel,
  'owner-died': (draft, { question }) => interrupt(draft, question),
  'retry-requested': (draft, { keys }) => retry(draft, keys),
  'step-skipped': settleByPerson,
  'step-marked-done': settleByPerson,
  'step-adopted': settleByPerson,
  'step-observed': observe,
  'step-started': stepEvent,
  'step-retrying': stepEvent,
  'step-succeeded': stepEvent,
  'step-left-out': stepEvent,
  'step-failed': stepEvent,
  'step-canceled': stepEvent,
  'step-interrupted': stepEvent,
  'step-withdrawn': stepEvent,
};

function applyEvent<T extends RunEvent['type']>(draft: Draft, event: EventOf<T>): void {
  if (!Object.hasOwn(appliers, event.type)) {
    throw new AppError('INTERNAL', `no run knows the event ${event.type}`);
  }
  appliers[event.type](draft, event);
}

function append(draft: Draft, { steps }: EventOf<'planned'>): void {
  requireAppendable(draft.steps, steps);
  for (const shape of steps) {
    draft.steps.set(shape.key, { ...shape, ...untouched });
  }
}

function planAnew(draft: Draft, { plan }: EventOf<'planned-anew'>): void {
  const running = [...draft.steps.values()].find(({ state }) => state === 'running');
  if (running !== undefined) {
    throw refuseStep(running, stepRefuses.planAnew);
  }
  draft.steps = stepsOfNewPlan(draft.steps, plan);
  const isOpen = (key: string): boolean => draft.steps.get(key)?.byPerson === false;
  draft.questions = draft.questions.filter(({ step }) => step === undefined || isOpen(step));
}

function requestCancel(draft: Draft): void {
  if (isEnded(draft.state)) {
    throw refuseRun(draft.state, runRefuses.cancel);
  }
  draft.state = 'canceling';
}

function pickUp(draft: Draft): void {
  if (draft.state !== 'pending' && draft.state !== 'waiting') {
    throw refuseRun(draft.state, runRefuses.pickUp);
  }
  draft.state = 'running';
}

function ask(draft: Draft, question: Question): void {
  if (isEnded(draft.state)) {
    throw refuseRun(draft.state, runRefuses.ask);
  }
  // Several steps may meet the same obstacle of the whole run; it is asked about once.
  if (question.step === undefined && draft.questions.some(({ id }) => id === question.id)) {
    return;
  }
  if (question.step !== undefined) {
    const step = requireStep(draft, question.step);
    // A step that asks after its process died keeps saying so: nobody knows yet what it did.
    const state: StepState = question.code === 'crashed' ? 'unknown' : 'pending';
    draft.steps.set(step.key, { ...step, state });
  }
  draft.questions = [...draft.questions, question];
}

/** The same question, with what is known of it by now. */
function changeQuestion(draft: Draft, { question }: EventOf<'question-changed'>): void {
  if (!draft.questions.some(({ id }) => id === question.id)) {
    throw notAskedAnyMore(question.id);
  }
  draft.questions = draft.questions.map((open) => (open.id === question.id ? question : open));
}

function answer(draft: Draft, questionId: string): void {
  if (!draft.questions.some(({ id }) => id === questionId)) {
    throw notAskedAnyMore(questionId);
  }
  draft.questions = draft.questions.filter(({ id }) => id !== questionId);
  if (draft.state === 'waiting') {
    draft.state = 'running';
  }
}

function interrupt(draft: Draft, question: Question): void {
  // What only watched has left nothing half done: it begins again, and where nothing else is left nobody is asked.
  const isAsked = isActing(draft);
  for (const step of draft.steps.values()) {
    if (isUnderWay(step)) {
      draft.steps.set(step.key, { ...step, state: step.watches ? 'pending' : 'unknown' });
    }
  }
  // Made, but never picked up: it waits like the others instead of starting by itself.
  if (draft.state === 'pending') {
    draft.state = 'running';
  }
  if (draft.state === 'canceling' || draft.questions.some(({ step }) => step === undefined)) {
    return;
  }
  if (isAsked) {
    draft.questions = [...draft.questions, question];
  }
}

const retryable: readonly StepState[] = ['failed', 'warning', 'canceled', 'unknown'];

function retry(draft: Draft, keys: readonly string[] | null): void {
  if (draft.state === 'canceling') {
    throw refuseRun(draft.state, runRefuses.retryBeforeCanceled);
  }
  const canBeRetried = (step: StepModel): boolean => isOwn(step) && retryable.includes(step.state);
  const chosen = keys ?? [...draft.steps.values()].filter(canBeRetried).map(({ key }) => key);
  for (const key of chosen) {
    const step = requireStep(draft, key);
    const looksAgain = step.repeatable && step.state === 'succeeded';
    if (!looksAgain && !canBeRetried(step)) {
      throw refuseStep(step, stepRefuses.retry);
    }
  }
  if (chosen.length === 0) {
    throw refuseRun(draft.state, runRefuses.nothingToRetry);
  }
  beginAgain(draft, chosen);
  if (isEnded(draft.state)) {
    draft.state = 'running';
  }
}

const stoppedByScope = ({ steps }: Draft): readonly string[] =>
  [...steps.values()].filter(isStoppedByScope).map(({ key }) => key);

/** With all that was built on them, except what a person has settled and what is under way. */
function beginAgain(draft: Draft, keys: readonly string[]): void {
  // What its scope stopped begins again, too; where that is stopped by another one still, it is left out again.
  for (const key of withDescendants(draft.steps, [...keys, ...stoppedByScope(draft)])) {
    const step = requireStep(draft, key);
    if (!step.byPerson && step.state !== 'running') {
      draft.steps.set(key, startsAgain(step));
    }
  }
}

function settleByPerson(
  draft: Draft,
  event: RunEvent & { type: 'step-skipped' | 'step-marked-done' | 'step-adopted' },
): void {
  if (draft.state === 'canceling') {
    throw refuseRun(draft.state, runRefuses.decide);
  }
  const step = requireStep(draft, event.key);
  if (step.state === 'running' || step.state === 'succeeded') {
    throw refuseStep(step, stepRefuses.settle);
  }
  if (isTakenOut(step)) {
    throw refuseStep(step, stepRefuses.takenOut);
  }
  if (step.mandatory) {
    throw refuseStep(step, stepRefuses.leaveOut);
  }
  const decided: Partial<StepModel> =
    event.type === 'step-skipped'
      ? { state: 'skipped', skipReason: { kind: 'person', text: event.text }, failure: null }
      : { state: 'succeeded', skipReason: null, failure: null, adopted: event.type === 'step-adopted' };
  draft.steps.set(step.key, { ...step, ...decided, byPerson: true });
  draft.questions = draft.questions.filter((question) => question.step !== step.key);
  const roots = [step.key, ...stoppedByScope(draft)];
  const descendants = [...withDescendants(draft.steps, roots)].map((key) => requireStep(draft, key));
  for (const descendant of descendants) {
    if (descendant.skipReason?.kind === 'dependency' || isStoppedByScope(descendant)) {
      draft.steps.set(descendant.key, startsAgain(descendant));
    }
  }
  lookAgain(draft, descendants);
  if (draft.state !== 'pending') {
    draft.state = 'running';
  }
}

/** What was read before a person decided says nothing about the time after: it is read again, and what rests on it done again. */
function lookAgain(draft: Draft, among: readonly StepModel[]): void {
  const outdated = among.filter(({ repeatable, state }) => repeatable && state === 'succeeded');
  beginAgain(
    draft,
    outdated.map(({ key }) => key),
  );
}

/** Moves a step that somebody else runs; what was left out for its sake begins again when it is seen to have succeeded. */
function observe(draft: Draft, { key, seen }: EventOf<'step-observed'>): void {
  const step = requireStep(draft, key);
  if (isOwn(step)) {
    throw refuseStep(step, verbatim('is not observed'));
  }
  const { state, changed = null, attempts = step.attempts, failure = null, allows = [] } = seen;
  draft.steps.set(key, { ...step, state, changed, attempts, failure, allows });
  if (state !== 'succeeded' || isEnded(draft.state)) {
    return;
  }
  for (const dependent of withDescendants(draft.steps, [key])) {
    const left = requireStep(draft, dependent);
    if (left.skipReason?.kind === 'dependency') {
      draft.steps.set(dependent, startsAgain(left));
    }
  }
}

type StepEvent = Extract<
  RunEvent,
  {
    type: `step-${'started' | 'retrying' | 'succeeded' | 'left-out' | 'failed' | 'canceled' | 'interrupted' | 'withdrawn'}`;
  }
>;

function stepEvent(draft: Draft, event: StepEvent): void {
  const step = requireStep(draft, event.key);
  const legalFrom: readonly StepState[] =
    event.type === 'step-started' ? ['pending', 'unknown'] : ['running'];
  if (!legalFrom.includes(step.state)) {
    throw refuseStep(step, verbatim(`cannot take ${event.type}`));
  }
  draft.steps.set(step.key, { ...step, ...afterStepEvent(step, event) });
}

const stoppedBecause = ({ because }: EventOf<'step-canceled'>): StepModel['skipReason'] =>
  because === undefined ? null : { kind: 'scope', text: because };

function afterStepEvent(step: StepModel, event: StepEvent): Partial<StepModel> {
  switch (event.type) {
    case 'step-started':
    case 'step-retrying':
      return { state: 'running', attempts: step.attempts + 1, failure: null };
    case 'step-succeeded':
      return {
        state: 'succeeded',
        changed: step.changed === true ? true : event.changed,
        undo: event.isFinal === true ? 'none' : step.undo,
        failure: null,
      };
    case 'step-left-out': {
      const { because, dependents } = event;
      return {
        state: 'skipped',
        skipReason: { kind: 'condition', text: because, dependents },
        failure: null,
      };
    }
    case 'step-failed':
      return { state: step.onFailure === 'warn' ? 'warning' : 'failed', failure: event.failure };
    case 'step-canceled':
      return { state: 'canceled', skipReason: stoppedBecause(event) };
    case 'step-interrupted':
      return { state: 'unknown' };
    case 'step-withdrawn':
      return { state: 'pending' };
  }
}

function requireStep(draft: Draft, key: string): StepModel {
  const step = draft.steps.get(key);
  if (step === undefined) {
    throw noSuchStep(key);
  }
  return step;
}
