import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useLocation } from 'wouter';

/** While the next page is loaded the one before is still there, hidden. */
const isShown = (element: Element): boolean => element.getClientRects().length > 0;

/** What a page has put the focus on by itself, a cell or a field, is left where it is. */
function hasFocus(page: HTMLElement): boolean {
  const { activeElement } = document;
  return (
    activeElement !== null && activeElement !== page && page.contains(activeElement) && isShown(activeElement)
  );
}

function focusHeading(page: HTMLElement): boolean {
  if (hasFocus(page)) return true;
  const heading = page.querySelector<HTMLElement>('h1');
  if (heading === null || !isShown(heading)) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

/**
 * After going to another page the focus is on its heading: what was pressed is gone, or belongs to where one came from.
 * A page that is still being read gets it with its heading.
 */
export function useHeadingFocus(page: RefObject<HTMLElement | null>): void {
  const [address] = useLocation();
  const before = useRef(address);
  useEffect(() => {
    const { current } = page;
    if (current === null || before.current === address) return undefined;
    before.current = address;
    if (focusHeading(current)) return undefined;
    const observer = new MutationObserver(() => {
      if (focusHeading(current)) observer.disconnect();
    });
    observer.observe(current, { childList: true, subtree: true, attributeFilter: ['style'] });
    return () => observer.disconnect();
  }, [page, address]);
}
