import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { RunRow } from '../../src-main/contract/run.ts';
import { visible } from '../../src-main/contract/visible.ts';
import { runWord } from '../../src-main/contract/state-words.ts';
import { useWords } from '../words/language.ts';
import { useEngineName } from '../words/engine-name.ts';
import { useWaitsFor } from '../words/waits-for.ts';
import { siteName } from '../words/site-name.ts';
import { dayTime, zone } from '../words/times.ts';
import { useWorked } from '../ask/use-worked.ts';
import { useTopicState } from '../sync/rows.ts';
import { useRuns } from '../sync/runs.ts';
import { Empty } from './State.tsx';
import { Filter, isFound } from './Filter.tsx';
import { RunStatus } from './Status.tsx';
import { Table, type Column } from './table/Table.tsx';

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

/** How far a run came and what was amiss, in one line; what it waits for is said in full by `waitsFor`. */
function useRunNotes(): (run: RunRow) => string {
  const { t } = useTranslation('start');
  const waitsFor = useWaitsFor();
  return (run) => {
    if (run.damaged !== undefined) {
      return waitsFor(run) ?? '';
    }
    const { settled, total } = progressOf(run);
    const failed = run.counts.failed ?? 0;
    return [
      t('result.steps', { settled, total }),
      run.warnings > 0 ? t('result.warnings', { count: run.warnings }) : null,
      failed > 0 ? t('result.failed', { count: failed }) : null,
      run.waiting === null ? null : t(`waiting.reasons.${run.waiting.reason}`),
    ]
      .filter((note) => note !== null)
      .join(' · ');
  };
}

/** What every list of runs shows of them; `nameOf` says which of its names a run has there. */
export function useRunColumns(
  runs: readonly RunRow[],
  nameOf: (run: RunRow) => ReactNode,
): readonly Column<RunRow>[] {
  const { t } = useTranslation(['start', 'common']);
  const engineName = useEngineName();
  const notesOf = useRunNotes();
  const waitsFor = useWaitsFor();
  const worked = useWorked(runs);
  const words = useWords();
  return [
    {
      key: 'state',
      title: t('column.state'),
      widthPx: 196,
      hover: (run) => words(runWord(run)),
      render: (run) => <RunStatus run={run} />,
    },
    {
      key: 'id',
      title: t('column.id'),
      widthPx: 60,
      className: 'mono',
      render: ({ id }) => <Link href={`/runs/${id}`}>{id}</Link>,
    },
    { key: 'engine', title: t('column.engine'), widthPx: 148, render: ({ kind }) => engineName(kind) },
    {
      key: 'site',
      title: t('column.site'),
      widthPx: 262,
      hover: ({ title }) => visible(title),
      render: (run) => (
        <>
          {run.practice ? <span className="mark small">{t('common:practice')}</span> : null} {nameOf(run)}
        </>
      ),
    },
    {
      key: 'result',
      title: t('column.result'),
      minPx: 96,
      className: 'quiet',
      render: notesOf,
      hover: (run) => waitsFor(run) ?? notesOf(run),
    },
    {
      key: 'started',
      title: t('column.started'),
      widthPx: 100,
      align: 'end',
      className: 'quiet',
      render: ({ createdAt }) => dayTime(createdAt),
    },
    { key: 'worked', title: t('column.duration'), widthPx: 84, align: 'end', render: worked },
    {
      key: 'outcome',
      title: t('column.outcome'),
      widthPx: 84,
      render: ({ id, endedAt, hasReport }) =>
        endedAt === null || !hasReport ? null : <Link href={`/runs/${id}/report`}>{t('report')}</Link>,
    },
  ];
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
  const [, go] = useLocation();
  const [filter, setFilter] = useState('');
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const all = useRuns(useShallow((run) => [...run.values()].sort((a, b) => b.id.localeCompare(a.id))));
  const runs = kinds === undefined ? all : all.filter(({ kind }) => kinds.includes(kind));
  const shown = runs
    .filter(({ id, title: named, kind }) => isFound(filter, [id, named, engineName(kind)]))
    .slice(0, limit);
  const columns = useRunColumns(shown, siteName);
  return (
    <section aria-labelledby={heading} className="run-table">
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        <span className="small faint">
          {hasHeard ? `${t('runCount', { count: runs.length })} · ` : ''}
          {t('localTime', { zone: zone() })}
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
        <Table
          wraps
          isBusy={!hasHeard}
          label={title}
          columns={columns}
          rows={shown}
          keyOf={({ id }) => id}
          hasRowKeys
          onOpen={({ id }) => go(`/run/${id}`)}
        />
      )}
    </section>
  );
}
