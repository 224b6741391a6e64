import { cellName, parseCellName } from '../grid/cell-address.ts';
import { mergeAt, type Sheet } from '../grid/grid.ts';
import { labelForm } from '../grid/text-form.ts';
import type { LabelCell, LabelIndex } from './label-index.ts';
import type { Miss, TableLayout } from './layout.ts';
import type { ColumnKey, HeaderRule, TableKey, TableRule } from './profile.ts';

/** A table's headers as found; its rows are known once everything else on the sheet is. */
export type TableHead = Omit<TableLayout, 'rows'>;

export interface LocatedHead {
  /** Null when no row of the sheet looks like the headers. */
  readonly head: TableHead | null;
  readonly misses: readonly Miss[];
}

/** Finds the row with most of the table's headers, and in it the columns. */
export function locateHead(
  key: TableKey,
  rule: TableRule,
  place: { sheet: Sheet; index: LabelIndex },
): LocatedHead {
  const headers = Object.entries(rule.columns) as [ColumnKey, HeaderRule][];
  const row = headerRowOf(headers, place.index);
  const inRow = place.index.labels.filter((label) => label.place.row === row);
  const columns = new Map<ColumnKey, number>();
  const missing: [ColumnKey, HeaderRule][] = [];
  for (const [column, header] of headers) {
    const found = columnOf(header, inRow);
    if (found === null) {
      missing.push([column, header]);
    } else {
      columns.set(column, found);
    }
  }
  const taken = new Set(columns.values());
  const free = inRow.filter((label) => !taken.has(label.place.column));
  return {
    head: row === null || columns.size === 0 ? null : { sheet: place.sheet, headerRow: row, columns },
    misses: missing.map(([column, header]) => {
      const near = place.index.nearest(header.texts, free);
      return {
        part: 'header',
        key: `${key}.${column}`,
        wanted: header.texts[0] ?? column,
        isRequired: header.isRequired,
        sheet: place.sheet.title,
        near: near === null ? null : { text: near.text, cell: near.cell },
      };
    }),
  };
}

function headerRowOf(
  headers: readonly (readonly [ColumnKey, HeaderRule])[],
  index: LabelIndex,
): number | null {
  const hits = new Map<number, number>();
  for (const [, header] of headers) {
    const given = header.cell === undefined ? null : parseCellName(header.cell);
    const rows = new Set(header.texts.flatMap((text) => index.find(text).map((label) => label.place.row)));
    for (const row of given === null ? rows : [given.row]) {
      hits.set(row, (hits.get(row) ?? 0) + 1);
    }
  }
  const ranked = [...hits].sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB);
  const [best] = ranked;
  return best === undefined || best[1] * 3 < headers.length ? null : best[0];
}

function columnOf(header: HeaderRule, inRow: readonly LabelCell[]): number | null {
  if (header.cell !== undefined) {
    return parseCellName(header.cell)?.column ?? null;
  }
  for (const text of header.texts) {
    const matches = inRow.filter((label) => label.form === labelForm(text));
    const match = matches[header.occurrence - 1];
    if (match !== undefined) {
      return match.place.column;
    }
  }
  return null;
}

/** The rows of a table: from its headers to the first row that belongs to something else. `endRows` are those of other headers and anchors. */
export function rowsOf(head: TableHead, endRows: ReadonlySet<number>): readonly number[] {
  const rows: number[] = [];
  for (let row = head.headerRow + 1; row <= head.sheet.extent.row; row += 1) {
    if (endRows.has(row) || isNote(head, row) || rows.length >= maximumRows) {
      break;
    }
    rows.push(row);
  }
  return rows;
}

/** A cluster has at most a few hundred networks; the rest of a sheet of a million rows is not looked at. */
const maximumRows = 1_000;

/** A note spans several columns of the table. */
function isNote(head: TableHead, row: number): boolean {
  const columns = [...head.columns.values()];
  return columns.some((column) => {
    const merge = mergeAt(head.sheet, { row, column });
    const covered = columns.filter((other) => merge !== null && other >= merge.left && other <= merge.right);
    return (
      covered.length > 1 &&
      head.sheet.cells.has(cellName({ row: merge?.top ?? row, column: merge?.left ?? column }))
    );
  });
}
