import { parseCellName, parseRangeName } from '../../src-main/workbook/grid/cell-address.ts';
import {
  nothingHidden,
  type Cell,
  type CellValue,
  type Grid,
  type Sheet,
} from '../../src-main/workbook/grid/grid.ts';
import { changedSheets, type SampleChanges, type SampleSheet, type SampleValue } from './sample-sheets.ts';

/** Sheets in memory, for tests that need no file. Formulas have no results unless the value gives one. */
export function gridOf(sheets: readonly SampleSheet[]): Grid {
  const parsed = sheets.map(sheetOf);
  return {
    isSince1904: false,
    titles: parsed.map((sheet) => sheet.title),
    sheet: (title) => parsed.find((sheet) => sheet.title === title) ?? null,
  };
}

export function sampleGrid(changes: SampleChanges = {}): Grid {
  return gridOf(changedSheets(changes));
}

function sheetOf(sheet: SampleSheet): Sheet {
  const places = Object.keys(sheet.cells).map((cell) => parseCellName(cell)!);
  return {
    title: sheet.title,
    isProtected: sheet.isProtected === true,
    isHidden: false,
    hidden: nothingHidden,
    cells: new Map(Object.entries(sheet.cells).map(([cell, value]) => [cell, cellOf(value)])),
    merges: sheet.merges.map((merge) => parseRangeName(merge)!),
    hyperlinks: Object.entries(sheet.hyperlinks ?? {}).map(([cell, target]) => ({
      range: parseRangeName(cell)!,
      target,
    })),
    extent: {
      row: Math.max(0, ...places.map((place) => place.row)),
      column: Math.max(0, ...places.map((place) => place.column)),
    },
  };
}

const plain = { format: 'General', isStruck: false };

function cellOf(value: SampleValue): Cell {
  return typeof value === 'object'
    ? { ...plain, formula: value.formula, value: value.result === undefined ? null : valueOf(value.result) }
    : { ...plain, formula: null, value: valueOf(value) };
}

function valueOf(value: string | number): CellValue {
  if (typeof value === 'number') {
    return { kind: 'number', number: value, text: String(value), doubt: null };
  }
  return value.startsWith('#') && value.endsWith('!')
    ? { kind: 'error', text: value }
    : { kind: 'text', text: value, doubt: null };
}
