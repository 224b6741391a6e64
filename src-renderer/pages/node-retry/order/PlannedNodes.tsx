import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../../../components/Glyph.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { useWords } from '../../../words/language.ts';
import { PhaseStatus } from '../phase.tsx';
import type { PlannedNode } from './planned.ts';

const highestPx = 260;

function Change({ row: { refused, changes } }: { readonly row: PlannedNode }): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  if (refused !== null) {
    return (
      <span className="node-refused">
        <Glyph name="error" />
        <span>{words(refused)}</span>
      </span>
    );
  }
  return changes.length === 0 ? (
    <span className="faint">—</span>
  ) : (
    <>{changes.map(words).join(t('order.then'))}</>
  );
}

interface PlannedNodesProps {
  readonly rows: readonly PlannedNode[];
  readonly isBusy: boolean;
}

/** What will be done with each node, and which of them are refused. */
export function PlannedNodes({ rows, isBusy }: PlannedNodesProps): ReactElement {
  const { t } = useTranslation('nodes');
  const columns: readonly Column<PlannedNode>[] = [
    {
      key: 'name',
      title: t('column.name'),
      widthPx: 152,
      className: 'strong',
      render: ({ name }) => name,
      hover: ({ name }) => name,
    },
    {
      key: 'phase',
      title: t('order.now'),
      widthPx: 156,
      render: ({ phase }) => <PhaseStatus phase={phase} />,
    },
    { key: 'change', title: t('order.change'), minPx: 240, render: (row) => <Change row={row} /> },
  ];
  return (
    <Table<PlannedNode>
      scrolls={highestPx}
      wraps
      isBusy={isBusy}
      label={t('order.preview')}
      columns={columns}
      rows={rows}
      keyOf={({ name }) => name}
      rowClass={({ refused }) => (refused === null ? undefined : 'node-stopped')}
    />
  );
}
