import type { Text } from '../contract/text.ts';
import type { Question, RunState, SkipReason, StepFailure, StepState } from '../contract/run.ts';
import { isEndedState } from '../contract/run-states.ts';

/** How a step must have ended for the one that names it to start: `settled` is any end at all. */
export interface Dependency {
  readonly key: string;
  readonly requires: 'succeeded' | 'settled';
}

/** One level of the scope that a step belongs to. */
export interface ScopePart {
  /** Unique within the level above it. */
  readonly key: string;
  readonly title: Text;
  /** What a failure does to the other steps of the scope: they are stopped, or go on. */
  readonly onFailure: 'stop-scope' | 'go-on';
  /** A failure in it is no failure of what surrounds it: neither of the outer scope nor of the run. */
  readonly isTolerated: boolean;
}

/** The part of a step's definition that decides its course; stored with the run, so that it is known without the engine. */
export interface StepShape {
  readonly key: string;
  readonly title: Text;
  readonly group: string;
  readonly dependsOn: readonly Dependency[];
  readonly onFailure: 'fail' | 'warn';
  readonly pool: { readonly key: string; readonly limit: number } | null;
  /** Before the end of the step what its kind allows; afterwards whether that which this run changed can be taken back. */
  readonly undo: 'none' | 'possible';
  /** Cannot be skipped: without it nothing that follows would be safe. */
  readonly mandatory: boolean;
  /** When it has finished, the engine is asked for further steps. */
  readonly expands: boolean;
  /** Only looks, and may be asked to look again after it has succeeded. */
  readonly repeatable: boolean;
  /** Only follows what goes on elsewhere, however long that takes. */
  readonly watches: boolean;
  /** The nested scopes that it belongs to, the outermost one first; none where it is missing. */
  readonly scope?: readonly ScopePart[] | undefined;
  /** Somebody else runs it: it is never started here, and its state is what was seen. */
  readonly observed?: { readonly by: string; readonly counts: boolean } | undefined;
  /** Of a run that undoes another one: the steps of that one whose changes are gone once this has succeeded. */
  readonly undoes?: readonly string[] | undefined;
}

export interface StepModel extends StepShape {
  readonly state: StepState;
  /** How many attempts there have been; the running one included. */
  readonly attempts: number;
  /**
   * Whether this run changed anything here; stays true once it has, also when a later attempt finds it done. Null before
   * the end, and for steps that only look.
   */
  readonly changed: boolean | null;
  readonly failure: StepFailure | null;
  readonly skipReason: SkipReason | null;
  /** A person settled it (skipped, marked as done, adopted): a retry of what precedes it leaves it alone. */
  readonly byPerson: boolean;
  /** Settled by taking what was there instead of what was planned. */
  readonly adopted: boolean;
  /** Of an observed step: the operations that may be asked of who runs it. */
  readonly allows?: readonly string[] | undefined;
}

export interface RunModel {
  readonly state: RunState;
  readonly steps: ReadonlyMap<string, StepModel>;
  /** Open questions in the order asked. One without a step stops the whole run; others only their step. */
  readonly questions: readonly Question[];
}

/** What a look has found of an observed step; a later look may say otherwise. */
export interface Sighting {
  readonly state: StepState;
  readonly changed?: boolean | null;
  readonly attempts?: number;
  readonly failure?: StepFailure | null;
  readonly allows?: readonly string[];
}

/** A plan that takes the place of the one before. */
export interface NewPlan {
  readonly steps: readonly StepShape[];
  /** Steps that both plans have, and about which the new one says something else. */
  readonly changed: readonly string[];
}

