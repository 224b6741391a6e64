import { AppError, isAppError } from '../contract/errors.ts';
import type { CellReference } from '../contract/site-plan.ts';
import type { Text } from '../contract/text.ts';
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
  if (found === undefined) {
    throw new AppError('INTERNAL', `${asked.sheet}!${asked.cell} was not read`);
  }
  const { at, kind, text } = found;
  const isPassword =
    kind === 'secret' || passwords.some(({ sheet, cell }) => sheet === at.sheet && cell === at.cell);
  const isShown = !isPassword && kind !== 'blank' && kind !== 'unevaluated';
  return { at, original: isShown ? text : null, isPassword };
}

function cellsAt(path: string, asked: CellReference): ReturnType<typeof readCells> {
  try {
    return readCells(path, [asked]);
  } catch (thrown) {
    if (isAppError(thrown) && (thrown.code === 'WORKBOOK_SHEET_MISSING' || thrown.code === 'INPUT_INVALID')) {
      throw refusedCorrection(asked, thrown.text);
    }
    throw thrown;
  }
}

/** Throw it for a correction that is not kept. `why` is a sentence. */
export function refusedCorrection({ sheet, cell }: CellReference, why: Text): AppError {
  const text = {
    zh: `${sheet}!${cell} 的改值未保存：${why.zh}`,
    en: `The override of ${sheet}!${cell} was not saved: ${why.en}`,
  };
  return new AppError('OVERRIDE_INVALID', text, { data: { sheet, cell } });
}

/** Why a password may not be entered as a plain value, or the other way round; null when it fits. */
export function misfit(isPassword: boolean, isSecret: boolean): Text | null {
  if (isPassword === isSecret) {
    return null;
  }
  return isPassword
    ? {
        zh: '这是密码单元格，请按密码填写，密码不会写入数据目录。',
        en: 'it is a password cell. Enter it as a password; passwords are never written to the data folder.',
      }
    : {
        zh: '这不是密码单元格，请按普通值填写。',
        en: 'it is not a password cell. Enter it as a plain value.',
      };
}
