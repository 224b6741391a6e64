import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useTopicState } from '../../sync/rows.ts';
import { topicOfRun, useRunRow, useRuns, useSteps } from '../../sync/runs.ts';
import { useTopic } from '../../sync/topic.ts';
import { CallError } from '../../sync/client.ts';

export interface RunInHand {
  /** Null until it was read with its steps. */
  readonly run: RunRow | null;
  /** In the order of the plan. */
  readonly steps: readonly StepRow[];
  readonly refused: CallError | null;
}

/** One run with its steps, kept true while the page is shown. */
export function useRun(id: string): RunInHand {
  const { t } = useTranslation('run');
  useTopic(topicOfRun(id));
  const run = useRunRow(id);
  const refused = useTopicState(topicOfRun(id), (topic) => topic.refused);
  const steps = useSteps(id);
  // The list of runs may know it earlier than its own topic, which has the steps.
  const isRead = useTopicState(topicOfRun(id), ({ heardAt }) => heardAt !== null) || steps.length > 0;
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const isListed = useRuns((runs) => runs.has(id));
  // It was here when the page was opened.
  const isGone = hasHeard && !isListed && steps.length > 0;
  const deleted = t('deleted');
  const gone = isGone ? new CallError('RUN_NOT_FOUND', { zh: deleted, en: deleted }) : null;
  return { run: isRead ? run : null, steps, refused: refused ?? gone };
}
