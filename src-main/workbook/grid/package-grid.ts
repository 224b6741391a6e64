import type { WorkbookPackage } from '../package/container.ts';
import { readWorkbookParts, type WorkbookParts } from '../package/relationships.ts';
import type { CellContext } from './cell-value.ts';
import { plainStyle, readCellStyles, type CellStyle } from './cell-styles.ts';
import type { Grid, Sheet } from './grid.ts';
import { readXmlPart } from './read-part.ts';
import { isSpreadsheet, type RichText } from './rich-text.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheet } from './sheet-part.ts';

/** The sheets of an open workbook file. Parts are parsed when they are needed, and once. */
export function createPackageGrid(workbook: WorkbookPackage): Grid {
  const parts = readWorkbookParts(workbook);
  const context = createCellContext(workbook, parts);
  const sheets = new Map<string, Sheet>();
  return {
    isSince1904: context.isSince1904,
    titles: parts.sheets.filter((sheet) => sheet.kind === 'worksheet').map((sheet) => sheet.title),
    sheet: (title) => {
      const found = parts.sheets.find((sheet) => sheet.title === title && sheet.kind === 'worksheet');
      if (found === undefined) {
        return null;
      }
      const sheet = sheets.get(title) ?? readSheet(workbook, found, context);
      sheets.set(title, sheet);
      return sheet;
    },
  };
}

function createCellContext(workbook: WorkbookPackage, parts: WorkbookParts): CellContext {
  let strings: readonly RichText[] | null = null;
  let styles: ((index: number) => CellStyle) | null = null;
  return {
    isSince1904: isSince1904(workbook, parts),
    sharedString: (index) => {
      strings ??=
        parts.sharedStringsPart === null ? [] : readSharedStrings(workbook, parts.sharedStringsPart);
      return strings[index] ?? null;
    },
    style: (index) => {
      styles ??= parts.stylesPart === null ? () => plainStyle : readCellStyles(workbook, parts.stylesPart);
      return styles(index);
    },
  };
}

function isSince1904(workbook: WorkbookPackage, parts: WorkbookParts): boolean {
  let found = false;
  readXmlPart(workbook, parts.workbookPart, ({ stop }) => ({
    open: (element) => {
      if (element.local === 'workbookPr' && isSpreadsheet(element)) {
        found = ['1', 'true', 'on'].includes(element.attributes['date1904']?.value ?? '0');
        stop();
      } else if (element.local === 'sheets') {
        stop();
      }
    },
  }));
  return found;
}
