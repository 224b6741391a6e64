import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteKey } from '../../../src-main/contract/machine.ts';
import { dayTime } from '../../words/times.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Filter } from '../../components/Filter.tsx';
import { Modal } from '../../components/Modal.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import { Section } from '../settings/Section.tsx';

const idOf = ({ site, kind, subject, fingerprint }: SiteKey): string =>
  [site, kind, subject, fingerprint].join('\n');

interface KeyTableProps {
  readonly keys: readonly SiteKey[];
  readonly filter: string;
  readonly onForget: (key: SiteKey) => void;
}

function KeyTable({ keys, filter, onForget }: KeyTableProps): ReactElement {
  const { t } = useTranslation(['sites', 'common']);
  const columns: readonly Column<SiteKey>[] = [
    {
      key: 'site',
      title: t('keys.column.site'),
      widthPx: 190,
      render: ({ site }) => site,
      hover: ({ site }) => site,
      sortBy: ({ site }) => site,
      foundBy: ({ site }) => site,
    },
    {
      key: 'kind',
      title: t('keys.column.kind'),
      widthPx: 110,
      render: ({ kind }) => t(`keys.kind.${kind}`),
      sortBy: ({ kind }) => kind,
    },
    {
      key: 'subject',
      title: t('keys.column.subject'),
      widthPx: 170,
      className: 'mono',
      render: ({ subject }) => subject,
      hover: ({ subject }) => subject,
      sortBy: ({ subject }) => subject,
      foundBy: ({ subject }) => subject,
    },
    {
      key: 'fingerprint',
      title: t('keys.column.fingerprint'),
      minPx: 120,
      className: 'mono',
      render: ({ fingerprint }) => fingerprint,
      hover: ({ fingerprint }) => fingerprint,
      foundBy: ({ fingerprint }) => fingerprint,
    },
    {
      key: 'at',
      title: t('keys.column.at'),
      widthPx: 100,
      align: 'end',
      className: 'quiet',
      render: ({ acceptedAt }) => dayTime(acceptedAt),
      sortBy: ({ acceptedAt }) => acceptedAt,
    },
    {
      key: 'act',
      title: t('keys.column.act'),
      widthPx: 120,
      render: (key) => (
        <span className="settings-value">
          <CopyButton text={key.fingerprint} label={`${t('common:copy')} ${key.subject}`} />
          <Action
            kind="link"
            label={t('keys.forgetLabel', { subject: key.subject })}
            onAct={() => onForget(key)}
          >
            {t('keys.forget')}
          </Action>
        </span>
      ),
    },
  ];
  return (
    <Table
      scrolls="sideways"
      label={t('keys.title')}
      columns={columns}
      rows={keys}
      keyOf={idOf}
      filter={filter}
    />
  );
}

interface QuestionProps {
  readonly asked: SiteKey;
  readonly onCancel: () => void;
  readonly onForget: () => void;
}

function Question({ asked, onCancel, onForget }: QuestionProps): ReactElement {
  const { t } = useTranslation(['sites', 'common']);
  const { subject, site, fingerprint } = asked;
  return (
    <Modal
      open
      title={t('keys.question', { subject })}
      onCancel={onCancel}
      footer={
        <div className="settings-acts">
          <Action onAct={onCancel}>{t('common:cancel')}</Action>
          <Action kind="danger" onAct={onForget}>
            {t('keys.act')}
          </Action>
        </div>
      }
    >
      <p>{t('keys.questionHint', { subject, site })}</p>
      <p className="mono settings-fingerprint">{fingerprint}</p>
    </Modal>
  );
}

/** Certificates and host keys that were compared and accepted here, by site. */
export function SiteKeys(): ReactElement {
  const { t } = useTranslation('sites');
  const [filter, setFilter] = useState('');
  const [asking, setAsking] = useState<SiteKey | null>(null);
  const asked = useAnswer('site-keys', (client, signal) => client.system.siteKeys({}, { signal }));
  const forget = useDeed<SiteKey>(async (client, { site, kind, subject, fingerprint }) => {
    await client.system.forgetSiteKey({ site, kind, subject, fingerprint });
    asked.again();
  });
  const all = asked.value ?? [];
  return (
    <Section
      id="keys"
      title={t('keys.title')}
      note={t('keys.hint')}
      tools={
        all.length === 0 ? undefined : <Filter value={filter} onChange={setFilter} label={t('keys.filter')} />
      }
    >
      {forget.error === null ? null : <Failed title={t('keys.forgetFailed')} error={forget.error} />}
      {asked.error === null ? null : (
        <Failed title={t('keys.failed')} error={asked.error} onRetry={asked.again} />
      )}
      {asked.value === null ? (
        asked.error === null ? (
          <Loading />
        ) : null
      ) : all.length === 0 ? (
        <Empty title={t('keys.none')} hint={t('keys.noneHint')} />
      ) : (
        <KeyTable keys={all} filter={filter} onForget={setAsking} />
      )}
      {asking === null ? null : (
        <Question
          asked={asking}
          onCancel={() => setAsking(null)}
          onForget={() => {
            setAsking(null);
            void forget.act(asking);
          }}
        />
      )}
    </Section>
  );
}
