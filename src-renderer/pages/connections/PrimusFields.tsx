import { Checkbox, Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Failed } from '../../components/State.tsx';
import { Section } from '../settings/Section.tsx';
import { isPlainHttp, type PrimusDraft } from './draft.ts';

interface PrimusProps {
  readonly draft: PrimusDraft;
  readonly onChange: (changes: Partial<PrimusDraft>) => void;
}

/** The certificate is compared before the token goes anywhere. */
function Certificate({ draft, onChange }: PrimusProps): ReactElement {
  const { t } = useTranslation('connections');
  const { server, fingerprint, isCompared } = draft;
  const reading = useDeed<string>(async (client, read) => {
    const answer = await client.connections.certificate({ server: read });
    onChange({ fingerprint: answer.fingerprint, isCompared: false });
  });
  return (
    <>
      <div className="connection-acts">
        <Action
          requested={reading.isUnderWay}
          disabledBecause={server === '' ? t('new.because.server') : null}
          onAct={() => void reading.act(server)}
        >
          {t('primus.read')}
        </Action>
        <span className="small faint">{t('primus.readHint')}</span>
      </div>
      {reading.error === null ? null : <Failed title={t('primus.readFailed')} error={reading.error} />}
      {fingerprint === null ? null : (
        <div className="connection-need">
          <p className="quiet">{t('primus.fingerprint')}</p>
          <p className="mono connection-identity">{fingerprint}</p>
          <Checkbox checked={isCompared} onChange={({ target }) => onChange({ isCompared: target.checked })}>
            {t('primus.compared')}
          </Checkbox>
        </div>
      )}
    </>
  );
}

export function PrimusFields({ draft, onChange }: PrimusProps): ReactElement {
  const { t } = useTranslation('connections');
  const { server, token, allowHttp } = draft;
  return (
    <Section id="primus" title={t('kind.primus')}>
      <label className="connection-form-line">
        <span>{t('primus.server')}</span>
        <Input
          className="mono"
          value={server}
          placeholder="https://192.0.2.20:8088"
          spellCheck={false}
          onChange={({ target }) =>
            onChange({ server: target.value.trim(), fingerprint: null, isCompared: false })
          }
        />
      </label>
      <label className="connection-form-line">
        <span>{t('primus.token')}</span>
        <Input.Password
          aria-label={t('primus.token')}
          autoComplete="off"
          value={token}
          onChange={({ target }) => onChange({ token: target.value.trim() })}
        />
        <span className="small faint">{t('primus.tokenHint')}</span>
      </label>
      {isPlainHttp(server) ? (
        <div className="connection-need">
          <Checkbox checked={allowHttp} onChange={({ target }) => onChange({ allowHttp: target.checked })}>
            {t('primus.allowHttp')}
          </Checkbox>
          <p className="small tone-warn">{t('primus.httpWarning')}</p>
        </div>
      ) : (
        <Certificate draft={draft} onChange={onChange} />
      )}
    </Section>
  );
}
