import { useMemo, useRef } from 'react';
import type { StepRow } from '../../src-main/contract/run.ts';
import { useRows, type Rows } from './rows.ts';

/**
 * Answers the list of before while its items are the same ones. As zustand's `useShallow`; that one makes a map of each
 * list it compares, which for thousands of steps ten times a second is most of a page's garbage.
 */
function useSameItems<Item>(select: (rows: Rows) => readonly Item[]): (rows: Rows) => readonly Item[] {
  const before = useRef<readonly Item[]>([]);
  return (rows) => {
    const items = select(rows);
    const isSame =
      items.length === before.current.length && items.every((item, at) => item === before.current[at]);
    if (!isSame) {
      before.current = items;
    }
    return before.current;
  };
}

function stepsOf({ step }: Rows, runId: string): readonly StepRow[] {
  const steps: StepRow[] = [];
  for (const row of step.values()) {
    if (row.runId === runId) {
      steps.push(row);
    }
  }
  return steps;
}

/** The steps of a run that is followed, in the order of the plan. */
export function useSteps(runId: string): readonly StepRow[] {
  const steps = useRows(useSameItems((rows) => stepsOf(rows, runId)));
  return useMemo(() => [...steps].sort((left, right) => left.position - right.position), [steps]);
}
