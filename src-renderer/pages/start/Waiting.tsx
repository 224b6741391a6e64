import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { useEngineName } from '../../words/engine-name.ts';
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
  const { id, kind, waiting, practice, createdAt } = run;
  return (
    <li className={waiting?.reason === 'identity' ? 'urgent' : undefined}>
      <Status glyph="waiting">{t(`waiting.reasons.${waiting?.reason ?? 'ask'}`)}</Status>
      <span>
        {engineName(kind)} <span className="mono">{id}</span> ·{' '}
        {practice ? <span className="mark small">{t('common:practice')}</span> : null} <b>{siteName(run)}</b>
      </span>
      <span>
        {waitsFor(run)} <span className="waiting-at faint">· {dayTime(createdAt)}</span>
      </span>
      <Action kind={isFirst ? 'primary' : 'plain'} size="small" onAct={() => go(`/runs/${id}`)}>
        {t('waiting.look')}
      </Action>
    </li>
  );
}

/** What does nothing until somebody goes on with it: runs that wait for an answer, then what engines have unfinished. */
export function Waiting(): ReactElement {
  const { t } = useTranslation('start');
  const runs = useRuns(
    useShallow((run) => [...run.values()].filter(({ waiting }) => waiting !== null).reverse()),
  );
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
