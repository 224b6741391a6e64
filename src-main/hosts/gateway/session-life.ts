/** A day on site. */
const sessionLifeMs = 12 * 60 * 60_000;

/** A time that is still to come is none of ours: the clock was set back. */
export const isWithinLife = (openedAt: number, now: number): boolean =>
  openedAt <= now && now - openedAt < sessionLifeMs;
