import { AppError } from '../contract/errors.ts';
import type { CellOverride } from '../contract/finding.ts';
import { cellName, parseCellName } from './grid/cell-address.ts';
import { correctionKey, findSheet, type CellCorrection } from './grid/cell-reader.ts';
import { holderOf, type Grid } from './grid/grid.ts';

/**
 * Overrides as the cell reader takes them: at the cell that holds the value, passwords put in. A password that is not
 * at hand stays a secret without a value. Throws OVERRIDE_INVALID for one that leads nowhere.
 */
export function correctionsOf(
  grid: Grid,
  overrides: readonly CellOverride[],
  secrets: ReadonlyMap<string, string>,
): ReadonlyMap<string, CellCorrection> {
  const corrections = new Map<string, CellCorrection>();
  for (const override of overrides) {
    const sheet = findSheet(grid, override.sheet);
    const place = parseCellName(override.cell);
    if (sheet === null || place === null) {
      throw unusable(override, sheet !== null);
    }
    const text = override.secret
      ? (secrets.get(`${override.sheet}!${override.cell}`) ?? null)
      : override.value;
    const at = { sheet: sheet.title, cell: cellName(holderOf(sheet, place)) };
    corrections.set(correctionKey(at.sheet, at.cell), {
      at,
      text,
      isSecret: override.secret,
    });
  }
  return corrections;
}

function unusable({ sheet, cell }: CellOverride, hasSheet: boolean): AppError {
  const what = hasSheet
    ? { zh: '该地址不是单元格', en: 'this is not a cell address' }
    : { zh: `规划表中没有工作表「${sheet}」`, en: `the workbook has no sheet “${sheet}”` };
  return new AppError(
    'OVERRIDE_INVALID',
    {
      zh: `${sheet}!${cell} 的改值无法使用：${what.zh}。请删除该改值，或重新填写。`,
      en: `The override of ${sheet}!${cell} cannot be used: ${what.en}. Remove it, or enter it again.`,
    },
    { data: { sheet, cell } },
  );
}
