import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationFacts } from '../../../src-main/contract/machine.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Modal } from '../../components/Modal.tsx';
import { Failed } from '../../components/State.tsx';
import { Line, Section } from './Section.tsx';

interface SecretsProps {
  readonly keystore: ApplicationFacts['keystore'];
  readonly onCleared: () => void;
}

/** Where secrets are kept, and the way to have them forgotten. */
export function Secrets({ keystore, onCleared }: SecretsProps): ReactElement {
  const { t } = useTranslation(['settings', 'common']);
  const [isAsking, setIsAsking] = useState(false);
  const clear = useDeed(async (client) => {
    await client.system.clearSecrets({});
    onCleared();
  });
  const { kind, counts } = keystore;
  const told = (['read', 'overrides', 'given', 'connections'] as const)
    .filter((of) => counts[of] > 0)
    .map((of) => t(`secrets.kept.${of}`, { count: counts[of] }));
  const isEmpty = told.length === 0;
  return (
    <Section id="secrets" title={t('secrets.title')}>
      <Line name={t('secrets.keystore')} hint={t(`secrets.${kind}Hint`)}>
        <span>{t(`secrets.${kind}`)}</span>
        {isEmpty ? null : <span className="quiet">{told.join(t('common:separator'))}</span>}
        <Action
          kind="danger"
          size="small"
          requested={clear.isUnderWay}
          disabledBecause={isEmpty ? t('secrets.nothingToClear') : null}
          onAct={() => setIsAsking(true)}
        >
          {t('secrets.clear')}
        </Action>
        {isEmpty ? <span className="small faint">{t('secrets.nothingToClear')}</span> : null}
      </Line>
      {clear.error === null ? null : <Failed title={t('secrets.failed')} error={clear.error} />}
      <Modal
        open={isAsking}
        title={t('secrets.question')}
        onCancel={() => setIsAsking(false)}
        footer={
          <div className="settings-acts">
            <Action onAct={() => setIsAsking(false)}>{t('common:cancel')}</Action>
            <Action
              kind="danger"
              onAct={() => {
                setIsAsking(false);
                void clear.act();
              }}
            >
              {t('secrets.act')}
            </Action>
          </div>
        }
      >
        <p>{t('secrets.questionHint')}</p>
      </Modal>
    </Section>
  );
}
