import { writeZip, workbookParts, type WorkbookShape } from './raw-workbook.ts';
import { changedSheets, type SampleChanges } from './sample-sheets.ts';

export interface SampleWorkbookOptions extends SampleChanges {
  readonly shape?: WorkbookShape;
  /** Parts to add or replace, and changes of the ones there are. */
  readonly editParts?: (parts: Record<string, string>) => void;
}

/**
 * Writes the sample plan as a workbook file in a few milliseconds and returns its path. Unchanged it has no errors and
 * two warnings: its rows for further networks are left half-filled, as in the template.
 */
export function buildSampleWorkbook(path: string, options: SampleWorkbookOptions = {}): string {
  const parts = workbookParts(changedSheets(options), options.shape);
  options.editParts?.(parts);
  writeZip(path, parts);
  return path;
}
