import { Checkbox } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { Action } from '../../components/Action.tsx';
import { Question as QuestionPane } from './Question.tsx';

interface UndoneStepsProps {
  readonly steps: readonly StepRow[];
  /** Leads to a step, where the page shows it. */
  readonly onStep?: (key: string) => void;
}

/** What is undone, each object by its name, in the order of its undoing. */
export function UndoneSteps({ steps, onStep }: UndoneStepsProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  return (
    <ol className="undone-steps" aria-label={t('list.title')}>
      {steps.map(({ key, title }) => (
        <li key={key}>
          {onStep === undefined ? (
            words(title)
          ) : (
            <Action kind="link" onAct={() => onStep(key)}>
              {words(title)}
            </Action>
          )}
        </li>
      ))}
    </ol>
  );
}

interface UndoQuestionProps extends Required<UndoneStepsProps> {
  readonly run: RunRow;
  readonly question: Question;
}

/** Whether a run that takes another back is to start: only once a person has said that the list was read. */
export function UndoQuestion({ run, question, steps, onStep }: UndoQuestionProps): ReactElement {
  const { t } = useTranslation('run');
  const [isAgreed, setAgreed] = useState(false);
  return (
    <QuestionPane run={run} question={question} busyBecause={isAgreed ? null : t('undoing.agreeFirst')}>
      <UndoneSteps steps={steps} onStep={onStep} />
      <p className="undone-lost">{t('undoing.lost')}</p>
      <Checkbox checked={isAgreed} onChange={({ target }) => setAgreed(target.checked)}>
        {t('undoing.agree')}
      </Checkbox>
    </QuestionPane>
  );
}
