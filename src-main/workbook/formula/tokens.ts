/** What a formula is made of. `reference` is a cell (`$B$7`), `sheet` the title in front of a reference, without quotes. */
type TokenKind =
  | 'number'
  | 'text'
  | 'error'
  | 'sheet'
  | 'reference'
  | 'boolean'
  | 'function'
  | 'operator'
  | 'open'
  | 'close'
  | 'separator';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Formulas of planning workbooks have a few dozen tokens. */
const maximumTokens = 1_000;

type Rule = readonly [pattern: RegExp, kind: TokenKind, text: (match: RegExpExecArray) => string];

const whole = (match: RegExpExecArray): string => match[0];
const first = (match: RegExpExecArray): string => match[1] ?? '';

/** In this order: what begins like something else comes first. Every pattern is sticky and free of backtracking traps. */
const rules: readonly Rule[] = [
  [/"((?:[^"]|"")*)"/y, 'text', (match) => first(match).replaceAll('""', '"')],
  [/'((?:[^']|'')+)'!/y, 'sheet', (match) => first(match).replaceAll("''", "'")],
  [/([\p{L}_][\p{L}\p{N}_.]*)!/uy, 'sheet', first],
  [/#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)/y, 'error', whole],
  [/(?:TRUE|FALSE)(?![\p{L}\p{N}_(.])/iuy, 'boolean', whole],
  [/(?:_xlfn\.)?([A-Z][A-Z0-9.]*)\(/iy, 'function', (match) => first(match).toUpperCase()],
  [/\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?![\p{L}\p{N}_])/iuy, 'reference', whole],
  [/(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?/iy, 'number', whole],
  [/<>|<=|>=|[-+*/&=<>:%]/y, 'operator', whole],
  [/\(/y, 'open', whole],
  [/\)/y, 'close', whole],
  [/,/y, 'separator', whole],
];

/** Null when the formula holds something that is not understood, or is too long. */
export function tokenize(formula: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    if (/\s/.test(formula.charAt(at))) {
      at += 1;
      continue;
    }
    const found = nextToken(formula, at);
    if (found === null || tokens.length >= maximumTokens) {
      return null;
    }
    tokens.push(found.token);
    at = found.end;
  }
  return tokens;
}

function nextToken(formula: string, at: number): { token: Token; end: number } | null {
  for (const [pattern, kind, text] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(formula);
    if (match !== null) {
      return { token: { kind, text: text(match) }, end: pattern.lastIndex };
    }
  }
  return null;
}
