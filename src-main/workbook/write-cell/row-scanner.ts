import { isInRange, parseRangeName, type CellPlace } from '../grid/cell-address.ts';
import { damaged } from '../package/refusals.ts';
import { createMarkupFinder, type Found, type MarkupFinder } from './markup-finder.ts';

/** Where the wanted row stands among the rows of a sheet. Offsets are bytes from the start of the part. */
export type RowPlace =
  | { readonly kind: 'present'; readonly offset: number; readonly bytes: Buffer }
  /** There is no such row; it would have to begin here. */
  | { readonly kind: 'absent'; readonly offset: number };

export interface RowScanner {
  /** Takes the next bytes; answers what follows the rows (from `</sheetData` on) once they have ended. */
  push(chunk: Buffer): Buffer | null;
  place(): RowPlace;
  /** Whether the cell belongs to an array formula or data table, which other cells may hold. */
  isInsideArray(): boolean;
}

interface RowsStart {
  readonly path: string;
  readonly cell: CellPlace;
  /** Of the element names, with its colon; empty when they have none. */
  readonly prefix: string;
  /** Where the first byte to be pushed stands in the part. */
  readonly offset: number;
}

interface ScanState {
  lastRow: number;
  /** Where the wanted row begins, while its end is not found yet. */
  rowStart: number | null;
  place: RowPlace | null;
  isInsideArray: boolean;
  hasEnded: boolean;
}

/** A row larger than this is no row. */
const largestRowBytes = 64 * 1024 * 1024;

/**
 * Finds one row without parsing the others: a sheet of many megabytes is searched for its row tags, which in
 * well-formed XML can stand nowhere else but in comments and CDATA sections, and those are stepped over.
 */
export function createRowScanner(start: RowsStart): RowScanner {
  const finder = createMarkupFinder(start.prefix, start.offset);
  const state: ScanState = { lastRow: 0, rowStart: null, place: null, isInsideArray: false, hasEnded: false };
  return {
    push: (chunk) => {
      finder.append(chunk);
      while (!state.hasEnded && step(start, state, finder)) {
        // Every step consumes one piece of markup.
      }
      if (state.hasEnded) {
        return finder.rest();
      }
      finder.release(state.rowStart);
      if (finder.heldBytes() > largestRowBytes) {
        throw damaged(start.path, {
          zh: `工作表第 ${start.cell.row} 行没有结尾`,
          en: `row ${start.cell.row} is not closed`,
        });
      }
      return null;
    },
    place: () => {
      if (state.place === null) {
        throw damaged(start.path, {
          zh: '工作表的行数据没有结尾',
          en: 'the row data is not closed',
        });
      }
      return state.place;
    },
    isInsideArray: () => state.isInsideArray,
  };
}

/** Handles the next piece of markup; false when there is none, or not all of it, in the bytes at hand. */
function step(start: RowsStart, state: ScanState, finder: MarkupFinder): boolean {
  const found = finder.next(wantedMarkup(state));
  if (found === null) {
    return false;
  }
  switch (found.kind) {
    case 'row':
      return enterRow(start, state, found);
    case 'rowEnd':
      state.place = {
        kind: 'present',
        offset: state.rowStart ?? found.start,
        bytes: finder.slice(state.rowStart ?? found.start, found.end),
      };
      state.rowStart = null;
      return true;
    case 'rowsEnd':
      state.place ??= { kind: 'absent', offset: found.start };
      state.hasEnded = true;
      finder.stepBack(found.start);
      return true;
    case 'range':
      state.isInsideArray ||= holdsArrayOver(start, found.text);
      return true;
    case 'skipped':
      return true;
  }
}

function wantedMarkup(state: ScanState): Parameters<MarkupFinder['next']>[0] {
  if (state.rowStart !== null) {
    return ['rowEnd', 'range'];
  }
  return state.place === null ? ['row', 'rowsEnd', 'range'] : ['rowsEnd'];
}

function enterRow(start: RowsStart, state: ScanState, found: Found): boolean {
  const written = Number(attributeIn(found.text, 'r') ?? Number.NaN);
  const row = Number.isSafeInteger(written) ? written : state.lastRow + 1;
  state.lastRow = row;
  if (row > start.cell.row) {
    state.place = { kind: 'absent', offset: found.start };
  } else if (row === start.cell.row && found.text.endsWith('/>')) {
    state.place = { kind: 'present', offset: found.start, bytes: Buffer.from(found.text, 'latin1') };
  } else if (row === start.cell.row) {
    state.rowStart = found.start;
  }
  return true;
}

function holdsArrayOver(start: RowsStart, tag: string): boolean {
  const type = attributeIn(tag, 't');
  if (!tag.startsWith(`<${start.prefix}f`) || (type !== 'array' && type !== 'dataTable')) {
    return false;
  }
  const range = parseRangeName(attributeIn(tag, 'ref') ?? '');
  return range !== null && isInRange(range, start.cell);
}

function attributeIn(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return match?.[1] ?? match?.[2];
}
