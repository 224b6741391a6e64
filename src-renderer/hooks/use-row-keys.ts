import { useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from './shortcuts.ts';

/**
 * J and K go from row to row, by the focus: Enter or Space then do what they do there. The elements are found anew each
 * time, in the order in which they stand.
 *
 * @param choose selects one element a row, within what the reference is given to
 */
export function useRowKeys<E extends HTMLElement>(choose: string): RefObject<E | null> {
  const { t } = useTranslation();
  const place = useRef<E>(null);
  const move = (by: 1 | -1): void => {
    const rows = [...(place.current?.querySelectorAll<HTMLElement>(choose) ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  };
  useShortcut('j', t('keys.next'), () => move(1));
  useShortcut('k', t('keys.previous'), () => move(-1));
  return place;
}
