import type { ReactElement } from 'react';
import { Filter } from '../components/Filter.tsx';

interface ListSearchProps {
  /** How many are shown, in words. */
  readonly shown: string;
  readonly label: string;
  readonly widthPx: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The end of a list's conditions: how many they leave, and the words to search for. */
export function ListSearch({ shown, label, widthPx, value, onChange }: ListSearchProps): ReactElement {
  return (
    <>
      <span className="faint" role="status">
        {shown}
      </span>
      <span className="grow" />
      <Filter isMain value={value} onChange={onChange} label={label} widthPx={widthPx} />
    </>
  );
}
