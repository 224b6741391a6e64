/** A cell's place, both numbers from 1. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, its corners included. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A limit of the file format (ECMA-376 part 1, 18.3.1.73), as is the last column (18.3.1.13). */
export const lastRow = 1_048_576;
const lastColumn = 16_384;

/** `AB` for 28. */
function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `B7`. */
export function cellName(place: CellPlace): string {
  return `${columnLetters(place.column)}${place.row}`;
}

/** Reads `B7`, `$B$7` or `b7`; null for anything else and for places outside of a sheet. */
export function parseCellName(name: string): CellPlace | null {
  const match = /^\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$/.exec(name);
  const letters = match?.[1];
  if (letters === undefined) {
    return null;
  }
  let column = 0;
  for (const letter of letters.toUpperCase()) {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  const row = Number(match?.[2]);
  return row <= lastRow && column <= lastColumn ? { row, column } : null;
}

/** Reads `B7` and `B7:D9`; null for anything else. */
export function parseRangeName(name: string): CellRange | null {
  const [first = '', second = first, ...more] = name.split(':');
  const start = parseCellName(first);
  const end = parseCellName(second);
  if (start === null || end === null || more.length > 0) {
    return null;
  }
  return {
    top: Math.min(start.row, end.row),
    left: Math.min(start.column, end.column),
    bottom: Math.max(start.row, end.row),
    right: Math.max(start.column, end.column),
  };
}

/** `B7` for a single cell, otherwise `B7:D9`. */
export function rangeName(range: CellRange): string {
  const first = cellName({ row: range.top, column: range.left });
  const last = cellName({ row: range.bottom, column: range.right });
  return first === last ? first : `${first}:${last}`;
}

/** The range of a single cell. */
export function cellRange({ row, column }: CellPlace): CellRange {
  return { top: row, left: column, bottom: row, right: column };
}

export function isInRange(range: CellRange, place: CellPlace): boolean {
  return (
    place.row >= range.top &&
    place.row <= range.bottom &&
    place.column >= range.left &&
    place.column <= range.right
  );
}

/** Whether a cell, or a range as one names it, is that place or lies inside it. Both like `E22` or `E22:E24`. */
export function coversCell(place: string, cell: string): boolean {
  if (place === cell) {
    return true;
  }
  const [range, inner] = [parseRangeName(place), parseCellName(cell)];
  return range !== null && inner !== null && isInRange(range, inner);
}
