import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedStep, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';

interface CutOffProps {
  readonly steps: readonly StepRow[];
  /** What going on begins with, for a step; undefined until it is known. */
  readonly thenOf: (key: string) => PlannedStep['onCrash'] | undefined;
  readonly onStep: (key: string) => void;
}

/** The steps that were cut off, and what going on does with each of them. */
export function CutOff({ steps, thenOf, onStep }: CutOffProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const unknown = steps.filter(({ state }) => state === 'unknown');
  if (unknown.length === 0) {
    return <p className="small quiet">{t('cutOff.none')}</p>;
  }
  return (
    <>
      <p className="cut-off-head">
        <b>{t('cutOff.title')}</b>{' '}
        <span className="quiet">{t('cutOff.count', { count: unknown.length })}</span>
      </p>
      <ul className="cut-off">
        {unknown.map((step) => {
          const then = thenOf(step.key);
          return (
            <li key={step.key}>
              <Glyph name="unknown" />
              <Action kind="link" onAct={() => onStep(step.key)}>
                {words(step.title)}
              </Action>
              <span>{then === undefined ? '' : t(`cutOff.then.${then}`)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
