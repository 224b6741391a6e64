import { isFound } from '../Filter.tsx';
import { WideRow, type Column } from './columns.ts';

export interface Sorting {
  readonly key: string;
  readonly isDown: boolean;
}

/** What the next press of a head does: rising, falling, then the order in which the rows came. */
export function nextSorting(sorting: Sorting | null, key: string): Sorting | null {
  if (sorting?.key !== key) {
    return { key, isDown: false };
  }
  return sorting.isDown ? null : { key, isDown: true };
}

// Names such as vlan2 and vlan10 by their numbers, Chinese by its sounds.
const collator = new Intl.Collator('zh-CN', { numeric: true });

function compared(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

export type Rows<Row> = readonly (Row | WideRow)[];

const plain = <Row>(rows: Rows<Row>): readonly Row[] =>
  rows.flatMap((row) => (row instanceof WideRow ? [] : [row]));

/**
 * The rows in order; those without a value come last either way, and equal ones stay as they were. Groups have a place
 * in the given order only.
 */
export function sorted<Row>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  sorting: Sorting | null,
): Rows<Row> {
  const sortBy = columns.find(({ key }) => key === sorting?.key)?.sortBy;
  if (sorting === null || sortBy === undefined) {
    return rows;
  }
  const keyed = plain(rows).map((row) => ({ row, by: sortBy(row) }));
  keyed.sort((a, b) => {
    if (a.by === null || b.by === null) {
      return Number(a.by === null) - Number(b.by === null);
    }
    return sorting.isDown ? compared(b.by, a.by) : compared(a.by, b.by);
  });
  return keyed.map(({ row }) => row);
}

/** The rows whose columns hold every word of the filter. */
export function found<Row>(rows: Rows<Row>, columns: readonly Column<Row>[], filter: string): Rows<Row> {
  if (filter.trim() === '') {
    return rows;
  }
  const searched = columns.flatMap(({ foundBy }) => foundBy ?? []);
  return plain(rows).filter((row) =>
    isFound(
      filter,
      searched.map((foundBy) => foundBy(row)),
    ),
  );
}
