import type { Progress } from '../contract/run.ts';

export interface LiveEntry {
  readonly runId: string;
  readonly step: string;
  /** Null when the step reports no longer. */
  readonly progress: Progress | null;
  readonly sequence: number;
}

/** The last reported progress of each step, numbered in the order of reporting. Lives and dies with the process. */
export interface LiveProgress {
  report(runId: string, step: string, progress: Progress | null): void;
  /** Whether the step has a live value that is not taken back yet. */
  isLive(runId: string, step: string): boolean;
  since(runId: string, sequence: number): readonly LiveEntry[];
  /** The sequence of the last report. */
  head(): number;
  /** Ends that came before this sequence may be forgotten: who stands there needs a snapshot. */
  forgotten(): number;
  onReport(listener: () => void): () => void;
}

/** Keeps at most `limit` ended steps, so that a process that runs for months does not grow. */
export function createLiveProgress(limit = 10_000): LiveProgress {
  const runs = new Map<string, Map<string, LiveEntry>>();
  const listeners = new Set<() => void>();
  const ended: LiveEntry[] = [];
  let head = 0;
  let forgotten = 0;

  const forgetOldest = (): void => {
    if (ended.length <= limit) {
      return;
    }
    // Half at once: shifting one by one would copy the list for every report.
    for (const entry of ended.splice(0, Math.ceil(limit / 2))) {
      forgotten = entry.sequence;
      const steps = runs.get(entry.runId);
      if (steps?.get(entry.step) === entry) {
        steps.delete(entry.step);
      }
      if (steps?.size === 0) {
        runs.delete(entry.runId);
      }
    }
  };

  return {
    report(runId, step, progress) {
      const steps = runs.get(runId) ?? new Map<string, LiveEntry>();
      runs.set(runId, steps);
      head += 1;
      const entry: LiveEntry = { runId, step, progress, sequence: head };
      steps.set(step, entry);
      if (progress === null) {
        ended.push(entry);
        forgetOldest();
      }
      for (const listener of listeners) {
        listener();
      }
    },
    isLive: (runId, step) => (runs.get(runId)?.get(step)?.progress ?? null) !== null,
    since: (runId, sequence) =>
      [...(runs.get(runId)?.values() ?? [])]
        .filter((entry) => entry.sequence > sequence)
        .sort((left, right) => left.sequence - right.sequence),
    head: () => head,
    forgotten: () => forgotten,
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
