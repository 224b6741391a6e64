import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { WideRow, type Column } from './columns.ts';
import type { Rows } from './sorting.ts';

/** Rows that a person has picked, by their keys, to do something with all of them. */
export interface Picks<Row> {
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
  /** Names the box of a row. */
  readonly labelOf: (row: Row) => string;
  /** Names the box that picks every row shown. */
  readonly allLabel: string;
  /** Names what can be done with those that are picked. */
  readonly barLabel: string;
  /** What can be done with those that are picked; stands above the rows while there are any. */
  readonly bar: (picked: readonly string[]) => ReactNode;
}

export function toggled(picked: readonly string[], key: string): readonly string[] {
  return picked.includes(key) ? picked.filter((other) => other !== key) : [...picked, key];
}

/** The column of boxes. */
export function pickColumn<Row>(
  { picked, onPick, labelOf, allLabel }: Picks<Row>,
  rows: Rows<Row>,
  keyOf: (row: Row) => string,
): Column<Row> {
  const chosen = new Set(picked);
  const keys = rows.flatMap((row) => (row instanceof WideRow ? [] : [keyOf(row)]));
  const count = keys.filter((key) => chosen.has(key)).length;
  return {
    key: 'pick',
    title: allLabel,
    widthPx: 40,
    isFixed: true,
    head: (
      <Checkbox
        aria-label={allLabel}
        checked={count > 0 && count === keys.length}
        indeterminate={count > 0 && count < keys.length}
        onChange={({ target }) => onPick(target.checked ? keys : [])}
      />
    ),
    render: (row) => (
      <Checkbox
        aria-label={labelOf(row)}
        checked={chosen.has(keyOf(row))}
        onChange={() => onPick(toggled(picked, keyOf(row)))}
      />
    ),
  };
}
