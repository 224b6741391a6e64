import { Checkbox } from 'antd';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import { useLatest } from '../../hooks/use-latest.ts';
import { WideRow, type Column } from './columns.ts';
import type { Rows } from './sorting.ts';

/** Rows that a person has picked, by their keys, to do something with all of them. */
export interface Picks<Row> {
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
  /** Names the box of a row; with another function every row is drawn again. */
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

/** The boxes of the rows: the same column until other rows are picked, so that rows that stay are not drawn again. */
export function usePickCells<Row>(
  picks: Picks<Row> | undefined,
  keyOf: (row: Row) => string,
): Column<Row> | null {
  const picked = picks?.picked;
  const labelOf = picks?.labelOf;
  const pick = useLatest((row: Row) => picks?.onPick(toggled(picks.picked, keyOf(row))));
  return useMemo(() => {
    if (picked === undefined || labelOf === undefined) {
      return null;
    }
    const chosen = new Set(picked);
    return {
      key: 'pick',
      title: '',
      widthPx: 40,
      isFixed: true,
      render: (row) => (
        <Checkbox aria-label={labelOf(row)} checked={chosen.has(keyOf(row))} onChange={() => pick(row)} />
      ),
    };
  }, [picked, labelOf, keyOf, pick]);
}

/** The box that picks every row shown. */
export function PickAll<Row>({ picks, keys }: PickBarProps<Row>): ReactElement {
  const { picked, onPick, allLabel } = picks;
  const chosen = new Set(picked);
  const count = keys.filter((key) => chosen.has(key)).length;
  return (
    <Checkbox
      aria-label={allLabel}
      checked={count > 0 && count === keys.length}
      indeterminate={count > 0 && count < keys.length}
      onChange={({ target }) => {
        const shown = new Set(keys);
        const others = picked.filter((key) => !shown.has(key));
        onPick(target.checked ? [...others, ...keys] : others);
      }}
    />
  );
}
