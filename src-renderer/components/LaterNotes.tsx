import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewDocument } from '../../src-main/contract/run.ts';
import { useWords } from '../words/language.ts';

type PreviewStep = PreviewDocument['steps'][number];

interface LaterNotesProps {
  readonly step: PreviewStep;
  /** All of the preview. */
  readonly steps: readonly PreviewStep[];
}

/** What of a step only a run will know. */
export function LaterNotes({ step, steps }: LaterNotesProps): ReactElement | null {
  const { t } = useTranslation();
  const words = useWords();
  const { awaits = [], expands = false } = step;
  const titles = steps.filter(({ key }) => awaits.includes(key)).map(({ title }) => words(title));
  const notes = [
    ...(titles.length === 0 ? [] : [t('later.awaits', { steps: titles.join(t('separator')) })]),
    ...(expands ? [t('later.expands')] : []),
  ];
  return notes.length === 0 ? null : <span className="quiet small"> {notes.join(t('separator'))}</span>;
}
