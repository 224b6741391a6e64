import { callRetry, type RetryPolicy } from '../../runner/retry-policy.ts';

/** Of what is sent to change a workload: a refusal stays one. */
export const changeRetry: RetryPolicy = {
  ...callRetry,
  nonRetryableErrorCodes: ['API_INVALID', 'API_FORBIDDEN', 'API_NOT_FOUND', 'LOGIN_REFUSED'],
};
