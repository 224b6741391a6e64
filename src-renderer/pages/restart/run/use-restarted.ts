import { useMemo } from 'react';
import { workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { RestartRow } from '../../../../src-main/contract/restart.ts';
import type { RunRow, StepRow } from '../../../../src-main/contract/run.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { useRows } from '../../../sync/rows.ts';
import { topicOfRun } from '../../../sync/runs.ts';
import { restartedOf, type Restarted } from './batches.ts';

const none: readonly RestartRow[] = [];

/** What the run's document says of each workload; read again when another one has come to its end. */
function useRecorded(run: RunRow): readonly RestartRow[] {
  const { counts, state } = run;
  const ended = Object.values(counts).reduce((sum, count) => sum + count, 0) - (counts.pending ?? 0);
  const { value } = useAnswer(
    `restarts/${run.id}/${state}/${ended - (counts.running ?? 0)}`,
    (client, signal) => client.runs.show({ run: run.id }, { signal }),
  );
  // The document of a restart has this output: src-main/engines/restart/outputs.ts.
  return (value?.outputs['restarts'] as readonly RestartRow[] | undefined) ?? none;
}

/** The workloads of a run, live. */
export function useRestarted(run: RunRow, steps: readonly StepRow[]): readonly Restarted[] {
  const recorded = useRecorded(run);
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
