import { isFailure, toNumber, toText, wrongType, type FormulaValue } from './formula-value.ts';

/** Applies `+ - * / &` and the comparisons as Excel does. A failure on either side is the result. */
export function applyOperator(operator: string, left: FormulaValue, right: FormulaValue): FormulaValue {
  if (isFailure(left) || isFailure(right)) {
    return isFailure(left) ? left : right;
  }
  if (operator === '&') {
    return { kind: 'text', text: toText(left) + toText(right) };
  }
  const compare = comparisons[operator];
  return compare === undefined
    ? calculate(operator, left, right)
    : { kind: 'boolean', boolean: compare(order(left, right)) };
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

function calculate(operator: string, left: FormulaValue, right: FormulaValue): FormulaValue {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === null || b === null) {
    return wrongType;
  }
  if (operator === '/' && b === 0) {
    return { kind: 'error', text: '#DIV/0!' };
  }
  const results: Record<string, number> = { '+': a + b, '-': a - b, '*': a * b, '/': a / b };
  return { kind: 'number', number: results[operator] ?? Number.NaN };
}

/** Excel's order: numbers before texts before booleans; texts without regard to case; a blank is the other side's empty value. */
function order(left: FormulaValue, right: FormulaValue): number {
  const [a, b] = [filled(left, right), filled(right, left)];
  const byKind = rank(a) - rank(b);
  if (byKind !== 0) {
    return byKind;
  }
  if (a.kind === 'text' && b.kind === 'text') {
    const [lower, other] = [a.text.toLowerCase(), b.text.toLowerCase()];
    return lower === other ? 0 : lower < other ? -1 : 1;
  }
  return (toNumber(a) ?? 0) - (toNumber(b) ?? 0);
}

function filled(value: FormulaValue, other: FormulaValue): FormulaValue {
  if (value.kind !== 'blank') {
    return value;
  }
  return other.kind === 'text' ? { kind: 'text', text: '' } : { kind: 'number', number: 0 };
}

function rank(value: FormulaValue): number {
  return ['number', 'text', 'boolean'].indexOf(value.kind);
}
