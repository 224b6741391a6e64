import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useGivenFile } from '../../../ask/desktop.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Failed } from '../../../components/State.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useRuns } from '../../../sync/runs.ts';
import { openPractice } from '../job/practice-order.ts';
import { useImporting } from '../job/use-importing.ts';
import { ImportRow, PracticeRow } from './BeginRows.tsx';

/** The ways to begin: a sheet of one's own, or the practice site one click away. */
export function Begin({ isFirst }: { readonly isFirst: boolean }): ReactElement {
  const { t } = useTranslation('begin');
  const [, go] = useLocation();
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
  useShortcut('Ctrl+o', t('import'), importSheet);
  useShortcut('Ctrl+e', t('practice'), startPractice);
  const failed = importing.error ?? practice.error;
  return (
    <>
      <ImportRow isUnderWay={importing.isUnderWay} onStart={importSheet} />
      <PracticeRow
        isFirst={isFirst}
        isUnderWay={practice.isUnderWay}
        onStart={startPractice}
        fault={fault}
        onFault={setFault}
        fresh={fresh}
        onFresh={setFresh}
      />
      {failed === null ? null : (
        <Failed title={t(importing.error === null ? 'practiceFailed' : 'importFailed')} error={failed} />
      )}
    </>
  );
}
