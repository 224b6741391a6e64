import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow, StepState } from '../../../src-main/contract/run.ts';
import { stepStateWords } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../words/language.ts';
import { clockTime, longDuration, roughDuration } from '../../words/times.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { useCollection } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';
import { useTiming } from './use-timing.ts';
import './summary.css';

const shown: readonly StepState[] = [
  'succeeded',
  'warning',
  'failed',
  'unknown',
  'skipped',
  'canceled',
  'running',
  'pending',
];
const barred: readonly StepState[] = [
  'succeeded',
  'skipped',
  'warning',
  'failed',
  'canceled',
  'unknown',
  'running',
];

/** Over and well, or nothing to be done: what failed is still to be done. */
const isDone = (state: StepState): boolean => ['succeeded', 'warning', 'skipped'].includes(state);

/** The share of the work that is done, the running steps by their own progress. */
function useShare(run: string, steps: readonly StepRow[]): number {
  return useCollection(topicOfRun(run), 'progress', (progress) => {
    if (steps.length === 0) {
      return 0;
    }
    const done = steps.reduce((sum, step) => {
      if (isDone(step.state)) {
        return sum + 1;
      }
      if (step.state !== 'running' || progress.size === 0) {
        return sum;
      }
      const live = progress.get(`${step.runId}/${step.key}`)?.progress;
      return live === undefined || live === null || live.total === 0 ? sum : sum + live.done / live.total;
    }, 0);
    return done / steps.length;
  });
}

/** Between two steps nothing is at work for a moment. */
const shownFromMs = 5_000;

interface SummaryProps {
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
  readonly now: number;
}

/** How far it is, in one line. */
export function Summary({ run, steps, now }: SummaryProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const share = useShare(run.id, steps);
  const { workedMs, waitedMs, leftMs } = useTiming(run, steps, now);
  const count = (state: StepState): number => run.counts[state] ?? 0;
  const percent = Math.floor(share * 100);
  return (
    <div className="run-summary">
      <b className="run-percent">{percent} %</b>
      <span className="run-bar" role="img" aria-label={t('summary.done', { percent })}>
        {barred
          .filter((state) => count(state) > 0)
          .map((state) => (
            <i key={state} className={`run-bar-${state}`} style={{ flexGrow: count(state) }} />
          ))}
        {count('pending') === 0 ? null : <i style={{ flexGrow: count('pending') }} />}
      </span>
      {shown
        .filter((state) => count(state) > 0)
        .map((state) => (
          <span key={state} className="run-count">
            <Glyph name={state} /> {words(stepStateWords[state])} <b>{count(state)}</b>
          </span>
        ))}
      <span className="grow" />
      {leftMs === null ? null : (
        <span>
          <b>{t('summary.left', { duration: roughDuration(leftMs) })}</b>
        </span>
      )}
      <span>
        {t('summary.elapsed')} <b>{longDuration(workedMs)}</b>
      </span>
      {waitedMs < shownFromMs ? null : (
        <span>
          {t('summary.waited')} {longDuration(waitedMs)}
        </span>
      )}
      <span>
        {t('summary.started')} {clockTime(run.createdAt)}
      </span>
    </div>
  );
}
