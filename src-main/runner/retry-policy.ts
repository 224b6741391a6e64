import { AppError, retryableByDefault, type ErrorCode, type ErrorRecord } from '../contract/errors.ts';

/** When a failed attempt is followed by another without anybody asking. Fields named as in Temporal's retry policy. */
export interface RetryPolicy {
  /** Attempts in one go, the first included. 1 means no automatic retry. */
  readonly maximumAttempts: number;
  /** Milliseconds before the second attempt. */
  readonly initialIntervalMs: number;
  /** Each further wait is this many times the one before; at least 1. */
  readonly backoffCoefficient: number;
  /** Milliseconds no wait exceeds. */
  readonly maximumIntervalMs: number;
  /** Codes after which no further attempt is made, besides those whose category is never retried. */
  readonly nonRetryableErrorCodes: readonly ErrorCode[];
}

export const noRetry: RetryPolicy = {
  maximumAttempts: 1,
  initialIntervalMs: 1000,
  backoffCoefficient: 1,
  maximumIntervalMs: 1000,
  nonRetryableErrorCodes: [],
};

/** For calls to an API that is usually there: tried for some seconds, longer apart each time. */
export const callRetry: RetryPolicy = {
  maximumAttempts: 5,
  initialIntervalMs: 500,
  backoffCoefficient: 2,
  maximumIntervalMs: 10_000,
  nonRetryableErrorCodes: [],
};

/** For what is only followed: the API may be away for a while, and what is followed is not changed by that. */
export const followRetry: RetryPolicy = {
  maximumAttempts: 100,
  initialIntervalMs: 1_000,
  backoffCoefficient: 1.5,
  maximumIntervalMs: 15_000,
  nonRetryableErrorCodes: [],
};

/** Refuses policies that make no sense, so that a typing error does not become a hot loop. */
export function requireRetryPolicy(policy: RetryPolicy): RetryPolicy {
  const sound =
    Number.isInteger(policy.maximumAttempts) &&
    policy.maximumAttempts >= 1 &&
    policy.initialIntervalMs > 0 &&
    policy.backoffCoefficient >= 1 &&
    policy.maximumIntervalMs >= policy.initialIntervalMs;
  if (!sound) {
    throw new AppError('INTERNAL', `retry policy is not sound: ${JSON.stringify(policy)}`);
  }
  return policy;
}

export type RetryDecision =
  | { readonly retry: true; readonly afterMs: number }
  | { readonly retry: false; readonly stoppedBecause: 'exhausted' | 'nonRetryable' | 'timeout' | 'canceled' };

/** @param attemptInSeries counts from 1 since the step was last asked to run. */
export function decideRetry(policy: RetryPolicy, error: ErrorRecord, attemptInSeries: number): RetryDecision {
  if (error.category === 'canceled') {
    return { retry: false, stoppedBecause: 'canceled' };
  }
  if (!retryableByDefault[error.category] || policy.nonRetryableErrorCodes.includes(error.code)) {
    return { retry: false, stoppedBecause: 'nonRetryable' };
  }
  if (attemptInSeries >= policy.maximumAttempts) {
    return { retry: false, stoppedBecause: error.category === 'timeout' ? 'timeout' : 'exhausted' };
  }
  const wait = policy.initialIntervalMs * policy.backoffCoefficient ** (attemptInSeries - 1);
  return { retry: true, afterMs: Math.min(wait, policy.maximumIntervalMs) };
}
