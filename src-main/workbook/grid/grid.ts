import type { Doubt } from './shown-value.ts';
import { cellName, isInRange, type CellPlace, type CellRange } from './cell-address.ts';

/** What a cell holds; `text` is what it shows. */
export type CellValue =
  | { readonly kind: 'text'; readonly text: string; readonly doubt: Doubt | null }
  | { readonly kind: 'number'; readonly number: number; readonly text: string; readonly doubt: Doubt | null }
  | { readonly kind: 'date'; readonly text: string; readonly doubt: Doubt | null }
  | { readonly kind: 'boolean'; readonly boolean: boolean; readonly text: string }
  /** An error value as the spreadsheet program shows it: `#REF!`. */
  | { readonly kind: 'error'; readonly text: string };

export interface Cell {
  /** Null when the cell is empty, or holds a formula that was saved without a result. */
  readonly value: CellValue | null;
  /** Without the equals sign. Null for no formula; empty for a formula that is written down at another cell. */
  readonly formula: string | null;
  /** The code of its number format. */
  readonly format: string;
  /** Struck through, or a part of its text is. */
  readonly isStruck: boolean;
}

/** What a sheet does not show. Rows and columns from 1. */
export interface HiddenLines {
  isRowHidden(row: number): boolean;
  isColumnHidden(column: number): boolean;
  /** The rows a filter leaves out are hidden as well. */
  readonly isFiltered: boolean;
}

export const nothingHidden: HiddenLines = {
  isRowHidden: () => false,
  isColumnHidden: () => false,
  isFiltered: false,
};

export interface Sheet {
  readonly title: string;
  readonly isProtected: boolean;
  /** The tab itself is hidden. */
  readonly isHidden: boolean;
  readonly hidden: HiddenLines;
  /** By the name of the cell (`B7`). Empty cells are not there. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly merges: readonly CellRange[];
  readonly hyperlinks: readonly { readonly range: CellRange; readonly target: string }[];
  /** The last row and column with content. */
  readonly extent: CellPlace;
}

/** The sheets of a workbook; a sheet is parsed when it is asked for. */
export interface Grid {
  /** Dates are counted from 1904. */
  readonly isSince1904: boolean;
  readonly titles: readonly string[];
  /** Null when there is no sheet of exactly this title. */
  sheet(title: string): Sheet | null;
}

/** The merged area a place lies in, or null. */
export function mergeAt(sheet: Sheet, place: CellPlace): CellRange | null {
  return sheet.merges.find((merge) => isInRange(merge, place)) ?? null;
}

/** The cell that holds the value seen at a place: for merged cells their upper left one. */
export function holderOf(sheet: Sheet, place: CellPlace): CellPlace {
  const merge = mergeAt(sheet, place);
  return merge === null ? place : { row: merge.top, column: merge.left };
}

/** The next cell to the right, counted from the end of the merged area when the place lies in one. */
export function rightOf(sheet: Sheet, place: CellPlace): CellPlace {
  return { row: holderOf(sheet, place).row, column: (mergeAt(sheet, place)?.right ?? place.column) + 1 };
}

/** The next cell below, counted from the end of the merged area when the place lies in one. */
export function below(sheet: Sheet, place: CellPlace): CellPlace {
  return { row: (mergeAt(sheet, place)?.bottom ?? place.row) + 1, column: holderOf(sheet, place).column };
}

/** Null for an empty cell. */
export function cellAt(sheet: Sheet, place: CellPlace): Cell | null {
  return sheet.cells.get(cellName(place)) ?? null;
}
