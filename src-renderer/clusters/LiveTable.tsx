import type { ReactElement } from 'react';
import { Action } from '../components/Action.tsx';
import { Empty, Failed, Loading } from '../components/State.tsx';
import { Table, type TableProps } from '../components/table/Table.tsx';
import type { LiveRows } from './use-live-rows.ts';
import { WatchNote } from './WatchNote.tsx';

/** What the page of a list says of it. */
interface ListWords {
  readonly failed: string;
  /** There are none in the cluster. */
  readonly none: string;
  readonly noneHint: string;
  /** The conditions leave none. */
  readonly noneShown: string;
  readonly noneShownHint: string;
  readonly clear: string;
}

interface LiveTableProps<Row> extends Pick<
  TableProps<Row>,
  'label' | 'columns' | 'rows' | 'keyOf' | 'onOpen' | 'picks' | 'wraps'
> {
  readonly live: LiveRows<Row>;
  readonly say: ListWords;
  /** What people call a kind that is watched. */
  readonly nameOf: (kind: string) => string;
  /** Asks for the rows anew after they were refused. */
  readonly onRetry: () => void;
  /** Takes every condition back. */
  readonly onClear: () => void;
}

/** What there is of one kind in a cluster, live: how true it is, and those that the conditions leave. */
export function LiveTable<Row>(props: LiveTableProps<Row>): ReactElement {
  const { live, say, nameOf, onRetry, onClear, ...table } = props;
  const { rows, watches, refused } = live;
  return (
    <>
      {refused === null ? null : <Failed title={say.failed} error={refused} onRetry={onRetry} />}
      <WatchNote watches={watches} nameOf={nameOf} />
      {rows === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : (
        <Table<Row>
          scrolls="fill"
          hasRowKeys
          empty={
            rows.length === 0 ? (
              <Empty title={say.none} hint={say.noneHint} />
            ) : (
              <Empty title={say.noneShown} hint={say.noneShownHint}>
                <Action kind="link" onAct={onClear}>
                  {say.clear}
                </Action>
              </Empty>
            )
          }
          {...table}
        />
      )}
    </>
  );
}
