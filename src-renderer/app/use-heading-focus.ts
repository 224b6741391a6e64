import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Moves the focus to the heading of a page that was gone to, so that the keyboard goes on from there and a screen reader
 * says where one is. Pages are read when they are first opened: the heading may come later, and until the person does
 * something else it is waited for. A page that takes the focus itself keeps it.
 */
export function useHeadingFocus(address: string): RefObject<HTMLElement | null> {
  const page = useRef<HTMLElement>(null);
  const shown = useRef(address);
  useEffect(() => {
    const element = page.current;
    if (element === null || shown.current === address) return undefined;
    shown.current = address;
    const stop = new AbortController();
    const changes = new MutationObserver(look);
    function look(): void {
      const heading = element?.querySelector('h1') ?? null;
      const isTaken = element?.contains(document.activeElement) === true;
      if (heading === null || isTaken || document.querySelector('dialog[open]') !== null) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    changes.observe(element, { childList: true, subtree: true });
    for (const done of ['keydown', 'pointerdown'])
      addEventListener(done, () => changes.disconnect(), {
        ...{ once: true, capture: true },
        signal: stop.signal,
      });
    look();
    return () => {
      changes.disconnect();
      stop.abort();
    };
  }, [address]);
  return page;
}
