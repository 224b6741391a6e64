import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useTopicState } from '../../sync/rows.ts';
import { topicOfRun, useRunRow, useSteps } from '../../sync/runs.ts';
import { useTopic } from '../../sync/topic.ts';
import type { CallError } from '../../sync/client.ts';
import { useListed } from './use-listed.ts';

export interface RunInHand {
  /** Null until it was read with its steps. */
  readonly run: RunRow | null;
  /** In the order of the plan. */
  readonly steps: readonly StepRow[];
  /** Why it cannot be followed. */
  readonly refused: CallError | null;
  /** It was here when the page was opened. */
  readonly isDeleted: boolean;
}

/** One run with its steps, kept true while the page is shown. */
export function useRun(id: string): RunInHand {
  useTopic(topicOfRun(id));
  const run = useRunRow(id);
  const refused = useTopicState(topicOfRun(id), (topic) => topic.refused);
  const steps = useSteps(id);
  // The list of runs may know it earlier than its own topic, which has the steps.
  const hasHeard = useTopicState(topicOfRun(id), ({ heardAt }) => heardAt !== null);
  // One whose steps cannot be read is shown without them.
  const isRead = hasHeard || steps.length > 0 || refused !== null;
  const { isDeleted } = useListed(id);
  return { run: isRead ? run : null, steps, refused, isDeleted };
}
