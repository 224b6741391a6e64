import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useAnswer } from '../../../ask/use-call.ts';
import { useRunColumns } from '../../../components/RunTable.tsx';
import { Table } from '../../../components/table/Table.tsx';
import { useRuns } from '../../../sync/runs.ts';
import { siteName } from '../../../words/site-name.ts';
import { Section } from '../../settings/Section.tsx';

const mostRuns = 20;

/** The runs that restarted a workload, or took that back; the latest first. */
export function RunsOf({ target }: { readonly target: string }): ReactElement {
  const { t } = useTranslation('restart');
  const [, go] = useLocation();
  // Asked again when a run came to the list.
  const count = useRuns((live) => live.size);
  const { value } = useAnswer(`runs-of/${target}/${count}`, (client, signal) =>
    client.runs.list({ target, limit: mostRuns }, { signal }),
  );
  const runs = useRuns(useShallow((live) => (value?.runs ?? []).map((run) => live.get(run.id) ?? run)));
  const columns = useRunColumns(runs, siteName).filter(
    ({ key }) => key !== 'site' && key !== 'outcome' && key !== 'engine',
  );
  return (
    <Section id="runs" title={t('workload.runs')} note={runs.length === 0 ? undefined : runs.length}>
      {value !== null && runs.length === 0 ? (
        <p className="workload-none quiet">{t('workload.noRuns')}</p>
      ) : (
        <Table
          wraps
          label={t('workload.runs')}
          columns={columns}
          rows={runs}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/runs/${id}`)}
        />
      )}
    </Section>
  );
}
