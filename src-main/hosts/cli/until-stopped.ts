/**
 * Resolves at the first request to stop: Ctrl-C, a polite kill, or the terminal's end. Further ones are taken as well:
 * they come twice from a terminal under npm, and must not cut off the closing.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
  });
}
