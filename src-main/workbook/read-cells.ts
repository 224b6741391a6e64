import { AppError } from '../contract/errors.ts';
import type { ProfileMapping } from '../contract/finding.ts';
import type { CellReference } from '../contract/site-plan.ts';
import { parseCellName, type CellPlace, type CellRange } from './grid/cell-address.ts';
import { createCellReader, findSheet, type ResolvedCell } from './grid/cell-reader.ts';
import type { Sheet } from './grid/grid.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import { openPackage } from './package/container.ts';
import { sheetMissing } from './package/refusals.ts';
import { profilesWith } from './profiles/built-in.ts';
import { layoutsOfSheet } from './profiles/one-sheet.ts';
import type { Profile } from './profiles/profile.ts';
import { isSecretPlace, secretRangesOf } from './secrets/secret-cells.ts';

export interface CellReading {
  /** As asked for. */
  readonly asked: CellReference;
  /** The cell that holds the value: the upper left one of a merged area. */
  readonly at: CellReference;
  /** `secret` for the place of a password, filled or not. */
  readonly kind: ResolvedCell['kind'];
  /** As shown; the name of an error; empty for a secret, an empty cell and a formula without a usable result. */
  readonly text: string;
}

/**
 * Reads single cells as they stand in the file, formulas evaluated where no result was saved. Sheets are found
 * whatever brackets and spaces their titles have. Passwords are not read: they are known by their labels, and by the
 * profiles, to which the mappings are added. Throws WORKBOOK_SHEET_MISSING and INPUT_INVALID.
 */
export function readCells(
  path: string,
  references: readonly CellReference[],
  mappings: readonly ProfileMapping[] = [],
): readonly CellReading[] {
  const file = openPackage(path);
  try {
    const grid = createPackageGrid(file);
    const reader = createCellReader(grid);
    const isSecret = createSecretCheck(profilesWith(mappings));
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
            en: `${asked.cell} is not a cell address. Use a column and a row, for example E19.`,
          },
          { data: { cell: asked.cell } },
        );
      }
      const { at, kind, text } = reader.read(sheet, place);
      return isSecret(sheet, place) ? { asked, at, kind: 'secret', text: '' } : { asked, at, kind, text };
    });
  } finally {
    file.close();
  }
}

function createSecretCheck(profiles: readonly Profile[]): (sheet: Sheet, place: CellPlace) => boolean {
  const ranges = new Map<Sheet, readonly CellRange[]>();
  return (sheet, place) => {
    const known = ranges.get(sheet) ?? secretRangesOf(sheet, layoutsOfSheet(profiles, sheet));
    ranges.set(sheet, known);
    return isSecretPlace(sheet, place, known);
  };
}

/** The text of one cell; null for an empty one, a password, and for a formula whose result is unknown or an error. */
export function readCellText(path: string, reference: CellReference): string | null {
  const [cell] = readCells(path, [reference]);
  const isUsable = cell !== undefined && !['blank', 'error', 'unevaluated', 'secret'].includes(cell.kind);
  return isUsable ? cell.text : null;
}
