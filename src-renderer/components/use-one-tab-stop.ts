import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';

const reachable = 'a[href], button:not(:disabled), input:not(:disabled)';

interface OneTabStop<E extends HTMLElement> {
  readonly place: RefObject<E | null>;
  readonly onKeyDown: (event: KeyboardEvent<E>) => void;
}

const itemsOf = (row: Element | undefined): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>(reachable) ?? []),
];

/** Where an arrow leads from an element of a row; null where it leads nowhere. */
function nextOf(rows: readonly Element[], at: Element, key: string): HTMLElement | null {
  const row = rows.findIndex((one) => one.contains(at));
  const own = itemsOf(rows[row]);
  const column = own.findIndex((item) => item === at);
  if (key === 'ArrowRight') {
    return own[column + 1] ?? null;
  }
  if (key === 'ArrowLeft') {
    return own[column - 1] ?? null;
  }
  if (key !== 'ArrowDown' && key !== 'ArrowUp') {
    return null;
  }
  const beside = itemsOf(rows[row + (key === 'ArrowDown' ? 1 : -1)]);
  return beside[Math.min(column, beside.length - 1)] ?? null;
}

/**
 * Makes the body of a long table one stop of the Tab key: within it the arrow keys go from row to row and along a row, and
 * Tab leaves it. It comes back to where it was left.
 */
export function useOneTabStop<E extends HTMLElement>(): OneTabStop<E> {
  const place = useRef<E>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return undefined;
    }
    let current: Element | null = null;
    const settle = (): void => {
      const all = [...element.querySelectorAll<HTMLElement>(`tbody :is(${reachable})`)];
      const stop = all.find((one) => one === current) ?? all[0];
      for (const one of all) {
        one.tabIndex = one === stop ? 0 : -1;
      }
    };
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element) || target.closest('tbody') === null) {
        return;
      }
      current = target;
      settle();
    };
    const changes = new MutationObserver(settle);
    changes.observe(element, { childList: true, subtree: true });
    element.addEventListener('focusin', onFocus);
    settle();
    return () => {
      changes.disconnect();
      element.removeEventListener('focusin', onFocus);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent<E>): void => {
    const { target } = event;
    if (!(target instanceof Element) || target.closest('tbody') === null) {
      return;
    }
    const next = nextOf([...event.currentTarget.querySelectorAll('tbody tr')], target, event.key);
    if (next === null) {
      return;
    }
    event.preventDefault();
    next.focus();
  };
  return { place, onKeyDown };
}
