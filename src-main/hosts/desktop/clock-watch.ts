export interface ClockWatch {
  /** Called regularly with the time now. */
  look(now: number): void;
  /** The gap until now is known already. */
  forget(now: number): void;
}

/** This much more than expected between two looks is no busy processor any more: the machine slept or was paused. */
const sleepFactor = 3;

/** Notices that time passed in which nothing ran: virtual machines and some laptops sleep without telling. */
export function createClockWatch({
  everyMs,
  onGap,
}: {
  readonly everyMs: number;
  readonly onGap: (from: number, until: number) => void;
}): ClockWatch {
  let lookedAt: number | null = null;
  return {
    look(now) {
      if (lookedAt !== null && now - lookedAt > everyMs * sleepFactor) onGap(lookedAt, now);
      lookedAt = now;
    },
    forget(now) {
      lookedAt = now;
    },
  };
}
