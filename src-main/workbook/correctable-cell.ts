import { AppError, isAppError } from '../contract/errors.ts';
import type { CellReference } from '../contract/site-plan.ts';
import type { Text } from '../contract/text.ts';
import { createCellReader, findSheet, type CellReader } from './grid/cell-reader.ts';
import { parseCellName, type CellPlace } from './grid/cell-address.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import type { Sheet } from './grid/grid.ts';
import { openPackage } from './package/container.ts';
import { readCells } from './read-cells.ts';

/** A cell as a person corrects it. */
export interface CorrectableCell {
  /** The cell that holds the value: the upper left one of a merged area, by its sheet's own title. */
  readonly at: CellReference;
  /** As the sheet shows it now; null for an empty cell, and for a password. */
  readonly original: string | null;
  readonly isPassword: boolean;
}

/**
 * Looks at the cell a correction is for. `passwords` are the cells the plan takes passwords from; one that the plan
 * does not read is known by its label. Throws OVERRIDE_INVALID for what is no cell of the workbook.
 */
export function readCorrectableCell(
  path: string,
  asked: CellReference,
  passwords: readonly CellReference[],
): CorrectableCell {
  const [found] = cellsAt(path, asked);
  if (found === undefined) throw new AppError('INTERNAL', `${asked.sheet}!${asked.cell} was not read`);
  const { at, kind, text } = found;
  const isPassword =
    passwords.some(({ sheet, cell }) => sheet === at.sheet && cell === at.cell) || isLabelled(path, at);
  const isShown = !isPassword && kind !== 'blank' && kind !== 'unevaluated';
  return { at, original: isShown ? text : null, isPassword };
}

function cellsAt(path: string, asked: CellReference): ReturnType<typeof readCells> {
  try {
    return readCells(path, [asked]);
  } catch (thrown) {
    if (isAppError(thrown) && (thrown.code === 'WORKBOOK_SHEET_MISSING' || thrown.code === 'INPUT_INVALID'))
      throw refusedCorrection(asked, thrown.text);
    throw thrown;
  }
}

/** Throw it for a correction that is not kept. `why` is a sentence. */
export function refusedCorrection({ sheet, cell }: CellReference, why: Text): AppError {
  const text = {
    zh: `${sheet}!${cell} 的修正未保存：${why.zh}`,
    en: `The correction of ${sheet}!${cell} was not kept: ${why.en}`,
  };
  return new AppError('OVERRIDE_INVALID', text, { data: { sheet, cell } });
}

const passwordLabel = /密码|口令|password/i;
/** Longer texts are explanations that happen to speak of passwords. */
const longestLabel = 24;

/** Whether a label above the cell, or left of it, says that it holds a password. */
function isLabelled(path: string, at: CellReference): boolean {
  const file = openPackage(path);
  try {
    const grid = createPackageGrid(file);
    const sheet = findSheet(grid, at.sheet);
    const place = parseCellName(at.cell);
    if (sheet === null || place === null) return false;
    return labelsOf(createCellReader(grid), sheet, place).some(
      (text) => text.length <= longestLabel && passwordLabel.test(text),
    );
  } finally {
    file.close();
  }
}

function labelsOf(reader: CellReader, sheet: Sheet, { row, column }: CellPlace): readonly string[] {
  const above = Array.from({ length: row - 1 }, (_, index) => ({ row: index + 1, column }));
  const left = Array.from({ length: column - 1 }, (_, index) => ({ row, column: index + 1 }));
  return [...above, ...left].map((place) => reader.read(sheet, place).text);
}

/** Why a password may not be entered as a plain value, or the other way round; null when it fits. */
export function misfit(isPassword: boolean, isSecret: boolean): Text | null {
  if (isPassword === isSecret) return null;
  return isPassword
    ? {
        zh: '这是密码单元格，请按密码填写，密码不会写入数据目录。',
        en: 'it is the cell of a password. Enter it as a password, which is kept in memory only.',
      }
    : {
        zh: '这不是密码单元格，请按普通值填写。',
        en: 'it is not the cell of a password. Enter it as a plain value.',
      };
}
