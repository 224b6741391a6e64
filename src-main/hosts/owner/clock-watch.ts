import { uptime } from 'node:os';
import type { Sleep } from '../../contract/after-sleep.ts';

/** One moment by two clocks, both in milliseconds. */
export interface Moment {
  /** The time of day, since the epoch: what people read, and what people and time servers set. */
  readonly at: number;
  /** Since the machine was started, its sleeps included: nobody sets it. */
  readonly sinceStart: number;
}

export interface ClockWatch {
  /** Called regularly with the moment it is. */
  look(now: Moment): void;
  /** The gap until now is known already. */
  forget(now: Moment): void;
}

/** Often enough that little is sent between the wake and the look. */
const everyMs = 1_000;

/** No busy processor makes a second this long: the machine slept, was paused, or its clock was set. */
const leastGapMs = 20_000;

export const momentNow = (): Moment => ({ at: Date.now(), sinceStart: uptime() * 1_000 });

/**
 * Notices that time passed in which nothing ran: virtual machines and some laptops sleep without telling. Either clock
 * can betray it: the time of day may be set back just then, and a paused virtual machine counts no time of its own. A clock
 * that is set back betrays nothing and is none.
 */
export function createClockWatch(onGap: (gap: Sleep) => void): ClockWatch {
  let lookedAt: Moment | null = null;
  return {
    look(now) {
      const gapMs =
        lookedAt === null ? 0 : Math.max(now.at - lookedAt.at, now.sinceStart - lookedAt.sinceStart);
      if (gapMs > leastGapMs) {
        onGap({ from: now.at - gapMs, until: now.at });
      }
      lookedAt = now;
    },
    forget(now) {
      lookedAt = now;
    },
  };
}

/** Looks at the clocks for as long as the process lives, or until stopped. */
export function watchClock(watch: ClockWatch): () => void {
  const timer = setInterval(() => watch.look(momentNow()), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
