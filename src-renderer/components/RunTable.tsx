import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow } from '../../src-main/contract/run.ts';
import { visible } from '../../src-main/contract/visible.ts';
import { useEngineName } from '../words/engine-name.ts';
import { useWaitsFor } from '../words/waits-for.ts';
import { siteName } from '../words/site-name.ts';
import { dayTime, zone } from '../words/times.ts';
import { useWorked } from '../ask/use-worked.ts';
import { useRowKeys } from '../hooks/use-row-keys.ts';
import { useTopicState } from '../sync/rows.ts';
import { useRuns } from '../sync/runs.ts';
import { Empty } from './State.tsx';
import { Filter, isFound } from './Filter.tsx';
import { RunStatus } from './Status.tsx';
import './run-table.css';

interface RunTableProps {
  readonly title: string;
  readonly limit?: number;
  /** Only runs of these kinds. */
  readonly kinds?: readonly string[];
  readonly link?: { readonly to: string; readonly title: string };
  /** Another list with a filter of its own stands before it. */
  readonly isSecond?: boolean;
}

/** How far a run has come, as the list says it. */
export function progressOf({ counts }: RunRow): { readonly settled: number; readonly total: number } {
  const of = (...states: (keyof typeof counts)[]): number =>
    states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  // What failed or was canceled is still to be done.
  const settled = of('succeeded', 'skipped', 'warning');
  return { settled, total: settled + of('failed', 'canceled', 'pending', 'running', 'unknown') };
}

/** How far a run came and what was amiss, in one line. */
export function useRunNotes(run: RunRow): string {
  const { t } = useTranslation('start');
  const waits = useWaitsFor()(run);
  const { settled, total } = progressOf(run);
  const failed = run.counts.failed ?? 0;
  return [
    t('result.steps', { settled, total }),
    run.warnings > 0 ? t('result.warnings', { count: run.warnings }) : null,
    failed > 0 ? t('result.failed', { count: failed }) : null,
    waits,
  ]
    .filter((note) => note !== null)
    .join(' · ');
}

function Row({ run, worked }: { readonly run: RunRow; readonly worked: string }): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const notes = useRunNotes(run);
  const engine = useEngineName()(run.kind);
  const [, go] = useLocation();
  return (
    <tr onClick={() => go(`/runs/${run.id}`)}>
      <td>
        <RunStatus state={run.state} warnings={run.warnings} />
      </td>
      <td className="mono">
        <Link href={`/runs/${run.id}`} onClick={(event) => event.stopPropagation()}>
          {run.id}
        </Link>
      </td>
      <td>{engine}</td>
      <td title={visible(run.title)}>
        {run.practice ? <span className="mark small">{t('common:practice')}</span> : null} {siteName(run)}
      </td>
      <td className="quiet" title={notes}>
        {notes}
      </td>
      <td className="quiet number">{dayTime(run.createdAt)}</td>
      <td className="number">{worked}</td>
      <td>
        {run.endedAt === null || !run.hasReport ? null : (
          <Link href={`/runs/${run.id}/report`} onClick={(event) => event.stopPropagation()}>
            {t('report')}
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Runs, the latest first. */
export function RunTable({
  title,
  limit = Number.POSITIVE_INFINITY,
  kinds,
  link,
  isSecond = false,
}: RunTableProps): ReactElement {
  const { t } = useTranslation(['start', 'common']);
  const engineName = useEngineName();
  const heading = useId();
  const place = useRowKeys<HTMLElement>('tbody td:nth-child(2) a');
  const [filter, setFilter] = useState('');
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const all = useRuns(useShallow((run) => [...run.values()].sort((a, b) => b.id.localeCompare(a.id))));
  const runs = kinds === undefined ? all : all.filter(({ kind }) => kinds.includes(kind));
  const shown = runs
    .filter(({ id, title: named, kind }) => isFound(filter, [id, named, engineName(kind)]))
    .slice(0, limit);
  const worked = useWorked(shown);
  return (
    <section aria-labelledby={heading} className="run-table" ref={place}>
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        <span className="small faint">
          {t('runCount', { count: runs.length })} · {t('localTime', { zone: zone() })}
        </span>
        <span className="right">
          <Filter
            {...(isSecond ? { isSecond, widthPx: 210 } : { isMain: true })}
            value={filter}
            onChange={setFilter}
            label={t('filter')}
          />
          {link === undefined ? null : <Link href={link.to}>{link.title}</Link>}
        </span>
      </div>
      {runs.length === 0 && hasHeard ? (
        <Empty title={t('noRuns')} hint={t('noRunsHint')} />
      ) : (
        <table className="rows">
          <thead>
            <tr>
              <th style={{ width: 142 }}>{t('column.state')}</th>
              <th style={{ width: 56 }}>{t('column.id')}</th>
              <th style={{ width: 148 }}>{t('column.engine')}</th>
              <th style={{ width: 264 }}>{t('column.site')}</th>
              <th>{t('column.result')}</th>
              <th style={{ width: 100 }} className="number">
                {t('column.started')}
              </th>
              <th style={{ width: 84 }} className="number">
                {t('column.duration')}
              </th>
              <th style={{ width: 84 }}>{t('column.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((run) => (
              <Row key={run.id} run={run} worked={worked(run)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
