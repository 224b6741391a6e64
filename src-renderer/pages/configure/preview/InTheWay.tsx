import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { obstacleWords, type PreviewStep } from '../../../../src-main/contract/preview-scope.ts';
import { useWords } from '../../../words/language.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';

interface InTheWayProps {
  readonly step: PreviewStep;
  readonly isUnderWay: boolean;
  readonly onAgain: () => void;
  readonly onPreflight: () => void;
}

/** What keeps the whole run from being done, said once above the rows, with the ways on. */
export function InTheWay({ step, isUnderWay, onAgain, onPreflight }: InTheWayProps): ReactElement {
  const { t } = useTranslation('preview');
  const words = useWords();
  const asks = step.asks === true;
  return (
    <div className={asks ? 'preview-in-the-way asks' : 'preview-in-the-way'} role="alert">
      <Glyph name={asks ? 'waiting' : 'failed'} />
      <span>
        <b>{words(obstacleWords(step))}</b> {step.found === undefined ? null : words(step.found)}
      </span>
      <span className="grow" />
      <Action size="small" onAct={onPreflight}>
        {t('bar.preflight')}
      </Action>
      <Action size="small" requested={isUnderWay} onAct={onAgain}>
        {t('inTheWay.again')}
      </Action>
    </div>
  );
}
