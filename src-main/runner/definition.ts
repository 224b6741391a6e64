import type { z } from 'zod';
import type { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type {
  Choice,
  Existing,
  PreviewDocument,
  Progress,
  RunSubject,
  WaitingReason,
} from '../contract/run.ts';
import type { CellReference } from '../contract/site-plan.ts';
import type { Text } from '../contract/text.ts';
import type { Dependency, RunModel, ScopePart, Sighting } from './model.ts';
import type { Observer } from './observers.ts';
import type { RunChange, RunTransaction } from './ports.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** What a look at the world says about a step. */
export type ProbeResult<Intent = Json, Output = Json> =
  | {
      readonly verdict: 'done';
      readonly found: Text;
      readonly output?: Output;
      /** The probe can tell that this run made none of it, also where an attempt before was left open. */
      readonly changed?: false;
    }
  | {
      readonly verdict: 'todo';
      readonly found?: Text | undefined;
      readonly change: Text;
      readonly intent: Intent;
    }
  | { readonly verdict: 'blocked'; readonly found?: Text; readonly cause: Error }
  /** A condition of the step is false, so it is not needed; what needs it to have succeeded goes on, or is skipped with it. */
  | { readonly verdict: 'skipped'; readonly because: Text; readonly dependents: 'go-on' | 'skip' }
  /** The system has no way to ask; `intent` is what would be done all the same. */
  | { readonly verdict: 'unreadable'; readonly why: Text; readonly change: Text; readonly intent: Intent };

/** Names a step and the form of its output, for the steps that read it. The step itself is defined with the same two. */
export interface OutputOf<Output> {
  readonly key: string;
  readonly output: z.ZodType<Output>;
}

/** Names a question within its step and the form of what is told with it, for who reads the answer. */
export interface QuestionOf<Facts> {
  readonly code: string;
  readonly facts: z.ZodType<Facts>;
}

type AnyFacts = Readonly<Record<string, Json>>;

/** A question only a person can answer; thrown with {@link StepContext.ask}, answered by `runs answer`. */
export interface Asked {
  readonly reason: WaitingReason;
  /** Names the question within its step, so that the answer finds it again. */
  readonly code: string;
  readonly text: Text;
  readonly facts?: AnyFacts;
  readonly choices: readonly Choice[];
}

export interface Answer<Facts = AnyFacts> {
  readonly choice: string;
  readonly value: string | null;
  readonly reason: string | null;
  /** What was told with the question that was answered. */
  readonly facts: Facts;
}

export interface StepLog {
  info(message: Text, facts?: AnyFacts): void;
  warn(message: Text, facts?: AnyFacts): void;
}

/** What was seen of a step that somebody else runs, with the sentence beside it. */
export interface Observation extends Sighting {
  readonly key: string;
  readonly message: Text | null;
}

/** What a step may use while it runs. */
export interface StepContext<World, Intent = Json> {
  readonly world: World;
  readonly runId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly log: StepLog;
  /**
   * The intent of the attempt before this one, when that one died, was canceled or failed after committing it. Reading it
   * throws RECORD_DAMAGED where what is stored is no intent of this step.
   */
  readonly interruptedIntent: Intent | null;
  /** Whether that attempt may have taken effect, and nobody has seen yet. */
  readonly isLeftOpen: boolean;
  progress(progress: Progress): void;
  /**
   * Output of another step that has succeeded, or this step's own of an earlier attempt; else null. RECORD_DAMAGED where
   * what is stored has another form.
   */
  output<Output extends Json>(of: OutputOf<Output>): Output | null;
  /** Outputs and ends of all steps so far, for steps that sum up. */
  journal(): Journal;
  /** Amends the committed intent: what has been created so far and must be recognised after a crash. Resolves when it is on disk. */
  checkpoint(intent: Intent): Promise<void>;
  /** Tells what was seen of steps that somebody else runs. Resolves when it is on disk. */
  observe(seen: readonly Observation[]): Promise<void>;
  /** Runs cleanup that a cancel does not interrupt; it gets a signal of its own that only its deadline (30 s) aborts. */
  shield<T>(cleanup: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Evidence kept with this attempt. */
  evidence(name: string, value: Json): void;
  /** The step's work is done, and not as it should be: it keeps its output and ends as a failure would (see `onFailure`). */
  caveat(error: AppError): void;
  /** The latest answer to this step's question of that kind, else null. RECORD_DAMAGED where its stored facts have another form. */
  answer<Facts>(to: QuestionOf<Facts>): Answer<Facts> | null;
  ask(question: Asked): never;
  /**
   * Records what tells a target from another, or compares it with what was recorded: at another site the run stops and
   * asks. A run of several targets names the one that was read.
   */
  recordIdentity(parts: readonly string[], target?: string): void;
  /** Reads what tells this site from another once more and compares it, where something was recorded: at another site the run stops and asks. */
  confirmSite(): Promise<void>;
}

/** What an undo may use while it runs: its own attempt, not that of the step that it takes back. */
export type UndoContext<World> = Omit<StepContext<World>, 'interruptedIntent' | 'checkpoint'>;

/** What a look says about a change that is to be taken back; `done` where nothing of it is left. */
export type UndoSight =
  | { readonly verdict: 'done'; readonly found: Text }
  | { readonly verdict: 'todo'; readonly found: Text }
  | { readonly verdict: 'blocked'; readonly cause: Error }
  /** The system has no way to ask; it is undone all the same. */
  | { readonly verdict: 'unreadable'; readonly why: Text };

export interface Undo<World, Intent = Json, Output = Json> {
  readonly title: Text;
  /**
   * Why this very change cannot be taken back, told from its intent, such as a value that was empty before and that the
   * system cannot clear; null where it can. Without it every change of the step can be taken back.
   */
  impossible?(intent: Intent): Text | null;
  undo(intent: Intent, output: Output, context: UndoContext<World>): Promise<void>;
  /** Looks whether there is anything to take back. Without it the undo is always done, and never repeated unasked. */
  probe?(intent: Intent, output: Output, context: UndoContext<World>): Promise<UndoSight>;
  /** Throws when the change is still there. */
  verify?(intent: Intent, output: Output, context: UndoContext<World>): Promise<void>;
  /**
   * Looks for the object of a step that did not come to its end, by what it meant to do: what the step would have left
   * behind, or null where there is no object. Without it such a step stays as it is.
   */
  find?(intent: Intent, context: UndoContext<World>): Promise<Output | null>;
  /** `ask` where it is missing: taking away twice may hit what came after it. */
  readonly onCrash?: 'redo' | 'probe' | 'ask';
  /** One attempt where it is missing. */
  readonly retry?: RetryPolicy;
  /** Milliseconds that one attempt may take. */
  readonly deadlineMs?: number | undefined;
}

/** A step of a run that is taken back, as its rows have it. */
export interface MadeStep {
  readonly key: string;
  /** What it last meant to do; null where nothing was committed. */
  readonly intent: Json;
  /** Null where the step did not come to its end. */
  readonly output: Json;
  /** It did not come to its end: what it made has to be found first. */
  readonly isLeftOpen: boolean;
}

/** A run that is to be taken back. */
export interface Reverted<Input> {
  readonly input: Input;
  readonly journal: Journal;
  /** What it changed, or may have changed, and can be undone, in the order of its plan. */
  readonly made: readonly MadeStep[];
}

/** How work that goes on elsewhere is stopped, such as a worker or a job: it is asked, waited for, and given up. */
export interface OnCancel<World, Intent = Json> {
  /** Milliseconds from the request to the moment at which nothing is waited for any longer. */
  readonly deadlineMs: number;
  /** Asks it to stop and returns when that was asked; `apply` is what tells the end. Its signal is aborted at the deadline. */
  stop(intent: Intent, context: StepContext<World, Intent>): Promise<void>;
}

/**
 * One step as its engine defines it (`defineStep` takes the types from the schemas). Without its last two parameters it is
 * the step as the runner executes it: what is stored is parsed by the step's own schemas before the step gets it.
 */
export interface StepDefinition<World, Intent = Json, Output = Json> {
  readonly key: string;
  /** What must be on the disk before the change. Accepts what earlier versions stored. */
  readonly intent: z.ZodType<Intent>;
  /** What the step leaves behind (at most 64 KiB as JSON). Accepts what earlier versions stored. */
  readonly output: z.ZodType<Output>;
  readonly title: Text;
  readonly group: string;
  readonly dependsOn: readonly Dependency[];
  readonly pool?: { readonly key: string; readonly limit: number } | undefined;
  readonly mandatory?: boolean;
  /** The keys of the nested scopes that it belongs to, the outermost one first (`['stage-1', 'database']`). */
  readonly scope?: readonly string[] | undefined;
  readonly expands?: boolean;
  /** Only looks, and may be asked to look again after it has succeeded; what depends on it is done again too. */
  readonly repeatable?: boolean;
  /**
   * Only follows what goes on elsewhere: takes no place among the steps that may run side by side. A run that has nothing
   * else left to do holds no target, and is gone on with unasked after a restart.
   */
  readonly watches?: boolean;
  /**
   * Somebody else runs it, such as a workflow engine: it is never started here, its state is what `observe` was told, and its
   * failure is the run's only where it `counts`. Made with `observedStep`.
   */
  readonly observed?: { readonly by: string; readonly counts: boolean } | undefined;
  /** Of a run that undoes another one: the steps of that one whose changes are gone once this has succeeded. */
  readonly undoes?: readonly string[] | undefined;
  /** It only looks, or its apply changes nothing in the world, such as logging in: neither a change nor the lack of one. */
  readonly harmless?: boolean;
  /** For the preview: what its change sends, or what it reads where it only looks. */
  readonly calls?: readonly Text[];
  /** For the preview: what it works from. */
  readonly sources?: readonly CellReference[];
  probe(context: StepContext<World, Intent>): Promise<ProbeResult<Intent, Output>>;
  /** Works from the committed intent only. Its result is the step's output. */
  apply(intent: Intent, context: StepContext<World, Intent>): Promise<Output>;
  /** Throws when the change did not take effect. */
  verify?(intent: Intent, output: Output, context: StepContext<World, Intent>): Promise<void>;
  /** What people read once it was done and verified. Pure; without it the step's `change` stands there, as it was announced. */
  successMessage?(intent: Intent, output: Output): Text;
  /** Looks at what a conflict was about, so that a person may take that instead; without it nothing can be adopted. */
  lookAtExisting?(context: StepContext<World, Intent>): Promise<Existing>;
  readonly undo: 'none' | Undo<World, Intent, Output>;
  /** Milliseconds that one attempt may take. Then its signal is aborted and it fails with STEP_DEADLINE; other steps go on. */
  readonly deadlineMs?: number | undefined;
  /** How its work is stopped when it is to end before it is done; without it the signal alone is aborted. */
  readonly onCancel?: OnCancel<World, Intent> | undefined;
  /** What to do after the process died inside `apply`. */
  readonly onCrash: 'redo' | 'probe' | 'ask';
  readonly onFailure: 'fail' | 'warn';
  readonly retry: RetryPolicy;
}

/** What is known of a run besides its input: outputs by step key. Pure data, so that planning is repeatable. */
export interface Journal {
  readonly outputs: ReadonlyMap<string, Json>;
  readonly endings: ReadonlyMap<
    string,
    { readonly state: string; readonly changed: boolean | null; readonly message: Text | null }
  >;
}

export interface InterruptedStep {
  readonly key: string;
  /** As it is stored; null where nothing was meant to be done yet. */
  readonly intent: Json | null;
}

export interface SleepLookContext<World> {
  readonly world: World;
  readonly signal: AbortSignal;
  /** Steps that were under way when the machine slept, with what they meant to do. */
  readonly interrupted: readonly InterruptedStep[];
  readonly journal: Journal;
  /** Whether what answers is the site the run was started against; null when it is, or nothing was recorded yet. */
  compareIdentity(): Promise<SleepSight | null>;
}

/** `notNeeded`: there is nothing of that kind to look at. */
export type SleepSight =
  | { readonly verdict: 'agrees' | 'notNeeded'; readonly found: Text }
  | {
      readonly verdict: 'differs';
      readonly found: Text;
      readonly facts?: Readonly<Record<string, Json>>;
      /** Answers besides looking again and ending the run. */
      readonly choices?: readonly Choice[];
    };

/** One thing that has to be as it was before the machine slept. Looks only; what it throws is told as a difference. */
export interface SleepLook<World> {
  readonly key: string;
  readonly title: Text;
  look(context: SleepLookContext<World>): Promise<SleepSight>;
}

/** Why an engine could not get at its world, as a question to a person. */
export type Acquired<World> =
  | { readonly kind: 'ready'; readonly world: World; release(): Promise<void> }
  | { readonly kind: 'asks'; readonly question: Asked };

/** One kind of run. Everything else about runs is the runner's. */
export interface Engine<Input, World> {
  readonly kind: string;
  /** The name of the log of its runs: small letters, digits, `-` and `_`. */
  readonly logName: string;
  /** Raised when stored runs could no longer be planned as they were. */
  readonly version: number;
  /** Parses what was stored; the disk is input too. */
  parseInput(stored: Json): Input;
  title(input: Input): string;
  /** What a run is about; undefined where its title is all there is to say. */
  subject?(input: Input): RunSubject | undefined;
  /** Whether a report is made of its runs. */
  readonly hasReport?: boolean;
  isPractice(input: Input): boolean;
  /** Faults that were ordered for its practice site; none on a real one. */
  faults?(input: Input): readonly string[];
  /** Milliseconds that steps of each kind take, for homes that have not seen any; kinds are what stands before the colon of a key. */
  readonly usualMs?: Readonly<Record<string, number>>;
  /** What the run is about: a site (`SYSTEM:ADDRESS`), or objects in one (`SITE#OBJECT`). What no two runs may change at the same time. */
  targets(input: Input): readonly string[];
  /**
   * The targets that the run holds as it stands, so that no other run may act on them; pure. Told after every change, and
   * only the difference is written. Missing: all targets, until nothing is left to be changed.
   */
  holds?(input: Input, model: RunModel): readonly string[];
  /**
   * What a failure in the scope with this path does, and how far it counts. Missing: the other steps of the scope go on, and the
   * run has failed.
   */
  scopePolicy?(input: Input, path: readonly string[]): Omit<ScopePart, 'key'>;
  /** Pure and append-only: the same input and a longer journal give the same steps and perhaps more. */
  plan(input: Input, journal: Journal): readonly StepDefinition<World>[];
  /**
   * The steps of the run that takes another one back, where undoing each change after those built on it is not what is wanted.
   * Pure; a run without a step is refused. What its steps do not name with `undoes` counts as still in place.
   */
  revertPlan?(reverted: Reverted<Input>): readonly StepDefinition<World>[];
  /** Called when a process picks the run up. `answers` are those to this run's own questions, by code. */
  acquire(input: Input, context: AcquireContext): Promise<Acquired<World>>;
  /** Reads what tells one of the run's targets from another, sending nothing that changes it. Null: cannot be read before login. */
  readIdentity(world: World, target: string, signal: AbortSignal): Promise<readonly string[] | null>;
  /** What is looked at after the machine slept under a run, in this order. */
  looksAfterSleep(input: Input): readonly SleepLook<World>[];
  /** The `outputs` of the run's document. `intentOf`: what a step has last meant to do, also where it did not succeed. */
  outputs(
    input: Input,
    journal: Journal,
    intentOf: (step: string) => Json | null,
  ): Readonly<Record<string, Json>>;
  leftOut(input: Input): PreviewDocument['leftOut'];
  /** The input with one value changed (`cluster.vip`), and what it was; refuses unknown keys. */
  edit(input: Input, key: string, value: string): { readonly input: Input; readonly before: string | null };
  /** What of the input `edit` may change for one step, with its values now. */
  editable(input: Input, step: string): readonly { readonly key: string; readonly value: string | null }[];
  /**
   * Writes rows of the engine's own in the transaction that changes the run: both are on disk, or neither. Its ports
   * write through the store's connection, synchronously.
   */
  project?(transaction: RunTransaction, input: Input, change: RunChange): void;
  /** What the engine watches without a run, as things stand; asked again after every commit. */
  observers?(): readonly Observer[];
}

export interface AcquireContext {
  readonly runId: string;
  /** Only looked at: nothing may be changed, not even what would be taken back. */
  readonly isPreview: boolean;
  /** Whether logins may be made that count towards the locking of an account: always for a run, for a preview where a person asked. */
  readonly mayLogIn: boolean;
  readonly signal: AbortSignal;
  /** Whether the step needs no more of the world: it has succeeded, or was left out by a person. */
  readonly isDone: (key: string) => boolean;
  /** The latest answer to the run's own question of that kind, else null. RECORD_DAMAGED where its stored facts have another form. */
  answer<Facts>(to: QuestionOf<Facts>): Answer<Facts> | null;
}
