import type { AppClient } from '../../api/wire/client.ts';
import type { Progress, StepRow } from '../../contract/run.ts';
import { remainingMs, type RunTiming } from '../../contract/run-timing.ts';

/** Lines are kept, so the estimate is one of them only now and then. */
const betweenMs = 10_000;

/** No more exact than an estimate can be. */
const roughSeconds = (ms: number): number =>
  ms < 10_000 ? Math.max(1, Math.ceil(ms / 1_000)) : Math.round(ms / 5_000) * 5;

export interface TimeLeft {
  step(row: StepRow): void;
  progress(step: string, progress: Progress): void;
  /** Seconds that the run will still work; null where that was said a moment ago or cannot be told. */
  secondsNow(): Promise<number | null>;
}

/** How long a run will still take, from the rows that are heard of it. */
export function createTimeLeft(client: AppClient, run: string): TimeLeft {
  const steps = new Map<string, StepRow>();
  const progress = new Map<string, Progress>();
  let timing: RunTiming | null = null;
  let saidAtMs = -betweenMs;
  return {
    step: (row) => void steps.set(row.key, row),
    progress: (step, come) => void progress.set(step, come),
    async secondsNow() {
      if (performance.now() - saidAtMs < betweenMs) {
        return null;
      }
      timing ??= await client.runs.timing({ run });
      const progressOf = ({ key }: StepRow): Progress | null => progress.get(key) ?? null;
      const leftMs = remainingMs([...steps.values()], { timing, now: Date.now(), progressOf });
      if (leftMs === null) {
        return null;
      }
      saidAtMs = performance.now();
      return roughSeconds(leftMs);
    },
  };
}
