import {
  isFailure,
  toBoolean,
  toNumber,
  toText,
  unknown,
  wrongType,
  type FormulaValue,
} from './formula-value.ts';

/** A function of values; the operands are never failures unless `seesFailures` says so. Ranges arrive as their cells. */
interface FormulaFunction {
  readonly seesFailures?: true;
  apply(operands: readonly FormulaValue[]): FormulaValue;
}

const text = (value: string): FormulaValue => ({ kind: 'text', text: value });
const number = (value: number): FormulaValue => ({ kind: 'number', number: value });
const boolean = (value: boolean): FormulaValue => ({ kind: 'boolean', boolean: value });

const joined: FormulaFunction = { apply: (operands) => text(operands.map(toText).join('')) };
const ofText = (change: (value: string) => FormulaValue): FormulaFunction => ({
  apply: ([operand]) => (operand === undefined ? wrongType : change(toText(operand))),
});
const ofKind = (...kinds: readonly FormulaValue['kind'][]): FormulaFunction => ({
  seesFailures: true,
  apply: ([operand]) =>
    operand === undefined || operand.kind === 'unknown' ? unknown : boolean(kinds.includes(operand.kind)),
});
const ofBooleans = (combine: (values: readonly boolean[]) => boolean): FormulaFunction => ({
  apply: (operands) => {
    const values = operands.map(toBoolean).filter((value) => value !== null);
    return values.length < operands.length || values.length === 0 ? wrongType : boolean(combine(values));
  },
});

/** The functions seen in planning workbooks and their near relatives. What is not here leaves a formula without a value. */
const functions: Readonly<Record<string, FormulaFunction>> = {
  ISNUMBER: ofKind('number'),
  ISTEXT: ofKind('text'),
  ISBLANK: ofKind('blank'),
  ISERROR: ofKind('error'),
  CONCATENATE: joined,
  CONCAT: joined,
  TRIM: ofText((value) => text(value.trim().replace(/ {2,}/g, ' '))),
  UPPER: ofText((value) => text(value.toUpperCase())),
  LOWER: ofText((value) => text(value.toLowerCase())),
  LEN: ofText((value) => number(value.length)),
  LEFT: { apply: ([operand, count]) => cut(operand, count, (value, length) => value.slice(0, length)) },
  RIGHT: {
    apply: ([operand, count]) =>
      cut(operand, count, (value, length) => value.slice(Math.max(0, value.length - length))),
  },
  AND: ofBooleans((values) => values.every(Boolean)),
  OR: ofBooleans((values) => values.some(Boolean)),
  NOT: ofBooleans(([value]) => value !== true),
  SUM: {
    apply: (operands) =>
      number(operands.reduce((sum, operand) => sum + (operand.kind === 'number' ? operand.number : 0), 0)),
  },
  COUNTA: { apply: (operands) => number(operands.filter((operand) => operand.kind !== 'blank').length) },
};

function cut(
  operand: FormulaValue | undefined,
  count: FormulaValue | undefined,
  take: (value: string, length: number) => string,
): FormulaValue {
  const length = count === undefined ? 1 : toNumber(count);
  return operand === undefined || length === null || length < 0
    ? wrongType
    : text(take(toText(operand), length));
}

/** Applies a function to its evaluated operands; `unknown` for one that is not supported. */
export function callFunction(name: string, operands: readonly FormulaValue[]): FormulaValue {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined) {
    return unknown;
  }
  const failure = found.seesFailures === true ? undefined : operands.find(isFailure);
  return failure ?? found.apply(operands);
}
