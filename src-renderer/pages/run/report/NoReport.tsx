import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Empty } from '../../../components/State.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useRuns } from '../../../sync/runs.ts';

interface NoReportProps {
  readonly id: string;
  /** The run that is taken back; null for a run whose engine makes no report. */
  readonly reverts: string | null;
  /** Of the page that would be here, and the last part of its address. */
  readonly title: string;
  readonly stage: string;
}

/** Instead of a page made of a report where there is none; those of a run that is taken back are one click away. */
export function NoReport({ id, reverts, title, stage }: NoReportProps): ReactElement {
  const { t } = useTranslation(['report', 'common']);
  return (
    <>
      <PageHead
        title={title}
        current={stage}
        stages={[{ key: 'run', title: t('common:stages.run'), to: `/runs/${id}` }]}
      />
      <Empty
        title={t(reverts === null ? 'none.title' : 'undo.none')}
        hint={t(reverts === null ? 'none.hint' : 'undo.hint')}
      >
        <Link href={`/runs/${id}`}>{t('undo.back', { id })}</Link>
        {reverts === null ? null : (
          <Link href={`/runs/${reverts}/${stage}`}>{t('undo.original', { id: reverts })}</Link>
        )}
      </Empty>
    </>
  );
}

/** The run that this one takes back; null for every other run. */
export const useReverted = (id: string): string | null =>
  useRuns((runs) => runs.get(id)?.revertsRunId ?? null);
