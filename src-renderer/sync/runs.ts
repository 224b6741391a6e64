import { useMemo } from 'react';
import type { Topic } from '../../src-main/contract/feed.ts';
import type { RunRow, StepRow } from '../../src-main/contract/run.ts';
import { useCollection, useRows } from './rows.ts';

export const topicOfRun = (runId: string): Topic => `run:${runId}`;

/** What the selector takes out of all runs; it must not hand on the map itself. */
export function useRuns<Selected>(select: (runs: ReadonlyMap<string, RunRow>) => Selected): Selected {
  return useCollection('index', 'run', select);
}

/** Two topics tell a run, and one of them may not be followed now: the later row counts. */
export function useRunRow(id: string): RunRow | null {
  const select = (runs: ReadonlyMap<string, RunRow>): RunRow | null => runs.get(id) ?? null;
  const listed = useRuns(select);
  const own = useCollection(topicOfRun(id), 'run', select);
  return own !== null && own.revision >= (listed?.revision ?? 0) ? own : listed;
}

/** The steps of a run that is followed, in the order of the plan. */
export function useSteps(runId: string): readonly StepRow[] {
  const steps = useRows(topicOfRun(runId), 'step');
  return useMemo(() => [...steps].sort((left, right) => left.position - right.position), [steps]);
}
