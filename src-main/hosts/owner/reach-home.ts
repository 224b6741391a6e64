import { setTimeout as pause } from 'node:timers/promises';
import { isAppError } from '../../contract/errors.ts';
import { tryLock, type Lock } from './lock.ts';

export interface WaysIn<T> {
  /** Nobody owned the home; the lock is this process's now. */
  readonly own: (lock: Lock) => Promise<T>;
  readonly attach: () => Promise<T>;
}

/** An owner that opens a large home, or leaves it, is done within this time. */
const patienceMs = 15_000;
const againAfterMs = 50;

export const isUnreachable = (thrown: unknown): boolean =>
  isAppError(thrown) && thrown.code === 'OWNER_UNREACHABLE';

/**
 * Owns the home or attaches to its owner. One that is only coming or going holds the lock and answers nobody: then it is
 * tried again. Throws OWNER_UNREACHABLE when that lasts.
 */
export async function reachHome<T>(home: string, { own, attach }: WaysIn<T>): Promise<T> {
  const began = performance.now();
  for (;;) {
    const lock = tryLock(home);
    if (lock !== null) {
      return own(lock);
    }
    try {
      return await attach();
    } catch (thrown) {
      if (!isUnreachable(thrown) || performance.now() - began > patienceMs) {
        throw thrown;
      }
    }
    await pause(againAfterMs);
  }
}
