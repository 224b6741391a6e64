import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  WorkloadDetail,
  WorkloadEvent,
  WorkloadPod,
  WorkloadRevision,
} from '../../../../src-main/contract/workload-detail.ts';
import { Age } from '../../../clusters/Age.tsx';
import { Listed } from '../../../clusters/Listed.tsx';
import { Status } from '../../../components/Status.tsx';
import type { Column } from '../../../components/table/Table.tsx';
import { seenTime } from '../../../words/times.ts';

const age = (at: number | null): ReactElement =>
  at === null ? <span className="faint">—</span> : <Age at={at} />;

export function Pods({ pods, row }: WorkloadDetail): ReactElement {
  const { t } = useTranslation('restart');
  const columns: readonly Column<WorkloadPod>[] = [
    {
      key: 'name',
      title: t('workload.pod.name'),
      minPx: 200,
      className: 'mono',
      render: ({ name }) => name,
      sortBy: ({ name }) => name,
    },
    {
      key: 'revision',
      title: t('workload.pod.revision'),
      widthPx: 84,
      render: ({ isNew }) => t(isNew ? 'workload.pod.new' : 'workload.pod.old'),
      sortBy: ({ isNew }) => Number(isNew),
    },
    {
      key: 'state',
      title: t('workload.pod.state'),
      widthPx: 196,
      render: ({ isReady, state }) => <Status glyph={isReady ? 'unchanged' : 'warning'}>{state}</Status>,
      sortBy: ({ state }) => state,
    },
    {
      key: 'restarts',
      title: t('workload.pod.restarts'),
      widthPx: 88,
      align: 'end',
      render: ({ restarts }) => restarts,
      sortBy: ({ restarts }) => restarts,
    },
    {
      key: 'node',
      title: t('workload.pod.node'),
      widthPx: 160,
      className: 'mono quiet',
      render: ({ node }) => node ?? '—',
      sortBy: ({ node }) => node,
    },
    {
      key: 'age',
      title: t('workload.pod.age'),
      widthPx: 84,
      align: 'end',
      className: 'quiet',
      render: ({ createdAt }) => age(createdAt),
      sortBy: ({ createdAt }) => createdAt,
    },
  ];
  return (
    <Listed
      id="pods"
      title={t('workload.pods')}
      columns={columns}
      rows={pods}
      keyOf={({ name }) => name}
      none={t(row.kind === 'cronjob' ? 'workload.cronPods' : 'workload.noPods')}
    />
  );
}

export function Revisions({ revisions }: WorkloadDetail): ReactElement {
  const { t } = useTranslation('restart');
  const newest = revisions?.[0]?.number ?? null;
  const columns: readonly Column<WorkloadRevision>[] = [
    {
      key: 'number',
      title: t('workload.revision.number'),
      widthPx: 104,
      render: ({ number }) =>
        number === newest ? (
          <>
            <b>{number}</b> <span className="small quiet">{t('workload.revision.now')}</span>
          </>
        ) : (
          number
        ),
    },
    {
      key: 'name',
      title: t('workload.revision.name'),
      widthPx: 240,
      className: 'mono quiet',
      render: ({ name }) => name,
    },
    {
      key: 'images',
      title: t('workload.revision.images'),
      minPx: 200,
      className: 'mono',
      render: ({ images }) => images.join(', '),
    },
    {
      key: 'from',
      title: t('workload.revision.from'),
      widthPx: 168,
      render: ({ restartedAt }) =>
        restartedAt === null ? (
          <span className="quiet">{t('workload.revision.changed')}</span>
        ) : (
          `${t('workload.revision.restarted')} ${seenTime(Date.parse(restartedAt))}`
        ),
    },
    {
      key: 'age',
      title: t('workload.revision.age'),
      widthPx: 84,
      align: 'end',
      className: 'quiet',
      render: ({ createdAt }) => age(createdAt),
    },
  ];
  return (
    <Listed
      id="revisions"
      title={t('workload.revisions')}
      columns={columns}
      rows={revisions}
      keyOf={({ name }) => name}
      none={t('workload.noRevisions')}
    />
  );
}

export function Events({ events }: WorkloadDetail): ReactElement {
  const { t } = useTranslation('restart');
  const columns: readonly Column<WorkloadEvent>[] = [
    {
      key: 'at',
      title: t('workload.event.at'),
      widthPx: 92,
      className: 'quiet',
      render: ({ at }) => (at === null ? '—' : seenTime(at)),
    },
    {
      key: 'reason',
      title: t('workload.event.reason'),
      widthPx: 176,
      render: ({ isWarning, reason }) =>
        isWarning ? <Status glyph="warning">{reason}</Status> : <span className="quiet">{reason}</span>,
    },
    {
      key: 'object',
      title: t('workload.event.object'),
      widthPx: 280,
      className: 'mono quiet',
      render: ({ object }) => object,
    },
    { key: 'message', title: t('workload.event.message'), minPx: 200, render: ({ message }) => message },
  ];
  return (
    <Listed
      id="events"
      title={t('workload.events')}
      columns={columns}
      rows={events}
      keyOf={({ at, reason, object, message }) => `${at} ${reason} ${object} ${message}`}
      none={t('workload.noEvents')}
    />
  );
}
