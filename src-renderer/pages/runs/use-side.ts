import type { ReportDocument } from '../../../src-main/contract/report.ts';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useLanguage } from '../../words/language.ts';
import { useAnswer } from '../../ask/use-call.ts';
import type { CallError } from '../../sync/client.ts';
import { useTopicState } from '../../sync/rows.ts';
import { topicOfRun, useRunRow, useSteps } from '../../sync/runs.ts';
import { useTopic } from '../../sync/topic.ts';

/** One of two runs that lie beside each other. */
export interface Side {
  readonly id: string;
  readonly run: RunRow | null;
  /** The home holds no such run. */
  readonly isMissing: boolean;
  readonly steps: readonly StepRow[];
  /** In the window's language; null until it is known, and for runs that have none. */
  readonly report: ReportDocument | null;
  /** Whether there is a report is not known yet. */
  readonly isReading: boolean;
  readonly error: CallError | null;
}

export function useSide(id: string): Side {
  const language = useLanguage();
  useTopic(topicOfRun(id));
  const run = useRunRow(id);
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const isMissing = hasHeard && run === null;
  const steps = useSteps(id);
  const hasReport = run?.hasReport === true;
  const asked = useAnswer(
    `side:${id}:${hasReport ? run.state : ''}:${run?.endedAt ?? ''}`,
    async (client, signal) => (hasReport ? client.reports.document({ run: id }, { signal }) : null),
  );
  const report = asked.value?.[language] ?? null;
  const isReading = run === null || (asked.value === null && hasReport && asked.isLoading);
  return { id, run, isMissing, steps, report, isReading, error: asked.error };
}
