/** What a formula works with and results in. */
export type FormulaValue =
  | { readonly kind: 'blank' }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  /** An error of the spreadsheet itself: `#REF!`. */
  | { readonly kind: 'error'; readonly text: string }
  /** We do not know the value: something that is not supported, too long, or refers to itself. */
  | { readonly kind: 'unknown' };

export const unknown: FormulaValue = { kind: 'unknown' };
export const wrongType: FormulaValue = { kind: 'error', text: '#VALUE!' };

export function isFailure(value: FormulaValue): boolean {
  return value.kind === 'error' || value.kind === 'unknown';
}

export function toText(value: FormulaValue): string {
  switch (value.kind) {
    case 'number':
      return String(Number(value.number.toPrecision(15)));
    case 'boolean':
      return value.boolean ? 'TRUE' : 'FALSE';
    case 'text':
    case 'error':
      return value.text;
    default:
      return '';
  }
}

/** Null when it is not a number and does not read as one. */
export function toNumber(value: FormulaValue): number | null {
  switch (value.kind) {
    case 'number':
      return value.number;
    case 'boolean':
      return value.boolean ? 1 : 0;
    case 'blank':
      return 0;
    case 'text': {
      const number = value.text.trim() === '' ? Number.NaN : Number(value.text);
      return Number.isNaN(number) ? null : number;
    }
    default:
      return null;
  }
}

/** Null when it is neither true nor false. */
export function toBoolean(value: FormulaValue): boolean | null {
  if (value.kind === 'text') {
    const upper = value.text.toUpperCase();
    return upper === 'TRUE' ? true : upper === 'FALSE' ? false : null;
  }
  const number = toNumber(value);
  return number === null ? null : number !== 0;
}
