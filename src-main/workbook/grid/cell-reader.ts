import type { CellReference } from '../../contract/site-plan.ts';
import { createBudget, evaluateFormula, type EvaluationBudget } from '../formula/evaluate.ts';
import { toText, unknown, type FormulaValue } from '../formula/formula-value.ts';
import { cellName, type CellPlace } from './cell-address.ts';
import { cellAt, holderOf, type Cell, type CellValue, type Grid, type Sheet } from './grid.ts';
import { numberValue } from './cell-value.ts';
import { generalFormat, type Doubt } from './shown-value.ts';
import { labelForm } from './text-form.ts';
import { volatileFunctionOf } from './volatile.ts';

/** A cell's value as the tool works with it, after corrections. */
export interface ResolvedCell {
  /** The cell that holds the value: the upper left one of a merged area. */
  readonly at: CellReference;
  readonly kind: 'blank' | 'text' | 'number' | 'date' | 'boolean' | 'error' | 'unevaluated' | 'secret';
  /** As shown; an error's own name (`#REF!`); empty for `blank`, `unevaluated` and for a `secret` whose value is not at hand. */
  readonly text: string;
  readonly isOverridden: boolean;
  /** What of the shown text is not certain. */
  readonly doubt: Doubt | null;
  /** Digits of a number as they are stored; null for what is no number. */
  readonly stored: string | null;
  /** The cell shows a picture of WPS, whose text nobody can read. */
  readonly isPicture: boolean;
  /** A function that the value comes from and that changes by itself (`TODAY`); null for a value that stays. */
  readonly volatile: string | null;
}

/** The correction of one cell; `secret` for a password kept elsewhere, whose text is null when it is not at hand. */
export interface CellCorrection {
  /** The cell that holds the value. */
  readonly at: CellReference;
  readonly text: string | null;
  readonly isSecret: boolean;
}

export interface CellReader {
  readonly titles: readonly string[];
  sheet(title: string): Sheet | null;
  /** The value seen at a place, merged areas and formulas included. */
  read(sheet: Sheet, place: CellPlace): ResolvedCell;
  /** Where no read has come across the correction so far. */
  unmetCorrections(): readonly CellReference[];
}

/** How many formulas may refer to each other in a row. */
const maximumChain = 32;

interface Chain {
  readonly cells: readonly string[];
  readonly budget: EvaluationBudget;
  /** Set when a corrected cell was met: then the result saved in the file is out of date. */
  metCorrection: boolean;
}

/** `corrections` are found by {@link correctionKey} of the cell that holds the value. */
export function createCellReader(
  grid: Grid,
  corrections: ReadonlyMap<string, CellCorrection> = new Map(),
): CellReader {
  const met = new Set<string>();
  const formulaValue = (sheet: Sheet, place: CellPlace, chain: Chain): FormulaValue => {
    const key = correctionKey(sheet.title, cellName(place));
    const correction = corrections.get(key);
    if (correction !== undefined) {
      chain.metCorrection = true;
      met.add(key);
      return correctedValue(correction);
    }
    const cell = cellAt(sheet, place);
    if (cell === null || cell.formula === null) {
      return cell === null || cell.value === null ? { kind: 'blank' } : plainValue(cell.value);
    }
    return resultOf(sheet, cell, { ...chain, key, outer: chain });
  };
  const resultOf = (
    sheet: Sheet,
    cell: Cell,
    link: Omit<Chain, 'metCorrection'> & { key: string; outer: Chain },
  ): FormulaValue => {
    if (cell.value !== null && corrections.size === 0) {
      return plainValue(cell.value);
    }
    const inner: Chain = { cells: [...link.cells, link.key], budget: link.budget, metCorrection: false };
    const isTooFar = link.cells.includes(link.key) || link.cells.length >= maximumChain;
    const value = isTooFar ? unknown : evaluateFormula(cell.formula ?? '', contextOf(sheet, inner));
    link.outer.metCorrection ||= inner.metCorrection;
    return cell.value !== null && !inner.metCorrection ? plainValue(cell.value) : value;
  };
  const contextOf = (sheet: Sheet, chain: Chain): Parameters<typeof evaluateFormula>[1] => ({
    budget: chain.budget,
    cell: (title, place) => {
      const target = title === null ? sheet : findSheet(grid, title);
      return target === null ? { kind: 'error', text: '#REF!' } : formulaValue(target, place, chain);
    },
  });
  const volatileAt = (sheet: Sheet, place: CellPlace): string | null =>
    volatileFunctionOf(
      { sheet, place },
      {
        sheet: (title) => findSheet(grid, title),
        isCorrected: (at) => corrections.has(correctionKey(at.sheet.title, cellName(at.place))),
      },
    );
  return {
    titles: grid.titles,
    sheet: (title) => grid.sheet(title),
    unmetCorrections: () => [...corrections].flatMap(([key, { at }]) => (met.has(key) ? [] : [at])),
    read: (sheet, seen) => {
      const place = holderOf(sheet, seen);
      const at = { sheet: sheet.title, cell: cellName(place) };
      const key = correctionKey(at.sheet, at.cell);
      const correction = corrections.get(key);
      if (correction !== undefined) {
        met.add(key);
        return { at, ...plainText, ...correctedText(correction), isOverridden: true };
      }
      const cell = cellAt(sheet, place);
      if (cell !== null && isPictureFormula(cell)) {
        return { at, ...picture, isOverridden: false };
      }
      if (cell !== null && cell.value !== null && (cell.formula === null || corrections.size === 0)) {
        return { at, ...shown(cell.value), volatile: volatileAt(sheet, place), isOverridden: false };
      }
      const chain: Chain = { cells: [], budget: createBudget(), metCorrection: false };
      const how = { code: cell?.format ?? generalFormat, isSince1904: grid.isSince1904 };
      const result = shownResult(formulaValue(sheet, place, chain), how);
      return { at, ...result, volatile: volatileAt(sheet, place), isOverridden: false };
    },
  };
}

