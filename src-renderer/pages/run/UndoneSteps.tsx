import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { Action } from '../../components/Action.tsx';

interface UndoneStepsProps {
  readonly steps: readonly StepRow[];
  readonly onStep: (key: string) => void;
}

/** What is about to be undone, in its order: the preview of a run that takes another back. */
export function UndoneSteps({ steps, onStep }: UndoneStepsProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  return (
    <ol className="undone-steps" aria-label={t('list.title')}>
      {steps.map(({ key, title }) => (
        <li key={key}>
          <Action kind="link" onAct={() => onStep(key)}>
            {words(title)}
          </Action>
        </li>
      ))}
    </ol>
  );
}
