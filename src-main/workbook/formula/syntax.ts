import { parseCellName, type CellPlace } from '../grid/cell-address.ts';
import { tokenize, type Token } from './tokens.ts';

/** A parsed formula. A `sheet` of null is the sheet the formula stands on. */
export type Expression =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'cell'; readonly sheet: string | null; readonly place: CellPlace }
  | {
      readonly kind: 'range';
      readonly sheet: string | null;
      readonly from: CellPlace;
      readonly to: CellPlace;
    }
  | { readonly kind: 'negate' | 'percent'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] };

/** How deep parentheses and calls may be nested; Excel's own limit is 64. */
const maximumDepth = 64;

/** Loosest first. `-2^2` and exponentiation are not supported, so unary minus simply binds tighter than all of these. */
const levels: readonly (readonly string[])[] = [
  ['=', '<>', '<', '>', '<=', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
];

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Parses a formula without its equals sign; null when it is not understood. */
export function parseFormula(formula: string): Expression | null {
  const tokens = tokenize(formula);
  if (tokens === null) {
    return null;
  }
  const cursor: Cursor = { tokens, at: 0, depth: 0 };
  const expression = parseLevel(cursor, 0);
  return cursor.at === tokens.length ? expression : null;
}

function parseLevel(cursor: Cursor, level: number): Expression | null {
  const operators = levels[level];
  if (operators === undefined) {
    return parsePrefixed(cursor);
  }
  let left = parseLevel(cursor, level + 1);
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (left === null || token?.kind !== 'operator' || !operators.includes(token.text)) {
      return left;
    }
    cursor.at += 1;
    const right = parseLevel(cursor, level + 1);
    left = right === null ? null : { kind: 'binary', operator: token.text, left, right };
  }
}

function parsePrefixed(cursor: Cursor): Expression | null {
  let isNegative = false;
  while (isOperator(cursor, '-') || isOperator(cursor, '+')) {
    isNegative = isOperator(cursor, '-') ? !isNegative : isNegative;
    cursor.at += 1;
  }
  let operand = parseOperand(cursor);
  while (operand !== null && isOperator(cursor, '%')) {
    cursor.at += 1;
    operand = { kind: 'percent', operand };
  }
  return operand !== null && isNegative ? { kind: 'negate', operand } : operand;
}

function isOperator(cursor: Cursor, text: string): boolean {
  const token = cursor.tokens[cursor.at];
  return token?.kind === 'operator' && token.text === text;
}

function parseOperand(cursor: Cursor): Expression | null {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  switch (token?.kind) {
    case 'number':
      return { kind: 'number', number: Number(token.text) };
    case 'text':
      return { kind: 'text', text: token.text };
    case 'boolean':
      return { kind: 'boolean', boolean: token.text.toUpperCase() === 'TRUE' };
    case 'error':
      return { kind: 'error', text: token.text };
    case 'sheet':
      return parseSheetReference(cursor, token.text);
    case 'reference':
      return parseReference(cursor, token.text, null);
    case 'function':
      return nested(cursor, () => parseCall(cursor, token.text));
    case 'open':
      return nested(cursor, () => parseParentheses(cursor));
    default:
      return null;
  }
}

function nested(cursor: Cursor, parse: () => Expression | null): Expression | null {
  if (cursor.depth >= maximumDepth) {
    return null;
  }
  cursor.depth += 1;
  const expression = parse();
  cursor.depth -= 1;
  return expression;
}

function parseSheetReference(cursor: Cursor, sheet: string): Expression | null {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  if (token?.kind === 'error') {
    return { kind: 'error', text: token.text };
  }
  return token?.kind === 'reference' ? parseReference(cursor, token.text, sheet) : null;
}

function parseReference(cursor: Cursor, name: string, sheet: string | null): Expression | null {
  const from = parseCellName(name);
  if (from === null || !isOperator(cursor, ':')) {
    return from === null ? null : { kind: 'cell', sheet, place: from };
  }
  const token = cursor.tokens[cursor.at + 1];
  cursor.at += 2;
  const to = token?.kind === 'reference' ? parseCellName(token.text) : null;
  return to === null ? null : { kind: 'range', sheet, from, to };
}

function parseParentheses(cursor: Cursor): Expression | null {
  const expression = parseLevel(cursor, 0);
  return takeKind(cursor, 'close') ? expression : null;
}

function parseCall(cursor: Cursor, name: string): Expression | null {
  const operands: Expression[] = [];
  if (takeKind(cursor, 'close')) {
    return { kind: 'call', name, operands };
  }
  for (;;) {
    const operand = parseLevel(cursor, 0);
    if (operand === null) {
      return null;
    }
    operands.push(operand);
    if (takeKind(cursor, 'close')) {
      return { kind: 'call', name, operands };
    }
    if (!takeKind(cursor, 'separator')) {
      return null;
    }
  }
}

function takeKind(cursor: Cursor, kind: Token['kind']): boolean {
  if (cursor.tokens[cursor.at]?.kind !== kind) {
    return false;
  }
  cursor.at += 1;
  return true;
}
