import { AppError } from '../contract/errors.ts';
import type { CellReference } from '../contract/site-plan.ts';
import { parseCellName } from './grid/cell-address.ts';
import { createCellReader, findSheet, type ResolvedCell } from './grid/cell-reader.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import { openPackage } from './package/container.ts';
import { sheetMissing } from './package/refusals.ts';

export interface CellReading {
  /** As asked for. */
  readonly asked: CellReference;
  /** The cell that holds the value: the upper left one of a merged area. */
  readonly at: CellReference;
  readonly kind: Exclude<ResolvedCell['kind'], 'secret'>;
  /** As shown; the name of an error; empty for an empty cell and for a formula without a usable result. */
  readonly text: string;
}

/**
 * Reads single cells as they stand in the file, formulas evaluated where no result was saved. Sheets are found
 * whatever brackets and spaces their titles have. Throws WORKBOOK_SHEET_MISSING and INPUT_INVALID.
 */
export function readCells(path: string, references: readonly CellReference[]): readonly CellReading[] {
  const file = openPackage(path);
  try {
    const grid = createPackageGrid(file);
    const reader = createCellReader(grid);
    return references.map((asked) => {
      const sheet = findSheet(grid, asked.sheet);
      const place = parseCellName(asked.cell);
      if (sheet === null) {
        throw sheetMissing(path, asked.sheet, grid.titles);
      }
      if (place === null) {
        throw new AppError(
          'INPUT_INVALID',
          {
            zh: `${asked.cell} 不是单元格地址。请按列和行填写，例如 E19。`,
            en: `${asked.cell} is not a cell. Name one by column and row, as E19.`,
          },
          { data: { cell: asked.cell } },
        );
      }
      const { at, kind, text } = reader.read(sheet, place);
      return { asked, at, kind: kind === 'secret' ? 'blank' : kind, text };
    });
  } finally {
    file.close();
  }
}

/** The text of one cell; null for an empty one, and for a formula whose result is unknown or an error. */
export function readCellText(path: string, reference: CellReference): string | null {
  const [cell] = readCells(path, [reference]);
  const isUsable = cell !== undefined && !['blank', 'error', 'unevaluated'].includes(cell.kind);
  return isUsable ? cell.text : null;
}
