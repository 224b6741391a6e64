import type { Json } from '../contract/json.ts';
import type {
  Attempt,
  Intervention,
  Progress,
  Question,
  RunRow,
  RunSubject,
  StepRow,
} from '../contract/run.ts';
import type { Text } from '../contract/text.ts';
import type { Identity } from './identity.ts';
import type { RunEvent, RunModel, StepModel } from './model.ts';

export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /**
   * Milliseconds since some moment in the life of this process, never set back or forward. What waits or measures asks
   * this: the time of day is set by people, by time servers and by daylight saving.
   */
  elapsed(): number;
  /** Resolves after the time, rejects with CANCELED when aborted. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** A run as stored: what it is, where it stands, and what a new process needs to go on with it. */
export interface StoredRun {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly title: string;
  readonly input: Json;
  readonly practice: boolean;
  readonly targets: readonly string[];
  /** Those of them that it holds now. */
  readonly holds: readonly string[];
  readonly identity: Identity;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly revertsRunId: string | null;
  readonly model: RunModel;
  /** The last output of each step that has ever had one, whatever became of it since. */
  readonly outputs: ReadonlyMap<string, Json>;
  /** The sentence beside each step. */
  readonly messages: ReadonlyMap<string, Text | null>;
  readonly answers: readonly StoredAnswer[];
}

export interface StoredAnswer {
  readonly step: string | null;
  readonly code: string;
  readonly choice: string;
  readonly value: string | null;
  readonly reason: string | null;
  readonly facts: Readonly<Record<string, Json>>;
  readonly at: number;
}

/** What a run is called and what it is about; all of it comes from its input. */
export interface RunAbout {
  readonly title: string;
  readonly targets: readonly string[];
  /** Left out where the title is all there is to say. */
  readonly subject?: RunSubject | undefined;
}

export interface NewRun extends RunAbout {
  readonly kind: string;
  readonly version: number;
  readonly hasReport?: boolean | undefined;
  readonly input: Json;
  readonly practice: boolean;
  /** What it holds from the start; all of its targets where that is missing. */
  readonly holds?: readonly string[];
  readonly revertsRunId: string | null;
  /** Who asked for it. */
  readonly startedBy?: string;
  readonly createdAt: number;
}

export interface AttemptStart {
  readonly number: number;
  readonly startedAt: number;
}

export interface AttemptEnd {
  readonly number: number;
  readonly endedAt: number;
  readonly outcome: 'succeeded' | 'failed' | 'canceled' | 'interrupted' | 'asked' | 'withdrawn' | 'skipped';
  readonly found: Text | null;
  readonly output: Json | null;
  readonly error: Json | null;
  readonly evidence: Readonly<Record<string, Json>>;
  readonly progress: Progress | null;
}

/** Where a step stands in its run's list, and the sentence beside it. */
export interface ShownStep {
  readonly position: number;
  readonly message: Text | null;
}

/** Writes inside one transaction. Rows touched are stamped with the transaction's revision. */
export interface RunTransaction {
  /** The number this transaction stamps its rows with; an engine's own rows take the same. */
  revision(): number;
  /**
   * Tells the followers of the topic that a row of the engine's own is gone; the engine deletes it through its port, in the
   * same transaction.
   */
  remove(collection: string, id: string, topic?: string): void;
  /** A row with the id of a removed one is written again. */
  restore(collection: string, id: string): void;
  /** Numbers the run in its home and takes its holds; throws TARGET_HELD naming the holder. */
  createRun(run: NewRun): string;
  /**
   * Deletes an ended run with its steps and everything that was recorded of it; the feed tells that it is gone. Throws
   * RUN_NOT_FOUND, and RUN_STATE for a run that has not ended or that another run reverts.
   */
  removeRun(runId: string): void;
  /**
   * Ends an unended run as canceled without reading what is stored of it, and releases its targets; a step that was under way
   * becomes unknown. Returns false where it has ended already.
   */
  endUnreadable(runId: string, endedAt: number): boolean;
  /**
   * Has an unended run that cannot be read stand as waiting. Returns true where it was its state that could not be read: it
   * stands as running now, and may be readable.
   */
  setUnreadableAside(runId: string): boolean;
  /** All or none; throws TARGET_HELD naming the holder. */
  takeHolds(runId: string, targets: readonly string[]): void;
  releaseHolds(runId: string, targets: readonly string[]): void;
  saveRunState(runId: string, model: RunModel, endedAt: number | null): void;
  saveStep(runId: string, step: StepModel, shown: ShownStep): void;
  /** Where the step stands now and what it is, after one of them has changed; `saveStep` writes both when it is new only. */
  placeStep(runId: string, step: StepModel, position: number): void;
  saveInput(runId: string, input: Json, about: RunAbout): void;
  saveIdentity(runId: string, identity: Identity): void;
  startAttempt(runId: string, step: string, attempt: AttemptStart): void;
  saveIntent(
    runId: string,
    step: string,
    intended: { readonly attempt: number; readonly intent: Json },
  ): void;
  endAttempt(runId: string, step: string, attempt: AttemptEnd): void;
  saveAnswer(runId: string, question: Question, answer: StoredAnswer): void;
  addIntervention(intervention: Intervention): void;
}

/** Writes for who keeps a run's model in memory. */
export interface RunWriter {
  write<T>(mutation: (transaction: RunTransaction) => T): Promise<T>;
  /** A commit failed since: the model may be ahead of the disk, everything it writes is refused, and it is to be loaded again. */
  isOver(): boolean;
}

export interface RunStore {
  /**
   * Runs the mutation in a transaction that is on disk when the promise resolves. Mutations handed in together are
   * committed together, in order; one that throws is rolled back alone.
   */
  write<T>(mutation: (transaction: RunTransaction) => T): Promise<T>;
  /** For a run that is loaded now. It ends with the first commit that fails. */
  writer(): RunWriter;
  loadRun(id: string): StoredRun;
  unendedRunIds(): readonly string[];
  /** RECORD_DAMAGED where it is not even JSON; which form it has to have is the step's to say. */
  lastIntent(runId: string, step: string): Json | null;
  /** Of one step, or of all. */
  attempts(runId: string, step?: string): readonly Attempt[];
  interventions(runId: string): readonly Intervention[];
  runRow(id: string): RunRow;
  stepRows(runId: string): readonly StepRow[];
}

export interface RunnerLogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly step: string | null;
  readonly message: Text;
  readonly facts: Readonly<Record<string, Json>>;
}

/** One attempt of a step, for what happens within it. */
export interface AttemptScope {
  readonly runId: string;
  readonly step: string;
  /** Evidence kept with this attempt. */
  evidence(name: string, value: Json): void;
}

/** Volatile side of a run: shown live, never relied on. */
export interface RunObserver {
  /** Runs the attempt; the host may surround it, so that what is done within can be told to belong to it. */
  within<T>(attempt: AttemptScope, work: () => Promise<T>): Promise<T>;
  progress(runId: string, step: string, progress: Progress): void;
  log(runId: string, line: RunnerLogLine): void;
}

/** What a transaction changes about a run, for an engine that keeps rows of its own beside it. */
export interface RunChange {
  readonly runId: string;
  readonly before: RunModel;
  readonly after: RunModel;
  /** The run's outputs by step key, those of this change included. */
  readonly outputs: ReadonlyMap<string, Json>;
  /** What made the change, in order; empty where only something beside the model was written. */
  readonly events: readonly RunEvent[];
  /** The person who asked for it; null where the runner went on by itself. */
  readonly by: string | null;
}
