import { Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { CallError } from '../../sync/client.ts';
import { Section } from './Section.tsx';

const nothing = (): void => undefined;

const timeout = new CallError('CONNECT_TIMEOUT', {
  zh: '连接超时（10 s），已尝试 3 次。网卡仍在该网段内。',
  en: 'Connection timed out (10 s) after 3 attempts. The network interface is still in the subnet.',
});

export function States(): ReactElement {
  const { t } = useTranslation('parts');
  return (
    <Section title={t('section.empty')}>
      <div className="parts-pair">
        <Empty title={t('state.empty')} hint={t('state.emptyHint')}>
          <Action kind="link" onAct={nothing}>
            {t('state.import')}
          </Action>
          <Action kind="link" onAct={nothing}>
            {t('state.practice')}
          </Action>
        </Empty>
        <Failed title={t('state.failed')} error={timeout} onRetry={nothing} />
      </div>
      <Loading />
    </Section>
  );
}

export function Overlays(): ReactElement {
  const { t } = useTranslation(['parts', 'common']);
  return (
    <Section title={t('section.overlays')}>
      <div className="parts-pair">
        <div className="parts-overlay">
          <h4>{t('overlay.title')}</h4>
          <p className="small quiet">{t('overlay.hint')}</p>
          <Input aria-label={t('common:reason')} placeholder={`${t('common:reason')} *`} />
          <div className="parts-overlay-acts">
            <Action size="small" onAct={nothing}>
              {t('common:cancel')}
            </Action>
            <Action size="small" kind="primary" onAct={nothing}>
              {t('overlay.mark')}
            </Action>
          </div>
        </div>
        <div>
          <div className="parts-overlay">
            <p className="strong">
              <Glyph name="warning" /> {t('overlay.notice')}
            </p>
            <p className="small quiet">
              {t('overlay.noticeHint')}{' '}
              <Action kind="link" onAct={nothing}>
                {t('overlay.look')}
              </Action>
            </p>
          </div>
          <p className="small quiet parts-rule">{t('overlay.rule')}</p>
        </div>
      </div>
    </Section>
  );
}
