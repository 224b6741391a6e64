import { Checkbox } from 'antd';
import type { ReactElement, ReactNode } from 'react';
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
  /**
   * What can be done with those that are picked and shown; stands above the rows while any are picked. `hidden`: so many
   * more are picked that are not among the rows, such as those that a filter leaves out.
   */
  readonly bar: (shown: readonly string[], hidden: number) => ReactNode;
}

export function toggled(picked: readonly string[], key: string): readonly string[] {
  return picked.includes(key) ? picked.filter((other) => other !== key) : [...picked, key];
}

export const keysOf = <Row,>(rows: Rows<Row>, keyOf: (row: Row) => string): readonly string[] =>
  rows.flatMap((row) => (row instanceof WideRow ? [] : [keyOf(row)]));

/** What can be done with those that are picked; null while none are. */
export function PickBar<Row>({ picks, keys }: PickBarProps<Row>): ReactElement | null {
  const { picked, bar, barLabel } = picks;
  const among = new Set(keys);
  const shown = picked.filter((key) => among.has(key));
  return picked.length === 0 ? null : (
    <div className="table-bar" role="group" aria-label={barLabel}>
      {bar(shown, picked.length - shown.length)}
    </div>
  );
}

interface PickBarProps<Row> {
  readonly picks: Picks<Row>;
  /** Of the rows that are shown. */
  readonly keys: readonly string[];
}

/** The column of boxes. */
export function pickColumn<Row>(
  { picked, onPick, labelOf, allLabel }: Picks<Row>,
  rows: Rows<Row>,
  keyOf: (row: Row) => string,
): Column<Row> {
  const chosen = new Set(picked);
  const keys = keysOf(rows, keyOf);
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
        onChange={({ target }) => {
          const others = picked.filter((key) => !keys.includes(key));
          onPick(target.checked ? [...others, ...keys] : others);
        }}
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
