import { Checkbox } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { visible } from '../../../src-main/contract/visible.ts';
import { useEngineName } from '../../words/engine-name.ts';
import { siteName, siteOwner } from '../../words/site-name.ts';
import { dayTime } from '../../words/times.ts';
import { useWorked } from '../../ask/use-worked.ts';
import { useRunNotes } from '../../components/RunTable.tsx';
import { RunStatus } from '../../components/Status.tsx';

interface RowProps {
  readonly run: RunRow;
  readonly worked: string;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
}

function Row({ run, worked, isSelected, onSelect }: RowProps): ReactElement {
  const { t } = useTranslation(['history', 'start', 'common']);
  const notes = useRunNotes(run);
  const engine = useEngineName()(run.kind);
  return (
    <tr className={isSelected ? 'history-selected' : undefined}>
      <td>
        <Checkbox
          checked={isSelected}
          aria-label={t('select', { run: run.id })}
          onChange={({ target }) => onSelect(target.checked)}
        />
      </td>
      <td>
        <RunStatus state={run.state} warnings={run.warnings} />
      </td>
      <td className="mono">
        <Link href={`/runs/${run.id}`}>{run.id}</Link>
      </td>
      <td>{engine}</td>
      <td title={visible(run.title)}>
        {run.practice ? <span className="mark small">{t('common:practice')}</span> : null} {siteName(run)}{' '}
        <span className="quiet">{siteOwner(run)}</span>
      </td>
      <td className="quiet" title={notes}>
        {notes}
      </td>
      <td className="quiet number">{dayTime(run.createdAt)}</td>
      <td className="number">{worked}</td>
      <td>
        {run.endedAt === null || !run.hasReport ? null : (
          <Link href={`/runs/${run.id}/report`}>{t('start:report')}</Link>
        )}
      </td>
    </tr>
  );
}

interface RunsTableProps {
  readonly runs: readonly RunRow[];
  readonly selected: readonly string[];
  readonly onSelect: (run: string, isSelected: boolean) => void;
}

/** Runs with a box each, the latest first. */
export function RunsTable({ runs, selected, onSelect }: RunsTableProps): ReactElement {
  const { t } = useTranslation(['start', 'history']);
  const worked = useWorked(runs);
  return (
    <table className="rows history-table" aria-label={t('history:title')}>
      <thead>
        <tr>
          <th className="history-box">
            <span className="visually-hidden">{t('history:compare')}</span>
          </th>
          <th className="history-state">{t('column.state')}</th>
          <th className="history-id">{t('column.id')}</th>
          <th className="history-engine">{t('column.engine')}</th>
          <th className="history-site">{t('column.site')}</th>
          <th>{t('column.result')}</th>
          <th className="history-started number">{t('column.started')}</th>
          <th className="history-duration number">{t('column.duration')}</th>
          <th className="history-outcome">{t('column.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row
            key={run.id}
            run={run}
            worked={worked(run)}
            isSelected={selected.includes(run.id)}
            onSelect={(isSelected) => onSelect(run.id, isSelected)}
          />
        ))}
      </tbody>
    </table>
  );
}
