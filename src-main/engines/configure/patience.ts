import { AppError, isAppError } from '../../contract/errors.ts';
import type { ConfigureWorld } from './ports.ts';

export type PatientWorld = Pick<ConfigureWorld, 'now' | 'pause'>;

const longestWaitMs = 120_000;
const mostWaits = 3;

interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds to wait for a system that asks to slow down and does not say for how long; null: that is not waited for. */
  readonly unsaidMs: number | null;
}

interface Slowdown {
  readonly refusal: AppError;
  readonly waitMs: number;
}

/** `Retry-After` is in seconds or a date; null where the error does not ask to slow down. */
function slowdownIn(thrown: unknown, now: number, unsaidMs: number | null): Slowdown | null {
  if (!isAppError(thrown) || thrown.data['status'] !== 429) {
    return null;
  }
  const { retryAfter } = thrown.data;
  const seconds = typeof retryAfter === 'string' ? Number(retryAfter) : Number.NaN;
  const asked =
    typeof retryAfter === 'string' && Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
  const waitMs = Number.isNaN(asked) ? unsaidMs : Math.max(0, asked);
  return waitMs === null ? null : { refusal: thrown, waitMs };
}

/**
 * Waits for a system that asks to slow down, as long as it asks for, and asks again: it has done nothing and judged
 * nothing. RATE_LIMITED, naming when to retry, where it asks for more than two minutes, or for a fourth wait.
 */
export async function patiently<T>(
  world: PatientWorld,
  { signal, unsaidMs }: Patience,
  request: () => Promise<T>,
): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await request();
    } catch (thrown) {
      const slowdown = slowdownIn(thrown, world.now(), unsaidMs);
      if (slowdown === null) {
        throw thrown;
      }
      if (slowdown.waitMs > longestWaitMs || waits >= mostWaits) {
        throw rateLimited(slowdown, world.now());
      }
      await world.pause(slowdown.waitMs, signal);
    }
  }
}

function rateLimited({ refusal, waitMs }: Slowdown, now: number): AppError {
  const retryAt = new Date(now + waitMs).toISOString();
  const when = `${retryAt.slice(0, 16).replace('T', ' ')} UTC`;
  const text = {
    zh: `${refusal.text.zh}请在 ${when} 之后重试。`,
    en: `${refusal.text.en} Retry after ${when}.`,
  };
  return new AppError('RATE_LIMITED', text, { data: { ...refusal.data, retryAt }, cause: refusal });
}
