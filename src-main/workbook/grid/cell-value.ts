import type { CellStyle } from './cell-styles.ts';
import type { CellValue } from './grid.ts';
import { decodeEscapes, type RichText } from './rich-text.ts';
import { shownNumber, shownText } from './shown-value.ts';

/** What cells refer to elsewhere in the workbook; read when the first cell asks. */
export interface CellContext {
  sharedString(index: number): RichText | null;
  style(index: number): CellStyle;
  readonly isSince1904: boolean;
}

/** A cell's elements as the sheet has them (ECMA-376 part 1, 18.3.1.4). */
interface CellElements {
  readonly type: string;
  /** The code of its number format. */
  readonly format: string;
  /** The `<v>` element; null when there is none. */
  readonly content: string | null;
  /** The text of the cell's own string, or of the shared one it refers to. */
  readonly rich: string | null;
}

/** The value of a cell; null for an empty one and for a formula that was saved without its result. */
export function cellValue(cell: CellElements, context: CellContext): CellValue | null {
  const read = readers[cell.type] ?? readers['n'];
  return read?.(cell, context) ?? null;
}

const readers: Readonly<Record<string, (cell: CellElements, context: CellContext) => CellValue | null>> = {
  n: readNumber,
  s: ({ rich, format }) => textValue(rich, format),
  str: ({ content, format }) => textValue(content === null ? null : decodeEscapes(content), format),
  inlineStr: ({ rich, format }) => textValue(rich, format),
  b: ({ content }) => booleanValue(content),
  e: ({ content }) => ({ kind: 'error', text: errorName(content) }),
  d: ({ content }) =>
    content === null || content === ''
      ? null
      : { kind: 'date', text: content.trim().slice(0, 10), doubt: null },
};

function textValue(text: string | null, format: string): CellValue | null {
  if (text === null) {
    return null;
  }
  const { text: shown, doubt } = shownText(text, format);
  return { kind: 'text', text: shown, doubt };
}

/** Only what is an error's name is passed on: findings print it. */
function errorName(content: string | null): string {
  const name = content?.trim() ?? '';
  return /^#[A-Z0-9_/]{1,20}[!?]?$/.test(name) ? name : '#VALUE!';
}

function booleanValue(content: string | null): CellValue | null {
  if (content === null || content.trim() === '') {
    return null;
  }
  const boolean = content.trim() === '1' || content.trim() === 'true';
  return { kind: 'boolean', boolean, text: boolean ? 'TRUE' : 'FALSE' };
}

function readNumber({ content, format }: CellElements, context: CellContext): CellValue | null {
  const written = content?.trim() ?? '';
  if (written === '') {
    return null;
  }
  const number = Number(written);
  if (Number.isNaN(number)) {
    return { kind: 'text', text: written, doubt: null };
  }
  return numberValue(number, written, { code: format, isSince1904: context.isSince1904 });
}

/** A number in its format; `written` is how it stands in the file. */
export function numberValue(
  number: number,
  written: string,
  how: { readonly code: string; readonly isSince1904: boolean },
): CellValue {
  const { text, isDate, doubt } = shownNumber(number, written, how);
  return isDate ? { kind: 'date', text, doubt } : { kind: 'number', number, text, doubt };
}
