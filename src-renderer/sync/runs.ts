import { useMemo, useRef } from 'react';
import type { Topic } from '../../src-main/contract/feed.ts';
import type { RunRow, StepRow } from '../../src-main/contract/run.ts';
import { useCollection } from './rows.ts';

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

type Steps = ReadonlyMap<string, StepRow>;

/**
 * Returns the list of before while its items are the same ones. As zustand's `useShallow`; that one makes a map of each
 * list it compares, which for thousands of steps ten times a second is most of a page's garbage.
 */
function useSameItems(): (steps: Steps) => readonly StepRow[] {
  const before = useRef<readonly StepRow[]>([]);
  return (steps) => {
    const items = [...steps.values()];
    const isSame =
      items.length === before.current.length && items.every((item, at) => item === before.current[at]);
    if (!isSame) {
      before.current = items;
    }
    return before.current;
  };
}

/** The steps of a run that is followed, in the order of the plan. */
export function useSteps(runId: string): readonly StepRow[] {
  const steps = useCollection(topicOfRun(runId), 'step', useSameItems());
  return useMemo(() => [...steps].sort((left, right) => left.position - right.position), [steps]);
}
