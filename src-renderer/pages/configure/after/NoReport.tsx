import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Empty } from '../../../components/State.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useRuns } from '../../../sync/runs.ts';

type Page = 'check' | 'report';

interface NoReportProps {
  readonly id: string;
  /** The run that is taken back. */
  readonly reverts: string;
  readonly page: Page;
}

/** A run that takes another back reads nothing for a report; the pages of that other run are one click away. */
export function NoReport({ id, reverts, page }: NoReportProps): ReactElement {
  const { t } = useTranslation(['after', 'common']);
  return (
    <>
      <PageHead
        title={t(`${page}.title`)}
        current={page}
        stages={[{ key: 'run', title: t('common:stages.run'), to: `/runs/${id}` }]}
      />
      <Empty title={t('undo.none')} hint={t('undo.hint')}>
        <Link href={`/runs/${id}`}>{t('undo.back', { id })}</Link>
        <Link href={`/runs/${reverts}/${page}`}>{t('undo.original', { id: reverts })}</Link>
      </Empty>
    </>
  );
}

/** The run that this one takes back; null for every other run. */
export const useReverted = (id: string): string | null =>
  useRuns((runs) => runs.get(id)?.revertsRunId ?? null);
