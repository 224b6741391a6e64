import { dateText } from './date-formats.ts';
import type { CellValue } from './grid.ts';
import { decodeEscapes } from './rich-text.ts';

/** What cells refer to elsewhere in the workbook; read when the first cell asks. */
export interface CellContext {
  sharedString(index: number): string | null;
  isDateFormat(format: number): boolean;
  readonly isSince1904: boolean;
}

/** A cell's elements as the sheet has them (ECMA-376 part 1, 18.3.1.4). */
interface CellElements {
  readonly type: string;
  readonly format: number;
  /** The `<v>` element; null when there is none. */
  readonly content: string | null;
  readonly inline: string | null;
}

/** The value of a cell; null for an empty one and for a formula that was saved without its result. */
export function cellValue(cell: CellElements, context: CellContext): CellValue | null {
  const read = readers[cell.type] ?? readers['n'];
  return read?.(cell, context) ?? null;
}

const readers: Readonly<Record<string, (cell: CellElements, context: CellContext) => CellValue | null>> = {
  n: readNumber,
  s: ({ content }, context) =>
    textValue(content === null || content.trim() === '' ? null : context.sharedString(Number(content))),
  str: ({ content }) => textValue(content === null ? null : decodeEscapes(content)),
  inlineStr: ({ inline }) => textValue(inline),
  b: ({ content }) => booleanValue(content),
  e: ({ content }) => ({ kind: 'error', text: errorName(content) }),
  d: ({ content }) =>
    content === null || content === '' ? null : { kind: 'date', text: content.trim().slice(0, 10) },
};

function textValue(text: string | null): CellValue | null {
  return text === null ? null : { kind: 'text', text };
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
    return { kind: 'text', text: written };
  }
  const date = context.isDateFormat(format) ? dateText(number, context.isSince1904) : null;
  return date === null
    ? { kind: 'number', number, text: numberText(number, written) }
    : { kind: 'date', text: date };
}

/** Whole numbers keep the digits they were written with; others lose the noise of binary fractions (Excel shows 15 digits). */
function numberText(number: number, written: string): string {
  return /^-?\d+$/.test(written) ? written : String(Number(number.toPrecision(15)));
}
