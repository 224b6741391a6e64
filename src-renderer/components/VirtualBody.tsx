import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';

interface VirtualBodyProps<Row> {
  readonly rows: readonly Row[];
  readonly rowHeightPx: number;
  readonly columns: number;
  /** The element that scrolls. */
  readonly scroll: RefObject<HTMLElement | null>;
  readonly keyOf: (row: Row) => string;
  /** The row that is brought into sight when it changes. */
  readonly shownKey?: string | null;
  /** One table row; it has the given height. */
  readonly children: (row: Row) => ReactElement;
}

function Space({
  heightPx,
  columns,
}: {
  readonly heightPx: number;
  readonly columns: number;
}): ReactElement | null {
  if (heightPx <= 0) {
    return null;
  }
  return (
    <tr aria-hidden="true" className="space">
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

/** The body of a table that draws only the rows in sight, however many there are. */
export function VirtualBody<Row>(props: VirtualBodyProps<Row>): ReactElement {
  const { rows, rowHeightPx, columns, scroll, keyOf, shownKey = null, children } = props;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeightPx,
    overscan: 6,
  });
  // The element that scrolls stands around this one, and is known only after the first drawing.
  const [, setAttached] = useState(false);
  useEffect(() => setAttached(true), []);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    const index = latest.current.findIndex((row) => keyOf(row) === shownKey);
    if (index !== -1) {
      virtual.scrollToIndex(index, { align: 'auto' });
    }
  }, [shownKey, keyOf, virtual]);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items[items.length - 1]];
  return (
    <tbody>
      <Space heightPx={first?.start ?? 0} columns={columns} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : <Fragment key={keyOf(row)}>{children(row)}</Fragment>;
      })}
      <Space heightPx={last === undefined ? 0 : virtual.getTotalSize() - last.end} columns={columns} />
    </tbody>
  );
}
