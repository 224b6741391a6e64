import type { ReactNode } from 'react';

/** One column of a table: what stands in it, how wide it is, and how rows are sorted and found by it. */
export interface Column<Row> {
  readonly key: string;
  /** The words of the head; also the name of what is drawn instead of them. */
  readonly title: string;
  readonly head?: ReactNode;
  readonly headClass?: string;
  /** Pixels. Columns without a width share what is left. */
  readonly widthPx?: number;
  /** Of the table's width, between 0 and 1, in place of pixels; it is not sized by hand. */
  readonly share?: number;
  /** Pixels: how narrow a person may make it, and the least that a column without a width gets. */
  readonly minPx?: number;
  readonly maxPx?: number;
  /** Its width is not a person's to change. */
  readonly isFixed?: boolean;
  readonly align?: 'end';
  /** Its cells name their rows. */
  readonly isRowHead?: boolean;
  readonly render: (row: Row) => ReactNode;
  readonly className?: string | ((row: Row) => string | undefined);
  /** What is read in full on hover. */
  readonly hover?: (row: Row) => string | undefined;
  /** Over how many columns its cell reaches, itself included; the columns it covers draw nothing. */
  readonly span?: (row: Row) => number;
  /** Rows can be sorted by it; null sorts last. */
  readonly sortBy?: (row: Row) => string | number | null;
  /** What a filter finds the row by. */
  readonly foundBy?: (row: Row) => string | null;
}

/** A cell over several columns, such as the name of a group. */
export interface WideCell {
  readonly key: string;
  readonly columns: number;
  readonly content: ReactNode;
  readonly className?: string;
  readonly isGroupHead?: boolean;
}

interface Wide {
  /** Tells it from the other rows. */
  readonly key: string;
  readonly className?: string;
  readonly cells: readonly WideCell[];
}

/** A row that does not follow the columns, between rows that do. */
export class WideRow {
  readonly key: string;
  readonly className: string | undefined;
  readonly cells: readonly WideCell[];

  constructor({ key, className, cells }: Wide) {
    this.key = key;
    this.className = className;
    this.cells = cells;
  }
}

/** The head of a group, over all columns. */
export const groupRow = (key: string, columns: number, content: ReactNode): WideRow =>
  new WideRow({
    key: `group ${key}`,
    className: 'group',
    cells: [{ key: 'group', columns, content, isGroupHead: true }],
  });

/** A head over several columns; without content the columns below it reach up to it. */
export interface HeadOver {
  readonly key: string;
  readonly columns: number;
  readonly content: ReactNode;
  readonly className?: string;
}

export const leastPx = 60;
export const mostPx = 900;

/** Pixels that the columns need side by side, with the widths that a person gave. */
export function neededPx<Row>(
  columns: readonly Column<Row>[],
  widths: Readonly<Record<string, number>>,
): number {
  return columns.reduce((sum, { key, widthPx, minPx }) => sum + (widths[key] ?? widthPx ?? minPx ?? 0), 0);
}

/** As a person sized it, or else as it is declared; undefined for a share of what is left. */
export const widthOf = <Row>(
  { key, widthPx, share }: Column<Row>,
  widths: Readonly<Record<string, number>>,
): number | string | undefined => widths[key] ?? (share === undefined ? widthPx : `${share * 100}%`);

/** The classes of a cell. */
export function classOf(...names: readonly (string | boolean | undefined)[]): string | undefined {
  const given = names.filter((name) => typeof name === 'string' && name !== '');
  return given.length === 0 ? undefined : given.join(' ');
}
