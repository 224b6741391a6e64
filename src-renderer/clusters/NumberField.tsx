import { Input } from 'antd';
import { useId, type ReactElement } from 'react';
import './clusters.css';

interface NumberFieldProps {
  readonly title: string;
  readonly hint: string;
  readonly placeholder?: string;
  readonly value: string;
  /** Why it is no such number; null where it is. */
  readonly wrong: string | null;
  readonly onChange: (typed: string) => void;
}

/** A number of an order: its name, what was typed, and what follows from it or is wrong with it. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { title, hint, placeholder, value, wrong, onChange } = props;
  const hintId = useId();
  return (
    <div className="clusters-option number-field">
      <span aria-hidden="true">{title}</span>
      <Input
        size="small"
        inputMode="numeric"
        aria-label={title}
        aria-describedby={hintId}
        aria-invalid={wrong !== null}
        status={wrong === null ? '' : 'error'}
        placeholder={placeholder}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <span id={hintId} className={wrong === null ? 'small faint' : 'small tone-err'}>
        {wrong ?? hint}
      </span>
    </div>
  );
}
