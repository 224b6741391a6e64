import type { Sleep } from '../../contract/after-sleep.ts';

export interface ClockWatch {
  /** Called regularly with the time now. */
  look(now: number): void;
  /** The gap until now is known already. */
  forget(now: number): void;
}

/** Often enough that little is sent between the wake and the look. */
const everyMs = 1_000;

/** No busy processor makes a second this long: the machine slept, was paused, or its clock was set. */
const leastGapMs = 20_000;

/** Notices that time passed in which nothing ran: virtual machines and some laptops sleep without telling. */
export function createClockWatch(onGap: (gap: Sleep) => void): ClockWatch {
  let lookedAt: number | null = null;
  return {
    look(now) {
      if (lookedAt !== null && now - lookedAt > leastGapMs) onGap({ from: lookedAt, until: now });
      lookedAt = now;
    },
    forget(now) {
      lookedAt = now;
    },
  };
}

/** Looks at the clock for as long as the process lives, or until stopped. */
export function watchClock(watch: ClockWatch): () => void {
  const timer = setInterval(() => watch.look(Date.now()), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
