/** What follows from the events of a run without any further one. */
import type { Question, RunState, SkipReason } from '../contract/run.ts';
import { openDependency, readySteps, unmetDependency } from './graph.ts';
import { isEnded, isToBegin, isUnderWay, type StepModel } from './model.ts';
import { failsRun, stoppedScopes, stopOfStep } from './scopes.ts';
import { dependencyUnmet, scopeStopped } from './sentences.ts';

/** A copy that one batch of events works on; nothing outside sees it before it is whole. */
export interface Draft {
  state: RunState;
  steps: Map<string, StepModel>;
  questions: readonly Question[];
}

/** Draws the consequences that need no decision: dependents that cannot start any more, and the state of the run. */
export function settle(draft: Draft): void {
  if (isEnded(draft.state) || draft.state === 'pending') {
    return;
  }
  if (draft.state === 'canceling') {
    return endCanceled(draft);
  }
  leaveOutUnmet(draft);
  // Its end can be the end of a scope, and that the failure of the one around it.
  while (leaveOutStopped(draft)) {
    leaveOutUnmet(draft);
  }
  const steps = [...draft.steps.values()];
  if (steps.some(isUnderWay)) {
    return;
  }
  if (draft.questions.some(({ step }) => step === undefined)) {
    draft.state = 'waiting';
  } else if (readySteps({ ...draft, state: 'running' }, 1).length > 0) {
    draft.state = 'running';
  } else if (draft.questions.length > 0) {
    draft.state = 'waiting';
  } else if (leaveOutWaiting(draft)) {
    settle(draft);
  } else {
    draft.state = steps.some(failsRun) ? 'failed' : 'succeeded';
  }
}

function leaveOutUnmet(draft: Draft): void {
  for (const step of draft.steps.values()) {
    const unmet = isToBegin(step) ? unmetDependency(draft.steps, step) : null;
    if (unmet !== null) {
      leaveOut(draft, step, { kind: 'dependency', text: dependencyUnmet(unmet.title) });
    }
  }
}

/** Leaves out what waits at the end for a step that somebody else runs, or of which nobody knows the end; returns whether there was any. */
function leaveOutWaiting(draft: Draft): boolean {
  let isAny = false;
  for (const step of [...draft.steps.values()].filter(isToBegin)) {
    const open = openDependency(draft.steps, step);
    if (open !== null) {
      leaveOut(draft, step, { kind: 'dependency', text: dependencyUnmet(open.title) });
      isAny = true;
    }
  }
  return isAny;
}

/** Leaves out what is not begun in scopes that are stopped; returns whether there was any. */
function leaveOutStopped(draft: Draft): boolean {
  const stopped = stoppedScopes(draft.steps);
  let isAny = false;
  for (const step of draft.steps.values()) {
    const stop = isToBegin(step) ? stopOfStep(step, stopped) : null;
    if (stop !== null) {
      leaveOut(draft, step, { kind: 'scope', text: scopeStopped(stop.part.title, stop.failed.title) });
      isAny = true;
    }
  }
  return isAny;
}

function leaveOut(draft: Draft, step: StepModel, skipReason: SkipReason): void {
  draft.steps.set(step.key, { ...step, state: 'skipped', skipReason });
  draft.questions = draft.questions.filter((question) => question.step !== step.key);
}

/** Canceled only when the worker has stopped; until then the run says that it is being canceled. */
function endCanceled(draft: Draft): void {
  if ([...draft.steps.values()].some(isUnderWay)) {
    return;
  }
  for (const step of draft.steps.values()) {
    if (isToBegin(step)) {
      draft.steps.set(step.key, { ...step, state: 'canceled' });
    }
  }
  draft.questions = [];
  draft.state = 'canceled';
}
