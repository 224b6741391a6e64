import { useMemo } from 'react';
import { workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { RestartRow } from '../../../../src-main/contract/restart.ts';
import type { RunRow, StepRow } from '../../../../src-main/contract/run.ts';
import { useRunOutput } from '../../../clusters/use-run-output.ts';
import { useRows } from '../../../sync/rows.ts';
import { topicOfRun } from '../../../sync/runs.ts';
import { restartedOf, type Restarted } from './batches.ts';

const none: readonly RestartRow[] = [];

/** The workloads of a run, live. */
export function useRestarted(run: RunRow, steps: readonly StepRow[]): readonly Restarted[] {
  // The document of a restart has this output: src-main/engines/restart/outputs.ts.
  const recorded = (useRunOutput(run, 'restarts') as readonly RestartRow[] | null) ?? none;
  const progress = useRows(topicOfRun(run.id), 'progress');
  return useMemo(
    () =>
      restartedOf(steps, {
        progress: new Map(
          progress.flatMap((one) => (one.progress === null ? [] : [[one.step, one.progress] as const])),
        ),
        rows: new Map(recorded.map((row) => [workloadKey(row), row])),
      }),
    [steps, progress, recorded],
  );
}
