import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { runWord, stepWord } from '../../src-main/contract/state-words.ts';
import { isEndedState } from '../../src-main/contract/run-states.ts';
import type { RunRow, RunState, StepRow, StepState } from '../../src-main/contract/run.ts';
import { textIn } from '../../src-main/contract/text.ts';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../words/language.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './status.css';

const glyphOfRun: Readonly<Record<RunState, GlyphName>> = {
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
export function glyphOfStep(
  state: StepState,
  changed: boolean | null,
  undoneBy?: StepRow['undoneBy'],
): GlyphName {
  if (undoneBy !== undefined) {
    return 'undo';
  }
  return state === 'succeeded' && changed === false ? 'unchanged' : state;
}

interface StepStatusProps {
  readonly state: StepState;
  readonly changed: boolean | null;
  /** Done by taking what was there instead of what was planned. */
  readonly adopted?: boolean | undefined;
  /** The run that has undone its change since. */
  readonly undoneBy?: string | undefined;
  /** Said after the word, such as a percentage. */
  readonly note?: string | undefined;
}

export function StepStatus({ state, changed, adopted, undoneBy, note }: StepStatusProps): ReactElement {
  const language = useLanguage();
  const { t } = useTranslation();
  const glyph = glyphOfStep(state, changed, undoneBy);
  const word =
    glyph === 'unchanged' ? t('alreadySo') : textIn(stepWord({ state, adopted, undoneBy }), language);
  return <Status glyph={glyph}>{note === undefined ? word : `${word} ${note}`}</Status>;
}

type Standing = Pick<RunRow, 'state' | 'warnings' | 'undone'>;

/** How a run is drawn: one that was undone since, or ended well but not without warnings, is told apart. */
export function glyphOfStanding({ state, warnings, undone }: Standing): GlyphName {
  if (undone !== undefined && isEndedState(state)) {
    return 'undo';
  }
  return state === 'succeeded' && warnings > 0 ? 'warning' : glyphOfRun[state];
}

interface RunStatusProps {
  readonly run: Standing;
  /** It stands inside something that leads elsewhere. */
  readonly isPlain?: boolean;
}

/** How a run stands; one that was undone leads to the run that did it. */
export function RunStatus({ run, isPlain = false }: RunStatusProps): ReactElement {
  const language = useLanguage();
  const { t } = useTranslation();
  const glyph = glyphOfStanding(run);
  const by = glyph === 'undo' ? run.undone?.by.at(-1) : undefined;
  const word = glyph === 'warning' ? t('doneWithWarnings') : textIn(runWord(run), language);
  return (
    <Status glyph={glyph}>
      {by === undefined || isPlain ? word : <Link href={`/runs/${by}`}>{word}</Link>}
    </Status>
  );
}
