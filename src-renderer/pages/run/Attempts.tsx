import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src-main/contract/json.ts';
import type { Attempt } from '../../../src-main/contract/run.ts';
import { isText, type Text } from '../../../src-main/contract/text.ts';
import { useWords } from '../../words/language.ts';
import { clockTime, noticed } from '../../words/times.ts';
import type { Asked } from '../../ask/use-call.ts';
import type { GlyphName } from '../../components/Glyph.tsx';
import { Failed, Loading } from '../../components/State.tsx';
import { Status } from '../../components/Status.tsx';
import { Intent } from './Intent.tsx';

interface AttemptsProps {
  /** Of the run. */
  readonly kind: string;
  readonly attempts: readonly Attempt[];
  readonly asked: Asked<unknown>;
  /** The last attempt is under way; any other without an end died with its process. */
  readonly isRunning: boolean;
}

const glyphs: Readonly<Record<string, GlyphName>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
  asked: 'waiting',
};
const glyphOf = (outcome: string): GlyphName => glyphs[outcome] ?? 'unknown';

const isEmptyIntent = (intent: Json | null): intent is null =>
  intent === null || (typeof intent === 'object' && Object.keys(intent).length === 0);

const messageOf = (error: Attempt['error']): Text | null =>
  typeof error === 'object' && error !== null && 'message' in error && isText(error['message'])
    ? error['message']
    : null;

/** What there is to see of every attempt: what it found, what it meant to do, how it ended. */
export function Attempts({ kind, attempts, asked, isRunning }: AttemptsProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  if (asked.error !== null) {
    return <Failed title={t('detail.unread')} error={asked.error} onRetry={asked.again} />;
  }
  if (asked.value === null) {
    return <Loading />;
  }
  if (attempts.length === 0) {
    return <p className="quiet">{t('detail.noAttempt')}</p>;
  }
  return (
    <ol className="attempts">
      {[...attempts].reverse().map(({ number, outcome, startedAt, endedAt, found, intent, error }) => {
        const said = messageOf(error);
        const isLast = number === attempts.at(-1)?.number;
        const ended = outcome ?? (isRunning && isLast ? 'running' : 'unknown');
        const state = ended === 'running' ? 'running' : glyphOf(ended);
        return (
          <li key={number}>
            <p className="attempt-head">
              <b>{t('detail.attempt', { number })}</b>
              <Status glyph={state}>{t(`outcomes.${ended as 'failed'}`)}</Status>
              <span className="grow" />
              <span className="small quiet">
                {[clockTime(startedAt), noticed((endedAt ?? startedAt) - startedAt)]
                  .filter((one) => one !== '')
                  .join(' · ')}
              </span>
            </p>
            <dl className="step-facts">
              {found === null ? null : (
                <>
                  <dt>{t('detail.found')}</dt>
                  <dd>{words(found)}</dd>
                </>
              )}
              {isEmptyIntent(intent) ? null : (
                <>
                  <dt>{t('detail.intent')}</dt>
                  <dd>
                    <Intent kind={kind} intent={intent} />
                  </dd>
                </>
              )}
              {said === null ? null : (
                <>
                  <dt>{t('detail.ended')}</dt>
                  <dd>{words(said)}</dd>
                </>
              )}
            </dl>
          </li>
        );
      })}
    </ol>
  );
}
