import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteKey } from '../../../src-main/contract/machine.ts';
import { dayTime } from '../../words/times.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Modal } from '../../components/Modal.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Section } from '../settings/Section.tsx';

const idOf = ({ site, kind, subject, fingerprint }: SiteKey): string =>
  [site, kind, subject, fingerprint].join('\n');

interface KeyTableProps {
  readonly keys: readonly SiteKey[];
  readonly onForget: (key: SiteKey) => void;
}

function KeyTable({ keys, onForget }: KeyTableProps): ReactElement {
  const { t } = useTranslation(['sites', 'common']);
  return (
    <div className="settings-wide">
      <table className="rows settings-keys" aria-label={t('keys.title')}>
        <thead>
          <tr>
            <th className="settings-key-site">{t('keys.column.site')}</th>
            <th className="settings-key-kind">{t('keys.column.kind')}</th>
            <th className="settings-key-subject">{t('keys.column.subject')}</th>
            <th>{t('keys.column.fingerprint')}</th>
            <th className="settings-key-at number">{t('keys.column.at')}</th>
            <th className="settings-key-act">{t('keys.column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={idOf(key)}>
              <td title={key.site}>{key.site}</td>
              <td>{t(`keys.kind.${key.kind}`)}</td>
              <td className="mono" title={key.subject}>
                {key.subject}
              </td>
              <td className="mono" title={key.fingerprint}>
                {key.fingerprint}
              </td>
              <td className="number quiet">{dayTime(key.acceptedAt)}</td>
              <td>
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
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
  const shown = all.filter((key) => isFound(filter, [key.site, key.subject, key.fingerprint]));
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
        <KeyTable keys={shown} onForget={setAsking} />
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
