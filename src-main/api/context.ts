import type { Grants } from './grants.ts';
import type { UnexpectedFailure } from './wire/wire-errors.ts';

/** Who calls. Only the first two hand over arguments a person typed on this machine, so only they may name paths. */
export const callerKinds = ['in-process', 'owner-socket', 'gateway', 'desktop'] as const;
export type CallerKind = (typeof callerKinds)[number];

export interface Caller {
  readonly kind: CallerKind;
  /** The person, as recorded with what they decide. */
  readonly by: string;
}

/** What belongs to one call alone. */
export interface Call {
  readonly caller: Caller;
  readonly grants: Grants;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** What every procedure is called with. */
export interface CallContext {
  /** An `Application`; its type follows from the router, which cannot name it. */
  readonly application: object;
  readonly caller: Caller;
  readonly grants: Grants;
  /** Keeps an unforeseen error where a person can find it by its reference. Redacts. */
  readonly report: (failure: UnexpectedFailure) => void;
}
