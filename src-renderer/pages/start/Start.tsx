import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useGivenFile } from '../../ask/desktop.ts';
import { openPractice } from '../configure/job/practice-order.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { useDeed } from '../../ask/use-call.ts';
import { useImporting } from '../configure/job/use-importing.ts';
import { FilePicker } from '../../components/FilePicker.tsx';
import { RunTable } from '../../components/RunTable.tsx';
import { Failed } from '../../components/State.tsx';
import { useRuns } from '../../sync/runs.ts';
import { Begin } from './Begin.tsx';
import { Waiting } from './Waiting.tsx';
import './start.css';

/** What waits for me, what I can begin, what was done lately. */
export function Start(): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const [, go] = useLocation();
  const isFirst = useRuns((run) => ![...run.values()].some(({ state }) => state === 'waiting'));
  const [fault, setFault] = useState<string | null>(null);
  const [isFresh, setFresh] = useState(true);
  // Only what has been used can be begun anew.
  const isUsed = useRuns((run) => [...run.values()].some(({ targets }) => targets.includes('practice:own')));
  const fresh = isUsed ? isFresh : null;
  const practice = useDeed(async (client) => {
    const faults = fault === null ? [] : [fault];
    go(await openPractice(client, { fresh: fresh ?? false, faults }));
  });
  const importing = useImporting();
  const startPractice = (): void => void practice.act();
  const importSheet = (): void => void importing.choose();
  const { take: importFile } = importing;
  const given = useGivenFile((state) => state.given);
  useEffect(() => {
    if (given === null) {
      return;
    }
    useGivenFile.setState({ given: null });
    void importFile(given);
  }, [given, importFile]);
  useShortcut('Ctrl+o', t('begin.import'), importSheet);
  useShortcut('Ctrl+e', t('begin.practice'), startPractice);
  const failed = importing.error ?? practice.error;
  return (
    <div className="start">
      <h1 className="visually-hidden">{t('title')}</h1>
      <Waiting />
      <Begin
        isFirst={isFirst}
        fault={fault}
        onFault={setFault}
        fresh={fresh}
        onFresh={setFresh}
        practice={{ isUnderWay: practice.isUnderWay, start: startPractice }}
        importing={{ isUnderWay: importing.isUnderWay, start: importSheet }}
      />
      {failed === null ? null : (
        <Failed
          title={importing.error === null ? t('begin.practiceFailed') : t('begin.importFailed')}
          error={failed}
        />
      )}
      <RunTable title={t('recent')} limit={50} link={{ to: '/history', title: t('allHistory') }} />
      <FilePicker />
    </div>
  );
}
