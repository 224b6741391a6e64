/** Why nobody knows what became of a change: kept with the failure of its attempt until somebody has looked. */
import { z } from 'zod';
import type { ErrorRecord } from '../contract/errors.ts';

export const unsureSchema = z.enum(['crash', 'unanswered', 'unverified']);

/**
 * `crash`: its process died. `unanswered`: it was sent, and no answer says what became of it. `unverified`: the system
 * accepted it, and it has not been seen since.
 */
export type Unsure = z.output<typeof unsureSchema>;

const dataSchema = z.object({ unsure: unsureSchema });
const failureSchema = z.object({ data: dataSchema });

/** What an attempt's failure, as it was stored too, leaves open; null where the outcome is known. */
export const unsureIn = (failure: unknown): Unsure | null =>
  failureSchema.safeParse(failure).data?.data.unsure ?? null;

/** What a question was asked about. */
export const unsureOfFacts = (facts: unknown): Unsure | null =>
  dataSchema.safeParse(facts).data?.unsure ?? null;

/** How far an attempt has come. */
export interface Sending {
  /** What the attempt before left open, until a look has settled it. */
  before: Unsure | null;
  /** `sent`: its change is on the way. `accepted`: the system said yes, and nobody has looked yet. */
  stage: 'looking' | 'sent' | 'accepted';
}

/** What stays open when an attempt ends in this failure. A failure says by `outcomeUnknown` that no answer was a refusal. */
export function leftOpen({ before, stage }: Sending, failure: ErrorRecord): Unsure | null {
  if (stage === 'looking') {
    return before;
  }
  if (stage === 'accepted') {
    return 'unverified';
  }
  return failure.data['outcomeUnknown'] === true ? 'unanswered' : null;
}

/** As `leftOpen`, for an attempt that was canceled: nobody waited for the answer. */
export function leftOpenByCancel({ before, stage }: Sending): Unsure | null {
  if (stage === 'looking') {
    return before;
  }
  return stage === 'accepted' ? 'unverified' : 'unanswered';
}

export const withUnsure = (failure: ErrorRecord, unsure: Unsure | null): ErrorRecord =>
  unsure === null ? failure : { ...failure, data: { ...failure.data, unsure } };
