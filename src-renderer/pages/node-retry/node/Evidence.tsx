import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeEvidence } from '../../../../src-main/contract/node-retry.ts';
import { Age } from '../../../clusters/Age.tsx';
import { Listed } from '../../../clusters/Listed.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Status } from '../../../components/Status.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { seenTime } from '../../../words/times.ts';
import { Section } from '../../settings/Section.tsx';

type Condition = NodeEvidence['conditions'][number];
type Pod = NodeEvidence['pods'][number];
type PodEvent = Pod['events'][number];

function Conditions({ conditions }: NodeEvidence): ReactElement {
  const { t } = useTranslation('nodes');
  const columns: readonly Column<Condition>[] = [
    { key: 'type', title: t('condition.type'), widthPx: 196, render: ({ type }) => type },
    { key: 'status', title: t('condition.status'), widthPx: 84, render: ({ status }) => status },
    {
      key: 'reason',
      title: t('condition.reason'),
      widthPx: 196,
      className: 'quiet',
      render: ({ reason }) => reason ?? '—',
    },
    {
      key: 'message',
      title: t('condition.message'),
      minPx: 200,
      render: ({ message }) => message ?? '—',
    },
  ];
  return (
    <Listed
      id="conditions"
      title={t('node.conditions')}
      columns={columns}
      rows={conditions}
      keyOf={({ type }) => type}
      none={t('node.noConditions')}
    />
  );
}

function Events({ name, events }: Pod): ReactElement {
  const { t } = useTranslation('nodes');
  const columns: readonly Column<PodEvent>[] = [
    {
      key: 'at',
      title: t('event.at'),
      widthPx: 100,
      className: 'quiet',
      render: ({ at }) => (at === null ? '—' : seenTime(Date.parse(at))),
    },
    { key: 'reason', title: t('event.reason'), widthPx: 196, render: ({ reason }) => reason },
    { key: 'message', title: t('event.message'), minPx: 200, render: ({ message }) => message },
  ];
  return (
    <Table
      wraps
      label={t('node.eventsOf', { pod: name })}
      columns={columns}
      rows={events}
      keyOf={({ at, reason, message }) => `${at} ${reason} ${message}`}
    />
  );
}

/** What went wrong is said at the end. */
const toEnd = (box: HTMLElement | null): void => box?.scrollTo({ top: box.scrollHeight });

function Log({ name, log }: Pod): ReactElement {
  const { t } = useTranslation('nodes');
  if (log === null || log.trim() === '') {
    return <p className="clusters-none quiet">{t(log === null ? 'node.logUnread' : 'node.logEmpty')}</p>;
  }
  return (
    <>
      <p className="node-log-head">
        <span className="quiet">{t('node.log', { count: log.trimEnd().split('\n').length })}</span>
        <span className="grow" />
        <CopyButton text={log} label={t('node.copyLog', { pod: name })} />
      </p>
      <pre ref={toEnd} className="mono node-log" tabIndex={0} aria-label={t('node.logOf', { pod: name })}>
        {log}
      </pre>
    </>
  );
}

function PodOf({ pod }: { readonly pod: Pod }): ReactElement {
  const { t } = useTranslation('nodes');
  const { name, phase, reason, endedAt, events } = pod;
  return (
    <Section
      id={`pod-${pod.uid}`}
      title={t('node.pod', { pod: name })}
      note={endedAt === null ? undefined : <Age at={endedAt} />}
    >
      {phase === '' ? null : (
        <p className="clusters-none">
          <Status glyph={phase === 'Failed' ? 'failed' : 'info'}>
            {reason === null ? phase : `${phase} · ${reason}`}
          </Status>
        </p>
      )}
      {events.length === 0 ? null : <Events {...pod} />}
      <Log {...pod} />
    </Section>
  );
}

/** What could not be read for want of a right. */
function Missing({ missing }: NodeEvidence): ReactElement | null {
  const { t } = useTranslation(['nodes', 'common']);
  return missing.length === 0 ? null : (
    <p className="node-warning" role="note">
      <Glyph name="warning" />
      <span>
        {t('node.missing')} <span className="mono">{missing.join(t('common:separator'))}</span>
      </span>
    </p>
  );
}

/** What is there of the node's present failure: a retry deletes the pods, and with them their logs and events. */
export function Evidence({ evidence }: { readonly evidence: NodeEvidence | null }): ReactElement {
  const { t } = useTranslation('nodes');
  if (evidence === null) {
    return (
      <Section id="evidence" title={t('node.evidence')}>
        <p className="clusters-none quiet">{t('node.notFailed')}</p>
      </Section>
    );
  }
  return (
    <>
      <Missing {...evidence} />
      {evidence.pods.length === 0 ? (
        <Section id="evidence" title={t('node.evidence')}>
          <p className="clusters-none quiet">{t('node.noPods')}</p>
        </Section>
      ) : (
        evidence.pods.map((pod) => <PodOf key={pod.uid} pod={pod} />)
      )}
      <Conditions {...evidence} />
    </>
  );
}
