import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut, useShortcuts } from '../hooks/shortcuts.ts';
import { Glyph } from './Glyph.tsx';
import './filter.css';

interface FilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is searched, as the placeholder and the name. */
  readonly label: string;
  readonly widthPx?: number;
  /** Takes `/` and Ctrl F; one filter a page does. */
  readonly isMain?: boolean;
  /** Of the second list of a page: `/` once more, in the main one while nothing stands in it, moves here. */
  readonly isSecond?: boolean;
}

const [once, twice] = ['/', '/ /'] as const;

/** `/` in a filter that is empty goes on to the other one of the page; answers whether there is one. */
function goOn(keys: string): boolean {
  const other = useShortcuts.getState().bound.findLast((one) => one.keys === keys);
  other?.act();
  return other !== undefined;
}

/** Narrows a list to the rows that hold the words. */
export function Filter({
  value,
  onChange,
  label,
  widthPx = 170,
  isMain = false,
  isSecond = false,
}: FilterProps): ReactElement {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const focus = (): void => input.current?.focus();
  const keys = isMain ? once : isSecond ? twice : null;
  const named = t(isSecond ? 'keys.secondFilter' : 'keys.filter');
  useShortcut(keys, named, focus);
  useShortcut(isMain ? 'Ctrl+f' : null, named, focus);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === '/' && value === '' && keys !== null) {
      if (goOn(isMain ? twice : once)) {
        event.preventDefault();
      }
      return;
    }
    if (event.key !== 'Escape') {
      return;
    }
    event.stopPropagation();
    if (value === '') {
      event.currentTarget.blur();
    } else {
      onChange('');
    }
  };
  return (
    <span className="filter" style={{ width: widthPx }}>
      <Glyph name="search" />
      <input
        ref={input}
        type="search"
        value={value}
        placeholder={label}
        aria-label={label}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown}
      />
      {isMain && value === '' ? <kbd aria-hidden="true">{once}</kbd> : null}
    </span>
  );
}

/** Whether any of the texts holds every word of the filter, whatever their case. */
export function isFound(filter: string, texts: readonly (string | null | undefined)[]): boolean {
  const whole = texts.join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
