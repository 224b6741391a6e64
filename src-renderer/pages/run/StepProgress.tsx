import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Progress } from '../../../src-main/contract/run.ts';
import { bytes } from '../../../src-main/contract/byte-words.ts';
import { useWords } from '../../words/language.ts';
import { longDuration } from '../../words/times.ts';

/** Done of all, the rate, and how long it will still take, and what holds it up. */
export function StepProgress({ progress }: { readonly progress: Progress }): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const { done, total, unit, ratePerSecond, remainingMs, heldUpBy } = progress;
  const amount = (value: number): string => (unit === 'bytes' ? bytes(value) : String(value));
  return (
    <span className="run-progress">
      <span className="nowrap">
        {amount(done)} / {amount(total)}
      </span>
      <span
        className="meter"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-label={t('progress')}
      >
        <i style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }} />
      </span>
      {ratePerSecond === undefined ? null : (
        <b>
          {unit === 'bytes' ? `${(ratePerSecond / 1e6).toFixed(1)} MB/s` : `${ratePerSecond.toFixed(1)}/s`}
        </b>
      )}
      {remainingMs === undefined ? null : (
        <span className="nowrap">
          {t('remaining')} <b>{longDuration(remainingMs)}</b>
        </span>
      )}
      {heldUpBy === undefined ? null : (
        <span className="tone-warn cut" title={words(heldUpBy)}>
          {words(heldUpBy)}
        </span>
      )}
    </span>
  );
}
