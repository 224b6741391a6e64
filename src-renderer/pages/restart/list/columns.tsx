import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { kindNames, workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadName, WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { Age } from '../../../clusters/Age.tsx';
import type { Column } from '../../../components/table/Table.tsx';
import { standingOf, useStandingWords, WorkloadStatus } from '../rollout-state.tsx';

export const addressOf = (connection: string, workload: WorkloadName): string =>
  `/workloads/${connection}/${workloadKey(workload)}`;

/** The name of an image tells more at its end. */
const shortImage = (image: string): string => image.split('/').at(-1) ?? image;

const restartedAtMs = ({ restartedAt }: WorkloadRow): number | null => Date.parse(restartedAt ?? '') || null;

export function useWorkloadColumns(connection: string): readonly Column<WorkloadRow>[] {
  const { t } = useTranslation(['restart', 'common']);
  const standingWords = useStandingWords();
  return useMemo(
    () => [
      {
        key: 'namespace',
        title: t('column.namespace'),
        widthPx: 116,
        className: 'quiet',
        render: ({ namespace }) => namespace,
        hover: ({ namespace }) => namespace,
        sortBy: ({ namespace }) => namespace,
      },
      {
        key: 'kind',
        title: t('column.kind'),
        widthPx: 98,
        className: 'quiet',
        render: ({ kind }) => kindNames[kind],
        sortBy: ({ kind }) => kind,
      },
      {
        key: 'name',
        title: t('column.name'),
        minPx: 150,
        render: (row) => (
          <Link className="strong" href={addressOf(connection, row)}>
            {row.name}
          </Link>
        ),
        hover: ({ name }) => name,
        sortBy: ({ name }) => name,
      },
      {
        key: 'ready',
        title: t('column.ready'),
        widthPx: 72,
        align: 'end',
        render: ({ kind, ready, desired }) =>
          kind === 'cronjob' ? <span className="faint">—</span> : `${ready}/${desired}`,
        sortBy: ({ kind, ready, desired }) => (kind === 'cronjob' ? null : ready - desired),
      },
      {
        key: 'state',
        title: t('column.state'),
        widthPx: 150,
        render: (row) => <WorkloadStatus workload={row} />,
        hover: (row) => standingWords(standingOf(row)),
        sortBy: (row) => standingOf(row),
      },
      {
        key: 'restarted',
        title: t('column.restarted'),
        widthPx: 88,
        align: 'end',
        className: 'quiet',
        render(row) {
          const at = restartedAtMs(row);
          return at === null ? <span className="faint">—</span> : <Age at={at} />;
        },
        sortBy: restartedAtMs,
      },
      {
        key: 'strategy',
        title: t('column.strategy'),
        widthPx: 124,
        className: 'quiet',
        render: ({ strategy }) => strategy,
        hover: ({ strategy }) => strategy,
        sortBy: ({ strategy }) => strategy,
      },
      {
        key: 'images',
        title: t('column.images'),
        minPx: 150,
        className: 'mono quiet',
        render: ({ images }) => images.map(shortImage).join(', '),
        hover: ({ images }) => images.join('\n'),
        sortBy: ({ images: [first] }) => first ?? null,
      },
    ],
    [connection, standingWords, t],
  );
}
