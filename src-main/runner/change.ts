/** What a live run is given, and what it writes. */
import type { RunEvent, RunModel } from './model.ts';
import type { Clock, RunObserver, RunStore, RunTransaction } from './ports.ts';

export interface LiveRunPorts {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly observer: RunObserver;
}

/** What a mutation writes besides the transition itself. */
export type AlsoWrite = (transaction: RunTransaction) => void;

/** A change as it is written: what happened, who asked for it, and what the run is asked to do from then on. */
export interface Change<Input> {
  readonly after: RunModel;
  readonly events: readonly RunEvent[];
  readonly by: string | null;
  readonly input: Input;
  readonly also: AlsoWrite;
}

/** Who asked for a change, and the new input that it brings; the runner itself and the input as it is where none is given. */
export interface Request<Input> {
  readonly by?: string;
  readonly input?: Input;
}

/** How an execution ended: the event, and what is kept of the attempt. */
export interface SettledStep {
  readonly events: readonly RunEvent[];
  readonly write: AlsoWrite;
}

export interface StartedStep {
  readonly key: string;
  /** The process that ran it before died inside it. */
  readonly afterCrash: boolean;
}
