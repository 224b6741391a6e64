import { isAppError } from '../../contract/errors.ts';
import { openPackageFile } from '../package/container.ts';
import type { WorkbookFiles } from './files.ts';
import { copyPath } from './new-names.ts';
import { findSheetCell } from './sheet-cell.ts';

interface Wanted {
  readonly path: string;
  readonly sheet: string;
  readonly cell: string;
  readonly value: string;
}

/**
 * A copy beside the workbook that an earlier write made and that has the value already; null when there is none. A
 * copy older than the workbook's last change does not count: it lacks that change.
 */
export async function existingCopy(files: WorkbookFiles, wanted: Wanted): Promise<string | null> {
  const changedAtMs = await files.modifiedAtMs(wanted.path);
  for (let attempt = 1; ; attempt += 1) {
    const copy = copyPath(wanted.path, attempt);
    if (!(await files.exists(copy))) {
      return null;
    }
    if ((await files.modifiedAtMs(copy)) >= changedAtMs && (await holdsValue(copy, wanted))) {
      return copy;
    }
  }
}

async function holdsValue(copy: string, { sheet, cell, value }: Wanted): Promise<boolean> {
  try {
    const file = openPackageFile(copy);
    try {
      const found = await findSheetCell(file, sheet, cell);
      return found.text === value && !found.isFormula;
    } finally {
      file.workbook.close();
    }
  } catch (error) {
    if (isAppError(error)) {
      // Whatever bears that name is not a copy that can be answered, and the next one gets another number.
      return false;
    }
    throw error;
  }
}
