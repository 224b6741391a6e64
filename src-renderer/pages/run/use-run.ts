import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useTopicState } from '../../sync/rows.ts';
import { topicOfRun, useRunRow, useRuns, useSteps } from '../../sync/runs.ts';
import { useTopic } from '../../sync/topic.ts';
import { CallError } from '../../sync/client.ts';

export interface RunInHand {
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
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const isListed = useRuns((runs) => runs.has(id));
  // It was here when the page was opened.
  const isGone = hasHeard && !isListed && steps.length > 0;
  const deleted = t('deleted');
  const gone = isGone ? new CallError('RUN_NOT_FOUND', { zh: deleted, en: deleted }) : null;
  return { run, steps, refused: refused ?? gone };
}
