import { cellName, parseCellName, type CellPlace } from '../grid/cell-address.ts';
import { createRichTextCollector, isSpreadsheet } from '../grid/rich-text.ts';
import { AppError } from '../../contract/errors.ts';
import type { PackageFile } from '../package/container.ts';
import { damaged } from '../package/refusals.ts';
import { readWorkbookParts, requireSheet } from '../package/relationships.ts';
import { createXmlReader } from '../package/xml.ts';
import type { ZipEntry } from '../package/zip-directory.ts';
import { emptyContent, readCellContent } from './cell-content.ts';
import { placeCell, type CellSplice } from './cell-place.ts';
import { openPartContent, type PartContent } from './part-content.ts';
import { scanSheet } from './sheet-scan.ts';

/** One cell of one sheet in an open workbook: what it holds, and where its bytes are. */
export interface SheetCell {
  readonly entry: ZipEntry;
  readonly content: PartContent;
  /** Where the value stands: the first cell of a merged area for every cell in it. */
  readonly place: CellPlace;
  readonly splice: CellSplice;
  /** Of the sheet's element names, with its colon; empty when they have none. */
  readonly prefix: string;
  /** Null for an empty cell. */
  readonly text: string | null;
  /** The cell holds a formula, or lies in the area of an array formula. */
  readonly isFormula: boolean;
}

/** Throws INPUT_INVALID, WORKBOOK_SHEET_MISSING, WORKBOOK_DAMAGED, WORKBOOK_DOCTYPE. */
export async function findSheetCell(
  file: PackageFile,
  sheetTitle: string,
  cellText: string,
): Promise<SheetCell> {
  const { workbook } = file;
  const wanted = requireCellPlace(cellText);
  const parts = readWorkbookParts(workbook);
  const entry = file.entry(requireSheet(parts, workbook.path, sheetTitle).partName);
  const content = openPartContent(file, entry);
  const scan = (place: CellPlace): ReturnType<typeof scanSheet> =>
    scanSheet({ path: workbook.path, partName: entry.name, chunks: content.chunks() }, place);
  const first = await scan(wanted);
  const place = first.anchor;
  // The anchor is known only behind the rows, so a cell inside a merged area costs a second pass.
  const found = cellName(place) === cellName(wanted) ? first : await scan(place);
  const splice = placeCell(entry.name, found, place);
  const bytes =
    found.row.kind === 'present'
      ? found.row.bytes.subarray(splice.start - found.row.offset, splice.end - found.row.offset)
      : null;
  const isPresent = bytes !== null && splice.before === '' && bytes.length > 0;
  const cell = isPresent ? readCellContent(entry.name, found.head, bytes) : emptyContent;
  const text =
    cell.sharedString === null
      ? cell.text
      : await readSharedString(file, parts.sharedStringsPart, cell.sharedString);
  return {
    entry,
    content,
    place,
    splice,
    prefix: found.head.prefix,
    text,
    isFormula: cell.hasFormula || found.isInsideArray,
  };
}

function requireCellPlace(text: string): CellPlace {
  const place = parseCellName(text);
  if (place === null) {
    const given = JSON.stringify(text);
    throw new AppError(
      'INPUT_INVALID',
      {
        zh: `${given} 不是单元格地址。请写成 E19 这样的形式。`,
        en: `${given} is not a cell. Write it like E19.`,
      },
      { data: { cell: text } },
    );
  }
  return place;
}

/** One shared string, without keeping the others. */
async function readSharedString(file: PackageFile, partName: string | null, index: number): Promise<string> {
  const missing = damaged(file.workbook.path, {
    zh: `有单元格引用第 ${index} 条共享文本，但该文本不存在`,
    en: `a cell refers to text number ${index}, which is missing`,
  });
  if (partName === null) {
    throw missing;
  }
  const entry = file.entry(partName);
  const collector = createRichTextCollector();
  const state: { count: number; text: string | null } = { count: 0, text: null };
  const reader = createXmlReader(entry.name, (control) => ({
    open: collector.open,
    text: (piece) => {
      if (state.count === index) {
        collector.text(piece);
      }
    },
    close: (element) => {
      collector.close(element);
      if (element.local === 'si' && isSpreadsheet(element)) {
        state.text = state.count === index ? collector.take().text : null;
        state.count += 1;
      }
      if (state.text !== null) {
        control.stop();
      }
    },
  }));
  for await (const chunk of openPartContent(file, entry).chunks()) {
    reader.write(chunk);
    if (reader.isStopped) {
      break;
    }
  }
  if (state.text === null) {
    throw missing;
  }
  return state.text;
}
