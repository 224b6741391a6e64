/** Since when something has been going on, by the monotonic clock; forgotten with the process. */
export interface Waits {
  /** Milliseconds until this has gone on for so long; counted from the first time it is asked. */
  left(what: string, durationMs: number): number;
  forget(what: string): void;
}

export function createWaits(): Waits {
  const since = new Map<string, number>();
  return {
    left(what, durationMs) {
      const now = performance.now();
      const from = since.get(what) ?? now;
      since.set(what, from);
      return Math.max(0, from + durationMs - now);
    },
    forget: (what) => void since.delete(what),
  };
}
