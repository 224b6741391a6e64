import { useMemo, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { useRunColumns } from '../../components/RunTable.tsx';
import { Table } from '../../components/table/Table.tsx';
import { siteName, siteOwner } from '../../words/site-name.ts';

interface RunsTableProps {
  readonly runs: readonly RunRow[];
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
  readonly bar: (shown: readonly string[], hidden: number) => ReactNode;
  readonly onEnd: () => void;
  readonly isBusy: boolean;
  readonly empty: ReactNode;
}

const keyOf = ({ id }: RunRow): string => id;
const nameOf = (run: RunRow): ReactNode => (
  <>
    {siteName(run)} <span className="quiet run-owner">{siteOwner(run)}</span>
  </>
);

/** Runs with a box each, the latest first. */
export function RunsTable({ runs, picked, onPick, bar, ...shown }: RunsTableProps): ReactElement {
  const { t } = useTranslation('runs');
  const [, go] = useLocation();
  const columns = useRunColumns(runs, nameOf);
  const picks = useMemo(
    () => ({
      picked,
      onPick,
      bar,
      barLabel: t('selected'),
      allLabel: t('selectAll'),
      labelOf: ({ id }: RunRow) => t('select', { run: id }),
    }),
    [picked, onPick, bar, t],
  );
  return (
    <Table
      scrolls="fill"
      wraps
      hasRowKeys
      label={t('title')}
      columns={columns}
      rows={runs}
      keyOf={keyOf}
      picks={picks}
      onOpen={({ id }) => go(`/runs/${id}`)}
      {...shown}
    />
  );
}
