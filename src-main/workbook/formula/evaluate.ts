import type { CellPlace } from '../grid/cell-address.ts';
import { callFunction } from './functions.ts';
import { isFailure, toBoolean, toNumber, unknown, wrongType, type FormulaValue } from './formula-value.ts';
import { applyOperator } from './operators.ts';
import { parseFormula, type Expression } from './syntax.ts';

/** What an evaluation may use; shared by all formulas that one formula leads to. */
export interface EvaluationBudget {
  /** Steps left: one per expression and per cell of a range, and some for the length of each formula. */
  steps: number;
  /** How many more expressions may be evaluated inside of each other; what keeps the stack from overflowing. */
  depth: number;
}

/** Enough for any formula of a plan, and done in milliseconds. */
export function createBudget(): EvaluationBudget {
  return { steps: 10_000, depth: 300 };
}

const charactersPerStep = 10;

export interface EvaluationContext {
  readonly budget: EvaluationBudget;
  /** The value of another cell; null stands for the formula's own sheet. */
  cell(sheet: string | null, place: CellPlace): FormulaValue;
}

/** Evaluates a formula given without its equals sign. What is not supported, or takes too long, is `unknown`. */
export function evaluateFormula(formula: string, context: EvaluationContext): FormulaValue {
  context.budget.steps -= Math.ceil(formula.length / charactersPerStep);
  const expression = context.budget.steps < 0 ? null : parseFormula(formula);
  return expression === null ? unknown : evaluate(expression, context);
}

function evaluate(expression: Expression, context: EvaluationContext): FormulaValue {
  if (!spend(context) || context.budget.depth <= 0) {
    return unknown;
  }
  context.budget.depth -= 1;
  const value = evaluateKind(expression, context);
  context.budget.depth += 1;
  return value;
}

function evaluateKind(expression: Expression, context: EvaluationContext): FormulaValue {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'error':
      return expression;
    case 'cell':
      return context.cell(expression.sheet, expression.place);
    case 'range':
      // A range stands for its cells inside of a call only.
      return unknown;
    case 'negate':
      return scaled(evaluate(expression.operand, context), -1);
    case 'percent':
      return scaled(evaluate(expression.operand, context), 0.01);
    case 'binary':
      return applyOperator(
        expression.operator,
        evaluate(expression.left, context),
        evaluate(expression.right, context),
      );
    case 'call':
      return call(expression.name, expression.operands, context);
  }
}

function spend({ budget }: EvaluationContext): boolean {
  budget.steps -= 1;
  return budget.steps >= 0;
}

function scaled(operand: FormulaValue, factor: number): FormulaValue {
  const value = toNumber(operand);
  if (isFailure(operand) || value === null) {
    return isFailure(operand) ? operand : wrongType;
  }
  return { kind: 'number', number: value * factor };
}

function call(name: string, operands: readonly Expression[], context: EvaluationContext): FormulaValue {
  if (name === 'IF') {
    return choose(operands, context);
  }
  if (name === 'IFERROR') {
    const [tried, otherwise] = operands;
    const value = tried === undefined ? unknown : evaluate(tried, context);
    return value.kind === 'error' && otherwise !== undefined ? evaluate(otherwise, context) : value;
  }
  return callFunction(
    name,
    operands.flatMap((operand) =>
      operand.kind === 'range' ? cellsOf(operand, context) : [evaluate(operand, context)],
    ),
  );
}

/** Only the branch that is chosen is evaluated. */
function choose(
  [condition, whenTrue, whenFalse]: readonly Expression[],
  context: EvaluationContext,
): FormulaValue {
  const value = condition === undefined ? unknown : evaluate(condition, context);
  if (isFailure(value)) {
    return value;
  }
  const isTrue = toBoolean(value);
  const branch = isTrue === true ? whenTrue : whenFalse;
  if (isTrue === null) {
    return wrongType;
  }
  return branch === undefined ? { kind: 'boolean', boolean: isTrue } : evaluate(branch, context);
}

function cellsOf(
  { sheet, from, to }: Extract<Expression, { kind: 'range' }>,
  context: EvaluationContext,
): readonly FormulaValue[] {
  const values: FormulaValue[] = [];
  for (let row = Math.min(from.row, to.row); row <= Math.max(from.row, to.row); row += 1) {
    for (
      let column = Math.min(from.column, to.column);
      column <= Math.max(from.column, to.column);
      column += 1
    ) {
      if (!spend(context)) {
        return [unknown];
      }
      values.push(context.cell(sheet, { row, column }));
    }
  }
  return values;
}
