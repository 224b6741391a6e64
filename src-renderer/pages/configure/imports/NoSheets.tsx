import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { openPractice } from '../job/practice-order.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { useImporting } from '../job/use-importing.ts';
import { Action } from '../../../components/Action.tsx';
import { FilePicker } from '../../../components/FilePicker.tsx';
import { Empty, Failed } from '../../../components/State.tsx';

/** What belongs here, and the two ways to begin. */
export function NoSheets(): ReactElement {
  const { t } = useTranslation(['imports', 'begin']);
  const [, go] = useLocation();
  const importing = useImporting();
  const practice = useDeed(async (client) => {
    go(await openPractice(client, { fresh: false, faults: [] }));
  });
  const failed = importing.error ?? practice.error;
  return (
    <>
      <Empty title={t('none')} hint={t('noneHint')}>
        <Action kind="link" requested={importing.isUnderWay} onAct={() => void importing.choose()}>
          {t('import')}
        </Action>
        <Action kind="link" requested={practice.isUnderWay} onAct={() => void practice.act()}>
          {t('begin:practice')}
        </Action>
      </Empty>
      {failed === null ? null : (
        <Failed
          title={importing.error === null ? t('begin:practiceFailed') : t('begin:importFailed')}
          error={failed}
        />
      )}
      <FilePicker />
    </>
  );
}