export type RunEvent =
  | { readonly type: 'planned'; readonly steps: readonly StepShape[] }
  | { readonly type: 'planned-anew'; readonly plan: NewPlan }
  | { readonly type: 'picked-up' }
  | { readonly type: 'asked'; readonly question: Question }
  | { readonly type: 'question-changed'; readonly question: Question }
  | { readonly type: 'answered'; readonly questionId: string }
  | { readonly type: 'step-started'; readonly key: string }
  | { readonly type: 'step-retrying'; readonly key: string }
  | {
      readonly type: 'step-succeeded';
      readonly key: string;
      readonly changed: boolean | null;
      /** What it changed cannot be taken back, although steps of its kind can. */
      readonly isFinal?: boolean;
    }
  /** It saw that it is not needed, before it did anything. */
  | {
      readonly type: 'step-left-out';
      readonly key: string;
      readonly because: Text;
      readonly dependents: 'go-on' | 'skip';
    }
  | { readonly type: 'step-failed'; readonly key: string; readonly failure: StepFailure }
  /** `because`: its scope was stopped. */
  | { readonly type: 'step-canceled'; readonly key: string; readonly because?: Text | undefined }
  /** Cut off from outside: nobody knows how far it came. */
  | { readonly type: 'step-interrupted'; readonly key: string }
  | { readonly type: 'step-observed'; readonly key: string; readonly seen: Sighting }
  /** Stopped before it did anything; it is still to be done. */
  | { readonly type: 'step-withdrawn'; readonly key: string }
  | { readonly type: 'cancel-requested' }
  | { readonly type: 'owner-died'; readonly question: Question }
  | { readonly type: 'retry-requested'; readonly keys: readonly string[] | null }
  | { readonly type: 'step-skipped'; readonly key: string; readonly text: Text }
  | { readonly type: 'step-marked-done'; readonly key: string }
  | { readonly type: 'step-adopted'; readonly key: string };

export const emptyRun: RunModel = { state: 'pending', steps: new Map(), questions: [] };

/** A step that has not been tried. */
export const untouched = {
  state: 'pending',
  attempts: 0,
  changed: null,
  failure: null,
  skipReason: null,
  byPerson: false,
  adopted: false,
} as const satisfies Partial<StepModel>;

/** Back to the start, keeping the count: the next execution is the next attempt. */
export function startsAgain(step: StepModel): StepModel {
  const changed = step.changed === true ? true : null;
  return { ...step, state: 'pending', changed, failure: null, skipReason: null };
}

const settledStepStates: readonly StepState[] = ['succeeded', 'skipped', 'warning', 'failed', 'canceled'];

export const isEnded = isEndedState;

export function isSettled(state: StepState): boolean {
  return settledStepStates.includes(state);
}

/** Whether a step that needs this one to have succeeded may start: it has, or is not needed and says so. */
export function isPassed({ state, skipReason }: Pick<StepModel, 'state' | 'skipReason'>): boolean {
  return state === 'succeeded' || (state === 'skipped' && skipReason?.dependents === 'go-on');
}

/** Whether the run does the step itself. */
export const isOwn = ({ observed }: Pick<StepShape, 'observed'>): boolean => observed === undefined;

/** Whether the run is doing the step now. */
export const isUnderWay = (step: StepModel): boolean => isOwn(step) && step.state === 'running';

/** Whether the run has the step still to begin. */
export const isToBegin = (step: StepModel): boolean => isOwn(step) && step.state === 'pending';

/** Whether the state of the step decides how the run, and its scope, ends. */
export const counts = ({ observed }: Pick<StepShape, 'observed'>): boolean => observed?.counts !== false;

/** Whether something of the run is still to be done that may change the world. A run that only watches holds no target. */
export function isActing({ state, steps }: RunModel): boolean {
  return (
    !isEnded(state) &&
    [...steps.values()].some((step) => !step.watches && isOwn(step) && !isSettled(step.state))
  );
}

/** How many steps are in which state. */
export function countStates(model: RunModel): Partial<Record<StepState, number>> {
  const counts: Partial<Record<StepState, number>> = {};
  for (const { state } of model.steps.values()) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** Keys of the steps that can look again; empty while the run is at work. */
export function repeatableKeys(model: RunModel): readonly string[] {
  if (!isEnded(model.state)) {
    return [];
  }
  return [...model.steps.values()]
    .filter(({ repeatable, state }) => repeatable && state === 'succeeded')
    .map(({ key }) => key);
}

/** Keys of the steps that ended otherwise than they should: what a retry without further words is about. */
export function unhappyKeys(model: RunModel): readonly string[] {
  const unhappy: readonly StepState[] = ['failed', 'warning', 'canceled'];
  return [...model.steps.values()]
    .filter((step) => isOwn(step) && unhappy.includes(step.state))
    .map(({ key }) => key);
}
