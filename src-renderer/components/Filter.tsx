import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useShortcut } from '../app/shortcuts.ts';
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
}

/** Narrows a list to the rows that hold the words. */
export function Filter({ value, onChange, label, widthPx = 170, isMain = false }: FilterProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const focus = (): void => input.current?.focus();
  useShortcut(isMain ? '/' : null, label, focus);
  useShortcut(isMain ? 'Ctrl+f' : null, label, focus);
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
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
      />
      {isMain && value === '' ? <kbd aria-hidden="true">/</kbd> : null}
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
