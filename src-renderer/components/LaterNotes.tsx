import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { laterNotes, type PreviewStep } from '../../src-main/contract/preview-scope.ts';
import { useWords } from '../words/language.ts';

interface LaterNotesProps {
  readonly step: PreviewStep;
  /** All of the preview. */
  readonly steps: readonly PreviewStep[];
}

/** What of a step only a run will know. */
export function LaterNotes({ step, steps }: LaterNotesProps): ReactElement | null {
  const { t } = useTranslation();
  const notes = laterNotes(step, steps).map(useWords());
  return notes.length === 0 ? null : <span className="quiet small"> {notes.join(t('separator'))}</span>;
}
