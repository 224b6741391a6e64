import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useTopicState } from '../../sync/rows.ts';
import { topicOfRun, useRunRow, useSteps } from '../../sync/runs.ts';
import { useTopic } from '../../sync/topic.ts';
import type { CallError } from '../../sync/client.ts';

export interface RunInHand {
  readonly run: RunRow | null;
  /** In the order of the plan. */
  readonly steps: readonly StepRow[];
  readonly refused: CallError | null;
}

/** One run with its steps, kept true while the page is shown. */
export function useRun(id: string): RunInHand {
  useTopic(topicOfRun(id));
  const run = useRunRow(id);
  const refused = useTopicState(topicOfRun(id), (topic) => topic.refused);
  const steps = useSteps(id);
  return { run, steps, refused };
}
