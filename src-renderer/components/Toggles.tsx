import type { ReactElement, ReactNode } from 'react';
import './toggles.css';

export interface Choice<Key extends string> {
  readonly key: Key;
  readonly title: ReactNode;
}

interface TogglesProps<Key extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Key>[];
  readonly value: Key;
  readonly onChange: (key: Key) => void;
}

/** One of a few views of the same list. */
export function Toggles<Key extends string>({
  label,
  choices,
  value,
  onChange,
}: TogglesProps<Key>): ReactElement {
  return (
    <div className="toggles" role="group" aria-label={label}>
      {choices.map(({ key, title }) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
          {title}
        </button>
      ))}
    </div>
  );
}
