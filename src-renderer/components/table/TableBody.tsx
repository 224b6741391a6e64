import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';

interface Space {
  readonly heightPx: number;
  readonly columns: number;
}

/** Stands for the rows that are not drawn. */
function SpaceRow({ heightPx, columns }: Space): ReactElement | null {
  if (heightPx <= 0) {
    return null;
  }
  return (
    <tr aria-hidden="true" className="space">
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

interface WindowOfRows {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly scroll: RefObject<HTMLElement | null>;
  readonly shownIndex: number;
}

export type RowWindow = Virtualizer<HTMLElement, HTMLTableRowElement>;

const besidePx = 8;

/** Which rows are in sight of what scrolls; one that is to be shown is brought there when it changes. */
export function useRowWindow({ count, rowHeightPx, scroll, shownIndex }: WindowOfRows): RowWindow {
  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeightPx,
    overscan: besidePx,
    // The head stays in sight over the first rows.
    scrollPaddingStart: 26,
  });
  // The element that scrolls stands around this one, and is known only after the first drawing.
  const [, setAttached] = useState(false);
  useEffect(() => setAttached(true), []);
  const wasShown = useRef(-1);
  useEffect(() => {
    if (shownIndex !== -1 && shownIndex !== wasShown.current) {
      virtual.scrollToIndex(shownIndex, { align: 'auto' });
    }
    wasShown.current = shownIndex;
  }, [shownIndex, virtual]);
  return virtual;
}

interface TableBodyProps {
  readonly window: RowWindow;
  readonly columns: number;
  readonly drawRow: (index: number) => ReactElement | null;
}

/** Draws the rows in sight, however many there are. */
export function WindowBody({ window, columns, drawRow }: TableBodyProps): ReactElement {
  const items = window.getVirtualItems();
  const [first, last] = [items[0], items[items.length - 1]];
  return (
    <tbody>
      <SpaceRow heightPx={first?.start ?? 0} columns={columns} />
      {items.map(({ index }) => drawRow(index))}
      <SpaceRow heightPx={last === undefined ? 0 : window.getTotalSize() - last.end} columns={columns} />
    </tbody>
  );
}
