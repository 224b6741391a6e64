import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { runStateWords } from '../../../src-main/contract/state-words.ts';
import { useEngineName } from '../../words/engine-name.ts';
import { useWords } from '../../words/language.ts';
import { runsNeedingAttention } from '../../words/needs-attention.ts';
import { useWaitsFor } from '../../words/waits-for.ts';
import { siteName } from '../../words/site-name.ts';
import { dayTime } from '../../words/times.ts';
import { Action } from '../../components/Action.tsx';
import { Status } from '../../components/Status.tsx';
import { allEngines } from '../../engine-pages.ts';
import { useRuns } from '../../sync/runs.ts';

function WaitingRow({ run, isFirst }: { readonly run: RunRow; readonly isFirst: boolean }): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const engineName = useEngineName();
  const waitsFor = useWaitsFor();
  const [, go] = useLocation();
  const words = useWords();
  const { id, kind, waiting, practice, createdAt, endedAt, counts } = run;
  return (
    <li className={waiting?.reason === 'identity' ? 'urgent' : undefined}>
      {waiting === null ? (
        <Status glyph="failed">{words(runStateWords.failed)}</Status>
      ) : (
        <Status glyph="waiting">{t(`waiting.reasons.${waiting.reason}`)}</Status>
      )}
      <span>
        {engineName(kind)} <span className="mono">{id}</span> ·{' '}
        {practice ? <span className="mark small">{t('common:practice')}</span> : null} <b>{siteName(run)}</b>
      </span>
      <span>
        {waitsFor(run) ?? t('result.failed', { count: counts.failed ?? 0 })}{' '}
        <span className="waiting-at faint">· {dayTime(endedAt ?? createdAt)}</span>
      </span>
      <Action kind={isFirst ? 'primary' : 'plain'} size="small" onAct={() => go(`/runs/${id}`)}>
        {t('waiting.look')}
      </Action>
    </li>
  );
}

/** What stands still until somebody goes on with it: runs that wait or have failed, then what engines have unfinished. */
export function Waiting(): ReactElement {
  const { t } = useTranslation('start');
  const runs = useRuns(useShallow((run) => runsNeedingAttention(run.values())));
  return (
    // An empty list is not there for anybody: start.css.
    <section className="waiting" aria-labelledby="waiting">
      <div className="section-head">
        <h2 id="waiting">{t('waiting.title')}</h2>
        {runs.length === 0 ? null : (
          <span className="small faint">{t('waiting.count', { count: runs.length })}</span>
        )}
      </div>
      <ul className="waiting-list">
        {runs.map((run, index) => (
          <WaitingRow key={run.id} run={run} isFirst={index === 0} />
        ))}
        {allEngines().map(({ kind, begin: { Unfinished } }) => (
          <Unfinished key={kind} />
        ))}
      </ul>
    </section>
  );
}
