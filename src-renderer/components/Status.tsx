import type { ReactElement, ReactNode } from 'react';
import { runStateWords, stepWord } from '../../src-main/contract/state-words.ts';
import type { RunState, StepState } from '../../src-main/contract/run.ts';
import { textIn } from '../../src-main/contract/text.ts';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../words/language.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './status.css';

export const glyphOfRun: Readonly<Record<RunState, GlyphName>> = {
  pending: 'pending',
  running: 'running',
  waiting: 'waiting',
  canceling: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

/** A shape and a word, in this order, everywhere the same. */
export function Status({
  glyph,
  children,
}: {
  readonly glyph: GlyphName;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span className="status">
      <Glyph name={glyph} />
      <span className="cut">{children}</span>
    </span>
  );
}

/** How a step is drawn: one that found everything as planned is told apart from one that did something. */
export function glyphOfStep(state: StepState, changed: boolean | null): GlyphName {
  return state === 'succeeded' && changed === false ? 'unchanged' : state;
}

interface StepStatusProps {
  readonly state: StepState;
  readonly changed: boolean | null;
  /** Done by taking what was there instead of what was planned. */
  readonly adopted?: boolean | undefined;
  /** Said after the word, such as a percentage. */
  readonly note?: string | undefined;
}

export function StepStatus({ state, changed, adopted, note }: StepStatusProps): ReactElement {
  const language = useLanguage();
  const { t } = useTranslation();
  const glyph = glyphOfStep(state, changed);
  const word = glyph === 'unchanged' ? t('alreadySo') : textIn(stepWord({ state, adopted }), language);
  return <Status glyph={glyph}>{note === undefined ? word : `${word} ${note}`}</Status>;
}

/** A run that ended well but not without warnings says so. */
export function RunStatus({
  state,
  warnings,
}: {
  readonly state: RunState;
  readonly warnings: number;
}): ReactElement {
  const language = useLanguage();
  const { t } = useTranslation();
  if (state === 'succeeded' && warnings > 0) {
    return <Status glyph="warning">{t('doneWithWarnings')}</Status>;
  }
  return <Status glyph={glyphOfRun[state]}>{textIn(runStateWords[state], language)}</Status>;
}