/** Sheet titles are compared as labels, cells without `$` and letter case. */
export function correctionKey(sheet: string, cell: string): string {
  return `${labelForm(sheet)}!${cell.replaceAll('$', '').toUpperCase()}`;
}

/** The sheet of this title, brackets and spaces apart; null when there is none. */
export function findSheet(grid: Pick<Grid, 'titles' | 'sheet'>, title: string): Sheet | null {
  const found =
    grid.titles.find((candidate) => candidate === title) ??
    grid.titles.find((candidate) => labelForm(candidate) === labelForm(title));
  return found === undefined ? null : grid.sheet(found);
}

function correctedText({ text, isSecret }: CellCorrection): Pick<ResolvedCell, 'kind' | 'text'> {
  if (isSecret && text === null) {
    return { kind: 'secret', text: '' };
  }
  return text === null || text === '' ? { kind: 'blank', text: '' } : { kind: 'text', text };
}

function correctedValue({ text, isSecret }: CellCorrection): FormulaValue {
  if (text === null || text === '') {
    return isSecret ? unknown : { kind: 'blank' };
  }
  const isNumber = /^-?\d{1,15}(\.\d+)?$/.test(text);
  return isNumber ? { kind: 'number', number: Number(text) } : { kind: 'text', text };
}

type Resolved = Omit<ResolvedCell, 'at' | 'isOverridden'>;

const plainText: Resolved = {
  kind: 'blank',
  text: '',
  doubt: null,
  stored: null,
  isPicture: false,
  volatile: null,
};

const picture: Resolved = { ...plainText, kind: 'unevaluated', isPicture: true };

function shown(value: CellValue): Resolved {
  if (value.text === '') {
    return plainText;
  }
  const doubt = 'doubt' in value ? value.doubt : null;
  const stored = value.kind === 'number' ? String(value.number) : null;
  return { ...plainText, kind: value.kind, text: value.text, doubt, stored };
}

function shownResult(
  value: FormulaValue,
  how: { readonly code: string; readonly isSince1904: boolean },
): Resolved {
  if (value.kind === 'number') {
    return shown(numberValue(value.number, String(value.number), how));
  }
  const text = toText(value);
  if (value.kind === 'unknown') {
    return { ...plainText, kind: 'unevaluated', text };
  }
  return text === '' ? plainText : { ...plainText, kind: value.kind, text };
}

/** `=DISPIMG("ID_…",1)`: WPS keeps a picture in the cell; other programs show an error or the formula's name. */
function isPictureFormula({ formula, value }: Cell): boolean {
  return /\bDISPIMG\s*\(/i.test(formula ?? '') || /^=?(?:_xlfn\.)?DISPIMG\s*\(/i.test(value?.text ?? '');
}

function plainValue(value: CellValue): FormulaValue {
  return value.kind === 'date' ? { kind: 'text', text: value.text } : value;
}
