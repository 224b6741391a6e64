import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Action } from '../../../components/Action.tsx';
import { Failed } from '../../../components/State.tsx';
import { useOpenPractice } from '../use-practice.ts';

/** The workloads of a cluster, and those of the practice cluster one click away. */
export function BeginRow(): ReactElement {
  const { t } = useTranslation('restart');
  const [, go] = useLocation();
  const practice = useOpenPractice();
  return (
    <>
      <div className="begin-row">
        <b>{t('begin.title')}</b>
        <span className="quiet">{t('begin.hint')}</span>
        <span className="begin-acts">
          <Action requested={practice.isUnderWay} onAct={() => void practice.act()}>
            {t('begin.practice')}
          </Action>
          <Action onAct={() => go('/workloads')}>{t('begin.choose')}</Action>
        </span>
      </div>
      {practice.error === null ? null : <Failed title={t('choose.failed')} error={practice.error} />}
    </>
  );
}
