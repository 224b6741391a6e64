import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../src-main/contract/run.ts';
import { useWords } from './language.ts';

/** What a run waits for, or that its record is damaged, in a sentence; null for any other run. A run that takes another back has no preview but its own steps. */
export function useWaitsFor(): (run: RunRow) => string | null {
  const { t } = useTranslation();
  const words = useWords();
  return ({ waiting, revertsRunId, counts, damaged }) => {
    if (damaged !== undefined) {
      return words(damaged);
    }
    if (waiting === null) {
      return null;
    }
    if (revertsRunId === null || waiting.code !== 'confirm') {
      return words(waiting.text);
    }
    const count = Object.values(counts).reduce((sum, one) => sum + one, 0);
    return t('confirmUndo', { run: revertsRunId, count });
  };
}
