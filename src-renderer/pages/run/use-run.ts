import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useRows } from '../../sync/rows.ts';
import { useFollowedRun } from '../../sync/topic.ts';
import { useSteps } from '../../sync/use-steps.ts';
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
  const steps = useSteps(id);
  return { run, steps, refused };
}
