import { isInRange, parseRangeName, type CellPlace } from '../grid/cell-address.ts';
import { isSpreadsheet } from '../grid/rich-text.ts';
import { createXmlReader } from '../package/xml.ts';
import { createRowScanner, type RowPlace, type RowScanner } from './row-scanner.ts';
import { createHeadReader, type SheetHead } from './sheet-head.ts';

/** What one pass over a sheet's part found out about one cell. */
export interface SheetScan {
  readonly head: SheetHead;
  readonly row: RowPlace;
  /** The first cell of the merged area the cell lies in; the cell itself when it is not merged. */
  readonly anchor: CellPlace;
  /** Whether the cell belongs to an array formula or data table, which another cell may hold. */
  readonly isInsideArray: boolean;
}

export interface ScannedPart {
  readonly path: string;
  readonly partName: string;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Reads a sheet's part once, with bounded memory. Throws WORKBOOK_DAMAGED for what is no sheet. */
export async function scanSheet(part: ScannedPart, cell: CellPlace): Promise<SheetScan> {
  const headReader = createHeadReader(part.path, part.partName);
  const found: { rows: RowScanner | null; tail: TailReader | null } = { rows: null, tail: null };
  /** Each stage takes the bytes the one before has left. */
  const stages: ((bytes: Buffer) => Buffer | null)[] = [
    headReader.push,
    (bytes) => {
      found.rows ??= rowsAfter(part, headReader.head(), cell);
      return found.rows.push(bytes);
    },
    (bytes) => {
      found.tail ??= createTailReader(part.partName, headReader.head(), cell);
      found.tail.push(bytes);
      return null;
    },
  ];
  for await (const chunk of part.chunks) {
    let bytes: Buffer | null = chunk;
    while (bytes !== null) {
      bytes = stages[0]?.(bytes) ?? null;
      if (bytes !== null) {
        stages.shift();
      }
    }
  }
  const head = headReader.head();
  const rows = found.rows ?? rowsAfter(part, head, cell);
  return {
    head,
    row: rows.place(),
    anchor: found.tail?.finish() ?? cell,
    isInsideArray: rows.isInsideArray(),
  };
}

function rowsAfter(part: ScannedPart, head: SheetHead, cell: CellPlace): RowScanner {
  const offset = head.bytes.length;
  return head.isSelfClosing
    ? { push: (chunk) => chunk, place: () => ({ kind: 'absent', offset }), isInsideArray: () => false }
    : createRowScanner({ path: part.path, cell, prefix: head.prefix, offset });
}

interface TailReader {
  push(bytes: Buffer): void;
  finish(): CellPlace | null;
}

/** Merged areas stand behind the rows. The head is read again before them, for its namespaces and as their parent. */
function createTailReader(partName: string, head: SheetHead, cell: CellPlace): TailReader {
  let anchor: CellPlace | null = null;
  const reader = createXmlReader(partName, () => ({
    open: (element) => {
      if (element.local === 'mergeCell' && isSpreadsheet(element)) {
        const range = parseRangeName(element.attributes['ref']?.value ?? '');
        anchor = range !== null && isInRange(range, cell) ? { row: range.top, column: range.left } : anchor;
      }
    },
  }));
  reader.write(head.bytes);
  return {
    push: (bytes) => reader.write(bytes),
    finish: () => {
      reader.end();
      return anchor;
    },
  };
}
