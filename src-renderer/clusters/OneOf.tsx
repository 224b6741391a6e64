import { Select } from 'antd';
import type { ReactElement } from 'react';
import './clusters.css';

interface OneOfProps<Value extends string> {
  readonly label: string;
  /** The words for no condition. */
  readonly any: string;
  readonly value: Value | '';
  readonly values: readonly Value[];
  readonly titleOf?: (value: Value) => string;
  readonly onChange: (value: Value | '') => void;
  /** There are so many that they are searched. */
  readonly isSearched?: boolean;
}

const asItIs = (value: string): string => value;

/** One condition of a list: any value, or one of those that its rows have. */
export function OneOf<Value extends string>(props: OneOfProps<Value>): ReactElement {
  const { label, any, value, values, titleOf = asItIs, onChange, isSearched = false } = props;
  // What was chosen stays to be seen when the last row that has it is gone.
  const offered = value === '' || values.includes(value) ? values : [...values, value];
  return (
    <Select<Value | ''>
      size="small"
      className="clusters-condition"
      popupMatchSelectWidth={false}
      aria-label={label}
      showSearch={isSearched}
      value={value}
      onChange={onChange}
      options={[{ value: '', label: any }, ...offered.map((one) => ({ value: one, label: titleOf(one) }))]}
    />
  );
}
