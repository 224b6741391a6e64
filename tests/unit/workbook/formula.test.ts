import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, evaluateFormula } from '../../../src-main/workbook/formula/evaluate.ts';
import { parseFormula } from '../../../src-main/workbook/formula/syntax.ts';
import { cellName, parseCellName } from '../../../src-main/workbook/grid/cell-address.ts';
import { createCellReader } from '../../../src-main/workbook/grid/cell-reader.ts';
import { gridOf } from '../../support/sample-grid.ts';
import type { SampleValue } from '../../support/sample-sheets.ts';

function shown(cells: Record<string, SampleValue>, cell: string) {
  const grid = gridOf([
    { title: '表 1', cells, merges: [] },
    { title: "It's", cells: { A1: 'other' }, merges: [] },
  ]);
  const reader = createCellReader(grid);
  const { kind, text } = reader.read(grid.sheet('表 1')!, parseCellName(cell)!);
  return { kind, text };
}

const result = (formula: string, cells: Record<string, SampleValue> = {}) =>
  shown({ ...cells, Z1: { formula } }, 'Z1');

describe('formulas without a saved result', () => {
  it.each([
    ['1+2*3', '7'],
    ['(1+2)*3', '9'],
    ['-2+5', '3'],
    ['10%*50', '5'],
    ['7/2', '3.5'],
    ['0.1+0.2', '0.3'],
    ['"a"&"b"&1', 'ab1'],
    ['"say ""hi"""', 'say "hi"'],
    ['1<2', 'TRUE'],
    ['"b">"A"', 'TRUE'],
    ['"x"<>"X"', 'FALSE'],
    ['IF(1=2,"yes","no")', 'no'],
    ['IF(TRUE,1)', '1'],
    ['IF(ISNUMBER(A1),A1+1,"")', '3'],
    ['IF(ISNUMBER(B1),B1+1,"none")', 'none'],
    ['CONCATENATE(A1,"-",B1)', '2-text'],
    ['CONCAT(A1:B1)', '2text'],
    ['SUM(A1:A3)+1', '8'],
    ['COUNTA(A1:B3)', '4'],
    ['AND(1=1,NOT(1=2),OR(FALSE,TRUE))', 'TRUE'],
    ['LEFT(B1,2)&RIGHT(B1)&LEN(B1)', 'tet4'],
    ['UPPER(TRIM("  a  b "))', 'A B'],
    ["'It''s'!A1", 'other'],
    ['$B$1', 'text'],
    ['IFERROR(1/0,"caught")', 'caught'],
    ['C9&"x"', 'x'],
  ])('%s is %s', (formula, expected) => {
    expect(result(formula, { A1: 2, A2: 5, B1: 'text', B2: 'more' }).text).toBe(expected);
  });

  it.each([
    ['1/0', '#DIV/0!'],
    ['"a"+1', '#VALUE!'],
    ['#REF!', '#REF!'],
    ['没有!A1', '#REF!'],
    ['"x"&(1/0)', '#DIV/0!'],
  ])('%s is the error %s', (formula, expected) => {
    expect(result(formula)).toEqual({ kind: 'error', text: expected });
  });

  it.each([
    'VLOOKUP(A1,B1,2)',
    'A1:B2',
    '1+',
    'IF(',
    'INDIRECT("A1")',
    '{1,2}',
    '[1]Sheet!A1',
    '',
    'constructor(1)',
  ])('%s has no value we know', (formula) => {
    expect(result(formula)).toEqual({ kind: 'unevaluated', text: '' });
  });

  it('that refer to themselves have no value', () => {
    expect(shown({ A1: { formula: 'B1' }, B1: { formula: 'A1&"x"' } }, 'A1').kind).toBe('unevaluated');
  });

  it('are followed through a chain, but not through an endless one', () => {
    const chain = (length: number): Record<string, SampleValue> => ({
      ...Object.fromEntries(
        Array.from({ length }, (_, index) => [`A${index + 1}`, { formula: `A${index + 2}` }]),
      ),
      [`A${length + 1}`]: 'end',
    });
    expect(shown(chain(20), 'A1').text).toBe('end');
    expect(shown(chain(200), 'A1').kind).toBe('unevaluated');
  });

  it('end soon however much work they ask for', () => {
    expect(result('SUM(A1:XFD1048576)').kind).toBe('unevaluated');
    expect(result(`${'('.repeat(5_000)}1${')'.repeat(5_000)}`).kind).toBe('unevaluated');
    expect(result(Array.from({ length: 400 }, () => '1').join('+')).kind).toBe('unevaluated');
    const doubling = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`A${index + 1}`, { formula: `A${index + 2}&A${index + 2}` }]),
    );
    expect(shown({ ...doubling, A31: 'x' }, 'A1').kind).toBe('unevaluated');
  });

  it('with a saved result are not evaluated', () => {
    expect(shown({ A1: { formula: '1+1', result: 5 } }, 'A1').text).toBe('5');
  });

  it('never throw, whatever they say', () => {
    const pieces = fc.constantFrom(
      'A1',
      '$B$2',
      '表!C3',
      '"t"',
      '1.5',
      '+',
      '-',
      '&',
      '(',
      ')',
      ',',
      'IF(',
      'SUM(',
      ':',
      '%',
      "'",
      '#REF!',
      '=',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const value = evaluateFormula(parts.join(''), {
          budget: createBudget(),
          cell: () => ({ kind: 'blank' }),
        });
        expect(value.kind).toBeTypeOf('string');
      }),
    );
  });

  it('parse to the same tree with and without blanks', () => {
    expect(parseFormula(' IF( A1 = 1 , "x" , B2 ) ')).toEqual(parseFormula('IF(A1=1,"x",B2)'));
  });
});

describe('cell names', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_048_576 }),
        fc.integer({ min: 1, max: 16_384 }),
        (row, column) => {
          expect(parseCellName(cellName({ row, column }))).toEqual({ row, column });
        },
      ),
    );
  });

  it.each(['', 'A', '7', 'A0', 'XFE1', 'A1048577', 'A1:B2', 'ABCD1'])('%s is none', (name) => {
    expect(parseCellName(name)).toBeNull();
  });
});
