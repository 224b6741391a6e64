import { useEffect, useState, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../hooks/shortcuts.ts';

/** What can be stood on: rows and heads that say so, and what can be pressed or filled in. */
const stop = '[data-stop], a[href], button:not(:disabled), input:not(:disabled)';

interface Rows {
  readonly count: number;
  /** Rows that fit into the place, for the Page keys. */
  readonly page: () => number;
  /** Has a row drawn that is out of sight. */
  readonly reach: (index: number) => void;
  /** Each field in it is a stop of its own. */
  readonly isForm: boolean;
  /** J and K move wherever the focus is. */
  readonly hasRowKeys: boolean;
}

export interface TableKeys {
  readonly table: Ref<HTMLTableElement>;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
}

const stopsOf = (row: Element): HTMLElement[] => {
  const within = [...row.querySelectorAll<HTMLElement>(stop)];
  return row instanceof HTMLElement && row.matches(stop) ? [row, ...within] : within;
};

const indexOf = (row: Element): number => Number(row.getAttribute('data-index') ?? -1);

/** The row that a key leads to from a row of the body; null for keys that lead nowhere. */
function goal(key: string, from: number, { count, page }: Rows): { index: number; step: 1 | -1 } | null {
  switch (key) {
    case 'ArrowDown':
      return { index: from + 1, step: 1 };
    case 'ArrowUp':
      return { index: from - 1, step: -1 };
    case 'Home':
      return { index: 0, step: 1 };
    case 'End':
      return { index: count - 1, step: -1 };
    case 'PageDown':
      return { index: Math.min(count - 1, from + page()), step: -1 };
    case 'PageUp':
      return { index: Math.max(0, from - page()), step: 1 };
    default:
      return null;
  }
}

/** Fields take Home, End and the sideways arrows for themselves. */
const isField = (element: Element): boolean =>
  element instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(element.type);

/**
 * Makes a table one stop of the Tab key: the arrow keys go from row to row and along a row, Home, End and the Page keys
 * further, from the first row up to the heads, and Tab leaves. It comes back to where it was left, at first to the
 * selected row.
 */
export function useTableKeys(rows: Rows): TableKeys {
  const { isForm, hasRowKeys } = rows;
  const { t } = useTranslation();
  // The table comes and goes with its rows.
  const [element, setElement] = useState<HTMLTableElement | null>(null);
  useEffect(() => {
    if (element === null || isForm) {
      return undefined;
    }
    let current: Element | null = null;
    const settle = (): void => {
      const all = [...element.querySelectorAll<HTMLElement>('tr')].flatMap(stopsOf);
      const inBody = all.filter((one) => one.closest('tbody') !== null);
      const one =
        all.find((each) => each === current) ??
        inBody.find((each) => each.getAttribute('aria-selected') === 'true') ??
        inBody[0] ??
        all[0];
      for (const each of all) {
        each.tabIndex = each === one ? 0 : -1;
      }
    };
    const onFocus = ({ target }: FocusEvent): void => {
      if (target instanceof Element && target.matches(stop)) {
        current = target;
        settle();
      }
    };
    const changes = new MutationObserver(settle);
    changes.observe(element, { childList: true, subtree: true });
    element.addEventListener('focusin', onFocus);
    settle();
    return () => {
      changes.disconnect();
      element.removeEventListener('focusin', onFocus);
    };
  }, [element, isForm]);
  const move = (step: 1 | -1): void => {
    const row = element?.contains(document.activeElement) ? document.activeElement?.closest('tr') : null;
    if (element !== null) {
      stand(element, { index: Math.max(0, indexOf(row ?? element) + step), step, column: 0 }, rows);
    }
  };
  useShortcut(hasRowKeys ? 'j' : null, t('keys.next'), () => move(1));
  useShortcut(hasRowKeys ? 'k' : null, t('keys.previous'), () => move(-1));
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const at = isForm || isWithModifier(event) ? null : placeOf(event.target);
    if (at === null || (isField(at.stop) && !['ArrowUp', 'ArrowDown'].includes(event.key))) {
      return;
    }
    const { row, column, stops } = at;
    const beside = { ArrowRight: stops[column + 1], ArrowLeft: stops[column - 1] }[event.key];
    beside?.focus();
    const next = goal(event.key, indexOf(row), rows);
    // Where nothing can be stood on the key scrolls, as it does everywhere.
    if (beside !== undefined || (next !== null && stand(event.currentTarget, { ...next, column }, rows))) {
      event.preventDefault();
    }
  };
  return { table: setElement, onKeyDown };
}

const isWithModifier = ({ ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  ctrlKey || altKey || metaKey || shiftKey;

interface Place {
  readonly row: Element;
  readonly stop: HTMLElement;
  readonly stops: readonly HTMLElement[];
  /** Which of the stops. */
  readonly column: number;
}

/** Where in the table an event happened; null for something that cannot be stood on. */
function placeOf(target: EventTarget): Place | null {
  const row = target instanceof Element ? target.closest('tr') : null;
  const stops = row === null ? [] : stopsOf(row);
  const column = stops.findIndex((one) => one === target);
  const stop = stops[column];
  return row === null || stop === undefined ? null : { row, stop, stops, column };
}

interface Standing {
  readonly index: number;
  readonly step: 1 | -1;
  /** Which stop of the row, counted from its beginning. */
  readonly column: number;
}

/**
 * Puts the focus into a row, or into the next one in that direction that has something to stand on. Returns whether
 * there is one, as far as rows are drawn.
 */
function stand(table: HTMLTableElement, { index, step, column }: Standing, rows: Rows): boolean {
  for (let at = index; at < rows.count; at += step) {
    const row =
      at < 0
        ? table.querySelector('thead tr:last-child')
        : table.querySelector(`tbody tr[data-index="${at}"]`);
    if (row === null) {
      rows.reach(at);
      // Drawn with the next frame, unless the table has gone meanwhile.
      requestAnimationFrame(() => {
        if (table.querySelector(`tbody tr[data-index="${at}"]`) !== null) {
          stand(table, { index: at, step, column }, rows);
        }
      });
      return true;
    }
    const stops = stopsOf(row);
    const next = stops[Math.min(column, stops.length - 1)];
    if (next !== undefined) {
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
      return true;
    }
    if (at < 0) {
      return false;
    }
  }
  return false;
}
