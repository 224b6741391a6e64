import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { useEngineName } from '../../words/engine-name.ts';
import { useWaitsFor } from '../../words/waits-for.ts';
import { siteName } from '../../words/site-name.ts';
import { dayTime } from '../../words/times.ts';
import { Action } from '../../components/Action.tsx';
import { Status } from '../../components/Status.tsx';
import { useRuns } from '../../sync/runs.ts';
import { UnfinishedRow, useUnfinished } from './Unfinished.tsx';

function WaitingRow({ run, isFirst }: { readonly run: RunRow; readonly isFirst: boolean }): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const engineName = useEngineName();
  const waitsFor = useWaitsFor();
  const [, go] = useLocation();
  const { id, kind, title, waiting, practice, createdAt } = run;
  return (
    <li className={waiting?.reason === 'identity' ? 'urgent' : undefined}>
      <Status glyph="waiting">{t(`waiting.reasons.${waiting?.reason ?? 'ask'}`)}</Status>
      <span>
        {engineName(kind)} <span className="mono">{id}</span> ·{' '}
        {practice ? <span className="mark small">{t('common:practice')}</span> : null}{' '}
        <b>{siteName({ title })}</b>
      </span>
      <span>
        {waitsFor(run)} <span className="faint">· {dayTime(createdAt)}</span>
      </span>
      <Action kind={isFirst ? 'primary' : 'plain'} size="small" onAct={() => go(`/run/${id}`)}>
        {t('waiting.look')}
      </Action>
    </li>
  );
}

/** What does nothing until somebody goes on with it: runs that wait for an answer, then sheets no run was made of. */
export function Waiting(): ReactElement | null {
  const { t } = useTranslation('start');
  const runs = useRuns(
    useShallow((run) => [...run.values()].filter(({ waiting }) => waiting !== null).reverse()),
  );
  const { shown, more } = useUnfinished();
  if (runs.length + shown.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="waiting">
      <div className="section-head">
        <h2 id="waiting">{t('waiting.title')}</h2>
        {runs.length === 0 ? null : (
          <span className="small faint">{t('waiting.count', { count: runs.length })}</span>
        )}
        {more === 0 ? null : (
          <Link className="right small" href="/configure">
            {t('unfinished.more', { count: more })}
          </Link>
        )}
      </div>
      <ul className="waiting-list">
        {runs.map((run, index) => (
          <WaitingRow key={run.id} run={run} isFirst={index === 0} />
        ))}
        {shown.map((document) => (
          <UnfinishedRow key={document.id} document={document} />
        ))}
      </ul>
    </section>
  );
}
