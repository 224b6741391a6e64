import { createHash } from 'node:crypto';
import { isAppError } from '../contract/errors.ts';
import type { WorkbookFacts } from '../contract/finding.ts';
import { openFile } from '../files/open-file.ts';
import type { CellReader } from './grid/cell-reader.ts';
import { readXmlPart } from './grid/read-part.ts';
import type { WorkbookPackage } from './package/container.ts';
import { openingFailure } from './package/opening.ts';
import { readRelationships } from './package/relationships.ts';
import type { Layout } from './profiles/layout.ts';

/** SHA-256 (lower-case hex) and size of a file. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
export async function fingerprintFile(path: string): Promise<Pick<WorkbookFacts, 'sha256' | 'sizeBytes'>> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    await using file = await openFile(path);
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      sizeBytes += bytes.length;
    }
  } catch (error) {
    throw isAppError(error) ? error : openingFailure(path, error);
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Who saved the workbook last and when, as the file says; null where it does not. */
export function readAuthorship(
  workbook: WorkbookPackage,
): Pick<WorkbookFacts, 'lastModifiedBy' | 'modifiedAt'> {
  const part = readRelationships(workbook, '').find(
    (relationship) => relationship.kind === 'core-properties' && !relationship.isExternal,
  )?.target;
  const texts: Record<string, string> = {};
  if (part !== undefined && workbook.has(part)) {
    let open = '';
    readXmlPart(workbook, part, () => ({
      open: (element) => (open = element.local),
      text: (text) => (texts[open] = (texts[open] ?? '') + text),
      close: () => (open = ''),
    }));
  }
  const written = (name: string): string | null => (texts[name]?.trim() ?? '') || null;
  return { lastModifiedBy: written('lastModifiedBy'), modifiedAt: written('modified') };
}

/** The template's revision: the last date in its own change log; null when it keeps none. */
export function revisionOf(layout: Layout, reader: CellReader): string | null {
  const table = layout.tables.get('revisions');
  const column = table?.columns.get('date');
  if (table === undefined || column === undefined) {
    return null;
  }
  const dates = table.rows.map((row) => reader.read(table.sheet, { row, column }).text.trim());
  return dates.findLast((date) => date !== '') ?? null;
}
