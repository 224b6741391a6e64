import { useEffect, useState, type RefObject } from 'react';
import type { GridArea } from '../../../../src-main/contract/workbook-grid.ts';
import { lettersHeightPx, numbersWidthPx, rectOf, rowHeightPx, seenArea, type Layout } from './layout.ts';

const isSame = (a: GridArea, b: GridArea): boolean =>
  a.top === b.top && a.bottom === b.bottom && a.left === b.left && a.right === b.right;

/** What of the sheet is to be drawn, as the window is scrolled and sized. */
export function useSeenArea(scroller: RefObject<HTMLElement | null>, layout: Layout): GridArea {
  const [seen, setSeen] = useState(() => seenArea(layout, { left: 0, top: 0, width: 1_400, height: 700 }));
  useEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return undefined;
    }
    const look = (): void => {
      const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = element;
      const now = seenArea(layout, { left, top, width, height });
      setSeen((before) => (isSame(before, now) ? before : now));
    };
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [scroller, layout]);
  return seen;
}

/** Scrolls as little as needed to have an area in sight, beside what stands still. */
export function bringIntoView(element: HTMLElement, layout: Layout, area: GridArea): void {
  const rect = rectOf(layout, area);
  const [fixedTop, fixedLeft] = [lettersHeightPx + layout.frozenRows * rowHeightPx, numbersWidthPx];
  if (area.top > layout.frozenRows) {
    const room = element.clientHeight - fixedTop;
    const offset = rect.top - fixedTop;
    const isOver = offset < element.scrollTop;
    const isUnder = offset + Math.min(rect.height, room) > element.scrollTop + room;
    if (isOver || isUnder) {
      element.scrollTop = isOver ? offset : offset + Math.min(rect.height, room) - room;
    }
  }
  const room = element.clientWidth - fixedLeft;
  const offset = rect.left - fixedLeft;
  const width = Math.min(rect.width, room);
  if (offset < element.scrollLeft) {
    element.scrollLeft = offset;
  } else if (offset + width > element.scrollLeft + room) {
    element.scrollLeft = offset + width - room;
  }
}
