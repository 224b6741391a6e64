import { tokenize, type Token } from '../formula/tokens.ts';
import { parseCellName, type CellPlace } from './cell-address.ts';
import { cellAt, type Sheet } from './grid.ts';

/** Functions whose result changes without an edit of any cell that the formula names. */
const volatileFunctions = /^(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT|CELL|INFO)$/;

/** How many cells one formula may lead to; a range of absurd size must not take minutes. */
const maximumCells = 500;

interface Seen {
  readonly sheet: Sheet;
  readonly place: CellPlace;
}

interface Reach {
  /** The sheet of this title; null when there is none. */
  sheet(title: string): Sheet | null;
  /** A corrected cell has a fixed value, whatever its formula says. */
  isCorrected(at: Seen): boolean;
}

/**
 * The first volatile function that a cell's value comes from, by its own formula or by those it refers to; null when
 * there is none.
 */
export function volatileFunctionOf(start: Seen, reach: Reach): string | null {
  const queue = [start];
  const known = new Set<string>();
  for (const at of queue) {
    const key = `${at.sheet.title}!${at.place.row}:${at.place.column}`;
    const formula = cellAt(at.sheet, at.place)?.formula ?? null;
    if (formula === null || known.has(key) || reach.isCorrected(at)) {
      continue;
    }
    known.add(key);
    const { functions, cells } = partsOf(formula, at.sheet, reach);
    const found = functions.find((name) => volatileFunctions.test(name));
    if (found !== undefined) {
      return found;
    }
    queue.push(...cells.slice(0, Math.max(0, maximumCells - queue.length)));
  }
  return null;
}

interface Parts {
  readonly functions: readonly string[];
  readonly cells: readonly Seen[];
}

function partsOf(formula: string, own: Sheet, reach: Reach): Parts {
  const tokens = tokenize(formula);
  if (tokens === null) {
    // What cannot be followed still shows the functions it calls.
    const called = formula.replace(/"(?:[^"]|"")*"/g, '').matchAll(/([A-Z][A-Z0-9.]*)\(/gi);
    return { functions: [...called].map(([, name = '']) => name.toUpperCase()), cells: [] };
  }
  const cells = tokens.flatMap(({ kind, text }, index): readonly Seen[] => {
    const before = tokens[index - 1];
    const from = kind === 'reference' && before?.text !== ':' ? parseCellName(text) : null;
    const sheet = before?.kind === 'sheet' ? reach.sheet(before.text) : own;
    if (from === null || sheet === null) {
      return [];
    }
    return between(from, rangeEnd(tokens, index) ?? from).map((place) => ({ sheet, place }));
  });
  return { functions: tokens.filter(({ kind }) => kind === 'function').map(({ text }) => text), cells };
}

function rangeEnd(tokens: readonly Token[], index: number): CellPlace | null {
  const [colon, end] = tokens.slice(index + 1, index + 3);
  return colon?.text === ':' && end !== undefined ? parseCellName(end.text) : null;
}

/** The cells of a range, as many as are looked at. */
function between(from: CellPlace, to: CellPlace): readonly CellPlace[] {
  const [top, left] = [Math.min(from.row, to.row), Math.min(from.column, to.column)];
  const width = Math.abs(from.column - to.column) + 1;
  const count = Math.min(maximumCells, width * (Math.abs(from.row - to.row) + 1));
  return Array.from({ length: count }, (_, index) => ({
    row: top + Math.floor(index / width),
    column: left + (index % width),
  }));
}
