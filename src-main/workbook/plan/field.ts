import type { CellReference } from '../../contract/site-plan.ts';
import { cellRange, parseCellName, type CellPlace, type CellRange } from '../grid/cell-address.ts';
import type { CellReader, ResolvedCell } from '../grid/cell-reader.ts';
import { cellAt, mergeAt, type Sheet } from '../grid/grid.ts';
import { isEmptyText } from '../grid/placeholders.ts';
import type { Doubt } from '../grid/shown-value.ts';
import { addressForm, wordForm } from '../grid/text-form.ts';

/**
 * How a value is read: `text` without blanks around it; `word` with full-width characters made plain and without what
 * nobody sees; `address` also without blanks inside; `number` as a word, and by its digits where the cell holds a
 * number; `secret` exactly as it stands. A placeholder (`N/A`, 待定) is an empty cell in every form.
 */
export type FieldForm = 'text' | 'address' | 'word' | 'number' | 'secret';

/** One value the plan is made of, with its cell. */
export interface Field {
  readonly at: CellReference;
  readonly place: CellPlace;
  /** The merged area the value stands in, or its one cell. */
  readonly area: CellRange;
  /** The value in its form; empty when the cell is, and when it cannot be used. */
  readonly text: string;
  /** As the cell shows it. */
  readonly raw: string;
  readonly kind: ResolvedCell['kind'];
  readonly doubt: Doubt | null;
  readonly isPicture: boolean;
  /** A function that the value comes from and that changes by itself; null for a value that stays. */
  readonly volatile: string | null;
  /** The cell, or a part of its text, is struck through. */
  readonly isStruck: boolean;
  readonly isOverridden: boolean;
  /** False for a column this workbook does not have; then `at` is only the row. */
  readonly isLocated: boolean;
}

export function readField(
  reader: CellReader,
  where: { readonly sheet: Sheet; readonly place: CellPlace },
  form: FieldForm,
): Field {
  const cell = reader.read(where.sheet, where.place);
  const isUsable = cell.kind !== 'error' && cell.kind !== 'unevaluated';
  const place = parseCellName(cell.at.cell) ?? where.place;
  const text = form === 'number' ? (cell.stored ?? cell.text) : cell.text;
  return {
    at: cell.at,
    place,
    area: mergeAt(where.sheet, place) ?? cellRange(place),
    text: isUsable ? inForm(text, form) : '',
    raw: cell.text,
    kind: cell.kind,
    doubt: cell.doubt,
    isPicture: cell.isPicture,
    volatile: cell.volatile,
    isStruck: !cell.isOverridden && (cellAt(where.sheet, place)?.isStruck ?? false),
    isOverridden: cell.isOverridden,
    isLocated: true,
  };
}

/** Stands for a column or anchor that this workbook does not have. */
export function absentField(sheet: Sheet, place: CellPlace): Field {
  return {
    at: { sheet: sheet.title, cell: '' },
    place,
    area: cellRange(place),
    text: '',
    raw: '',
    kind: 'blank',
    doubt: null,
    isPicture: false,
    volatile: null,
    isStruck: false,
    isOverridden: false,
    isLocated: false,
  };
}

function inForm(text: string, form: FieldForm): string {
  if (isEmptyText(text)) {
    return '';
  }
  if (form === 'secret') {
    return text;
  }
  if (form === 'text') {
    return text.trim();
  }
  return form === 'address' ? addressForm(text) : wordForm(text);
}

/** Nothing was filled in. A cell whose formula failed is not blank: what it says is unknown. */
export function isBlank(field: Field): boolean {
  return field.text === '' && !isBroken(field) && field.kind !== 'secret';
}

/** The cell's formula has no usable result. */
export function isBroken(field: Field): boolean {
  return field.kind === 'error' || field.kind === 'unevaluated';
}
