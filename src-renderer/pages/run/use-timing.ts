import { useMemo } from 'react';
import { noTiming, remainingMs, workedMs } from '../../../src-main/contract/run-timing.ts';
import type { Progress, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { rowsNow } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';

export interface ShownTiming {
  readonly workedMs: number;
  /** Since it was made, the time in which nothing was done. */
  readonly waitedMs: number;
  /** Null while it cannot be told, and when nothing is under way. */
  readonly leftMs: number | null;
}

/** How long a run has worked and waited, and how long it will still work. */
export function useTiming(run: RunRow, steps: readonly StepRow[], now: number): ShownTiming {
  const tries = steps.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0);
  const timing =
    useAnswer(`run-timing/${run.id}/${tries}`, (client, signal) =>
      client.runs.timing({ run: run.id }, { signal }),
    ).value ?? noTiming;
  return useMemo(() => {
    const progress = rowsNow(topicOfRun(run.id), 'progress');
    const worked = workedMs(steps, timing, now);
    const progressOf = ({ runId, key }: StepRow): Progress | null =>
      progress.get(`${runId}/${key}`)?.progress ?? null;
    return {
      workedMs: worked,
      waitedMs: Math.max(0, (run.endedAt ?? now) - run.createdAt - worked),
      leftMs: run.state === 'running' ? remainingMs(steps, { timing, now, progressOf }) : null,
    };
  }, [run, steps, timing, now]);
}
