import type { z } from 'zod';
import type { Call } from '../api/context.ts';
import { invalidInput } from '../api/wire/wire-errors.ts';
import type { Json } from '../contract/json.ts';
import type { PreflightItem } from '../contract/preflight.ts';
import type { EditCheck, RunEdit } from '../contract/run-edits.ts';
import type { Question } from '../contract/run.ts';
import type { TopicSource } from '../feed/topics.ts';
import type { BoundEngine } from '../runner/bound-engine.ts';
import type { Clock } from '../runner/ports.ts';
import type { NewInput } from '../runner/requests.ts';
import type { HomeForReading, StoreForReading } from './open-home.ts';
import type { ReaderRooms } from './owner-only.ts';
import type { HeldCheck } from './machine/known-sites.ts';
import type { EngineReport } from './runs/reports.ts';

export interface GivenSecret {
  readonly key: string;
  readonly value: string;
}

/** The input of a run as an order asks for it. */
export interface OrderedRun {
  readonly input: Json;
  /** Whether a preview of it may make logins that count towards the locking of accounts. */
  readonly mayLogIn: boolean;
  /** Called once the run is on disk. */
  readonly started?: () => Promise<void>;
}

/** Values that a person changes in a run before its steps are tried again. `input` is that of the run. */
export interface EngineEdits {
  /** Throws INPUT_INVALID for a value of the wrong form; what else is found because of them is returned. */
  check(input: Json, edits: readonly RunEdit[]): Promise<EditCheck>;
  /** Keeps those that have a place in the order's source for later runs. */
  keep(
    input: Json,
    edits: readonly RunEdit[],
    by: { readonly reason: string | null; readonly call: Call },
  ): Promise<void>;
}

/** What an engine brings besides its steps, in a home that is open. Everything but the engine itself may be left out. */
export interface EngineService {
  readonly engine: BoundEngine;
  /** Checks an order, keeps its secrets in memory, and returns what a run of it works from. */
  order(order: unknown, call: Call): Promise<OrderedRun>;
  /** What can be looked at before a run; sends nothing that changes anything. */
  preflight?(order: unknown, call: Call): Promise<readonly PreflightItem[]>;
  /** Takes secrets that a run was waiting for. `input` is that of the run, or of the one that it takes back. */
  giveSecrets?(input: Json, secrets: readonly GivenSecret[]): void;
  readonly edits?: EngineEdits;
  /** What an answer makes of the run's input, where it makes another one of it. */
  replanned?(input: Json, question: Question, choice: string): Promise<NewInput | undefined>;
  /** What of the engine's own can be followed, besides its runs. */
  readonly topics?: readonly TopicSource[];
  readonly report?: EngineReport;
  /** Forgets what it keeps of the practice site of this home, which begins again. */
  forgetPractice?(): Promise<void>;
  /** How each site that was checked before a run was found, for the list of sites. */
  heldChecks?(): readonly HeldCheck[];
}

/** An engine without its world: enough to show runs, not to do them. */
export interface RunsForReading {
  readonly engine: BoundEngine;
  readonly report?: (store: Omit<StoreForReading, 'reports'>, clock: Pick<Clock, 'now'>) => EngineReport;
}

/** What of an engine is there without owning the home; each part is loaded when it is asked for. */
export interface EngineForReading {
  /** Called where the home has runs. */
  readonly runs: () => Promise<RunsForReading>;
  /** What only this engine can be asked for, as far as that can be seen. */
  readonly rooms?: (home: HomeForReading) => Promise<ReaderRooms>;
}

/** An order as the engine's contract has it. Throws INPUT_INVALID naming the fields that are not, never their values. */
export function parseOrder<T>(schema: z.ZodType<T>, order: unknown): T {
  const parsed = schema.safeParse(order);
  if (!parsed.success) {
    throw invalidInput(parsed.error);
  }
  return parsed.data;
}
