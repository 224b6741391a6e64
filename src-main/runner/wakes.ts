import type { Clock } from './ports.ts';

/** Waiting that ends early once something has happened; what happens between two waits ends the next one at once. */
export interface Wakes {
  readonly wake: () => void;
  /** At the latest after so many milliseconds. Rejects with CANCELED when the signal is aborted. */
  readonly next: (atMostMs: number) => Promise<void>;
}

export function createWakes(clock: Pick<Clock, 'pause'>, signal: AbortSignal): Wakes {
  let waking = new AbortController();
  return {
    wake: () => waking.abort(),
    async next(atMostMs) {
      const woken = waking.signal;
      await clock.pause(atMostMs, AbortSignal.any([signal, woken])).catch((thrown: unknown) => {
        if (signal.aborted || !woken.aborted) {
          throw thrown;
        }
      });
      waking = new AbortController();
    },
  };
}
