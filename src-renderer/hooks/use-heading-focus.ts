import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';

/** While the next page is loaded the one before is still there, hidden. */
const isShown = (element: Element): boolean => element.getClientRects().length > 0;

/** What a page has put the focus on by itself, a cell or a field, is left where it is; so is an open dialog. */
function isTaken(page: HTMLElement): boolean {
  const { activeElement } = document;
  if (document.querySelector('dialog[open]') !== null) {
    return true;
  }
  return (
    activeElement !== null && activeElement !== page && page.contains(activeElement) && isShown(activeElement)
  );
}

function focusHeading(page: HTMLElement): boolean {
  if (isTaken(page)) {
    return true;
  }
  const heading = page.querySelector<HTMLElement>('h1');
  if (heading === null || !isShown(heading)) {
    return false;
  }
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

/** Calls back until it has succeeded or the person does something else. */
function whileChanging(page: HTMLElement, attempt: () => boolean): () => void {
  const over = new AbortController();
  const observer = new MutationObserver(() => {
    if (attempt()) {
      over.abort();
    }
  });
  over.signal.addEventListener('abort', () => observer.disconnect());
  observer.observe(page, { childList: true, subtree: true, attributeFilter: ['style'] });
  for (const done of ['keydown', 'pointerdown']) {
    addEventListener(done, () => over.abort(), { capture: true, signal: over.signal });
  }
  return () => over.abort();
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
    if (current === null || before.current === address) {
      return undefined;
    }
    before.current = address;
    if (focusHeading(current)) {
      return undefined;
    }
    return whileChanging(current, () => focusHeading(current));
  }, [page, address]);
}
