import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useRows } from '../../sync/rows.ts';
import { useFollowedRun } from '../../sync/topic.ts';
import type { CallError } from '../../sync/client.ts';

export interface RunInHand {
  readonly run: RunRow | null;
  /** In the order of the plan. */
  readonly steps: readonly StepRow[];
  readonly refused: CallError | null;
}

/** One run with its steps, kept true while the page is shown. */
export function useRun(id: string): RunInHand {
  useFollowedRun(id);
  const run = useRows((rows) => rows.run.get(id) ?? null);
  const refused = useRows((rows) => rows.refused.get(`run:${id}`) ?? null);
  const rows = useRows(useShallow((all) => [...all.step.values()].filter(({ runId }) => runId === id)));
  const steps = useMemo(() => [...rows].sort((left, right) => left.position - right.position), [rows]);
  return { run, steps, refused };
}
