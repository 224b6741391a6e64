import type { Text } from '../contract/text.ts';

/** Where a value was asked of the system: its answer, or why the system gave none (the call does not exist there). */
export type Reading<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'unreadable'; readonly why: Text };

export interface CallOptions {
  readonly signal: AbortSignal;
}
