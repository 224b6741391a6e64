import type { GridArea } from '../../../../src-main/contract/workbook-grid.ts';

/** Cells by row and column, both from 1. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** `AB` for 28. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

export const addressOf = ({ row, column }: Place): string => `${columnLetters(column)}${row}`;

/** Null for what is no cell. */
export function placeOf(address: string): Place | null {
  const match = /^([A-Z]{1,3})([1-9]\d*)$/.exec(address);
  if (match === null) {
    return null;
  }
  let column = 0;
  for (const letter of match[1] ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return { row: Number(match[2]), column };
}

export const areaOfPlace = ({ row, column }: Place): GridArea => ({
  top: row,
  left: column,
  bottom: row,
  right: column,
});

/** The area of `M19` or `C15:C17`; null for anything else. */
export function areaOf(cell: string): GridArea | null {
  const [first = '', last = first] = cell.split(':');
  const [from, to] = [placeOf(first), placeOf(last)];
  if (from === null || to === null) {
    return null;
  }
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.column, to.column),
    bottom: Math.max(from.row, to.row),
    right: Math.max(from.column, to.column),
  };
}

export const isInside = ({ top, left, bottom, right }: GridArea, { row, column }: Place): boolean =>
  row >= top && row <= bottom && column >= left && column <= right;

export const doMeet = (a: GridArea, b: GridArea): boolean =>
  a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
