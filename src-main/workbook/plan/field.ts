import type { CellReference } from '../../contract/site-plan.ts';
import type { CellPlace } from '../grid/cell-address.ts';
import { parseCellName } from '../grid/cell-address.ts';
import type { CellReader, ResolvedCell } from '../grid/cell-reader.ts';
import type { Sheet } from '../grid/grid.ts';
import { addressForm } from '../grid/text-form.ts';

/**
 * How a value is read: `text` without blanks around it; `address` additionally with full-width characters made plain
 * and placeholders (`N/A`, `---`) taken for empty, and without blanks inside; `word` the same with its blanks, which are
 * for a finding and not for us to take away; `secret` exactly as it stands.
 */
export type FieldForm = 'text' | 'address' | 'word' | 'secret';

/** One value the plan is made of, with its cell. */
export interface Field {
  readonly at: CellReference;
  readonly place: CellPlace;
  /** The value in its form; empty when the cell is, and when it cannot be used. */
  readonly text: string;
  /** As the cell shows it. */
  readonly raw: string;
  readonly kind: ResolvedCell['kind'];
  /** False for a column this workbook does not have; then `at` is only the row. */
  readonly isLocated: boolean;
}

/** Placeholders people write into cells that are to stay empty. */
const placeholder = /^(?:n\/a|-+|—+|\/+|无)$/i;

export function readField(
  reader: CellReader,
  where: { readonly sheet: Sheet; readonly place: CellPlace },
  form: FieldForm,
): Field {
  const cell = reader.read(where.sheet, where.place);
  const isUsable = cell.kind !== 'error' && cell.kind !== 'unevaluated';
  return {
    at: cell.at,
    place: parseCellName(cell.at.cell) ?? where.place,
    text: isUsable ? inForm(cell.text, form) : '',
    raw: cell.text,
    kind: cell.kind,
    isLocated: true,
  };
}

/** Stands for a column or anchor that this workbook does not have. */
export function absentField(sheet: Sheet, place: CellPlace): Field {
  return {
    at: { sheet: sheet.title, cell: '' },
    place,
    text: '',
    raw: '',
    kind: 'blank',
    isLocated: false,
  };
}

function inForm(text: string, form: FieldForm): string {
  if (form === 'secret') {
    return text;
  }
  if (form === 'text') {
    return text.trim();
  }
  const value =
    form === 'address'
      ? addressForm(text)
      : text
          .normalize('NFKC')
          .replace(/[\u200B\uFEFF]+/gu, '')
          .trim();
  return placeholder.test(value) ? '' : value;
}

/** Nothing was filled in. A cell whose formula failed is not blank: what it says is unknown. */
export function isBlank(field: Field): boolean {
  return field.text === '' && !isBroken(field) && field.kind !== 'secret';
}

/** The cell's formula has no usable result. */
export function isBroken(field: Field): boolean {
  return field.kind === 'error' || field.kind === 'unevaluated';
}
