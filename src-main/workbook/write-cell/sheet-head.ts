import { isSpreadsheet } from '../grid/rich-text.ts';
import { damaged } from '../package/refusals.ts';
import { createXmlReader, type XmlElement } from '../package/xml.ts';

/** A sheet's part up to its rows. */
export interface SheetHead {
  /** Everything up to and with the `<sheetData>` tag. */
  readonly bytes: Buffer;
  /** Of the element names, with its colon; empty when they have none. */
  readonly prefix: string;
  /** The sheet has no rows: `<sheetData/>`. */
  readonly isSelfClosing: boolean;
  readonly columnStyles: readonly ColumnStyle[];
}

interface ColumnStyle {
  readonly first: number;
  readonly last: number;
  readonly style: string;
}

export interface SheetHeadReader {
  /** Takes the next bytes; answers what follows the head once it is complete. */
  readonly push: (chunk: Buffer) => Buffer | null;
  /** Throws WORKBOOK_DAMAGED when the head has not ended. */
  head(): SheetHead;
}

/** View settings and column widths are small; a head beyond this belongs to no sheet. */
const largestHeadBytes = 8 * 1024 * 1024;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** Parsing goes on to the end of a piece after the head has ended, so pieces are small. */
const pieceBytes = 8 * 1024;

export function createHeadReader(path: string, partName: string): SheetHeadReader {
  const columnStyles: ColumnStyle[] = [];
  let end: { readonly position: number; readonly element: XmlElement } | null = null;
  const reader = createXmlReader(
    partName,
    (control) => ({
      open: (element) => {
        if (element.local === 'sheetData' && isSpreadsheet(element)) {
          end = { position: control.position(), element };
          control.stop();
        } else if (element.local === 'col' && isSpreadsheet(element)) {
          columnStyles.push(...columnStyleOf(element));
        }
      },
    }),
    { positions: 'bytes' },
  );
  let bytes: Buffer = Buffer.alloc(0);
  let parsed: number | null = null;
  const skipMark = (): number => (bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0);
  return {
    push: (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (parsed === null) {
        requireUtf8(path, partName, bytes);
        parsed = skipMark();
      }
      while (end === null && parsed < bytes.length) {
        const piece = bytes.subarray(parsed, parsed + pieceBytes);
        reader.write(piece);
        parsed += piece.length;
      }
      if (end === null) {
        if (bytes.length > largestHeadBytes) {
          throw damaged(path, {
            zh: `部件 ${partName} 在应有的位置没有行数据`,
            en: `part ${partName} has no row data where it belongs`,
          });
        }
        return null;
      }
      const headBytes = end.position + skipMark();
      const rest = bytes.subarray(headBytes);
      bytes = Buffer.from(bytes.subarray(0, headBytes));
      return rest;
    },
    head: () => {
      if (end === null) {
        reader.end();
        throw damaged(path, {
          zh: `部件 ${partName} 不是带单元格的工作表`,
          en: `part ${partName} is not a sheet with cells`,
        });
      }
      const { prefix, isSelfClosing } = end.element;
      return { bytes, prefix: prefix === '' ? '' : `${prefix}:`, isSelfClosing, columnStyles };
    },
  };
}

/** A cell is written as UTF-8, and tags are searched as ASCII; no spreadsheet program saves anything else. */
function requireUtf8(path: string, partName: string, bytes: Buffer): void {
  const declared = /^[^<]{0,4}<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(
    bytes.subarray(0, 200).toString('latin1'),
  )?.[1];
  const isUtf8 = declared === undefined || /^(?:utf-?8|us-ascii)$/i.test(declared);
  if (!isUtf8 || bytes.subarray(0, 4).includes(0) || bytes[0] === 0xff || bytes[0] === 0xfe) {
    throw damaged(path, {
      zh: `部件 ${partName} 不是 UTF-8 编码，无法改动`,
      en: `part ${partName} is not encoded as UTF-8 and cannot be changed`,
    });
  }
}

function columnStyleOf(element: XmlElement): readonly ColumnStyle[] {
  const style = styleNumber(element.attributes['style']?.value);
  const first = Number(element.attributes['min']?.value);
  const last = Number(element.attributes['max']?.value);
  return style === null ? [] : [{ first, last, style }];
}

/** A reference into the workbook's cell formats, null when there is none. */
export function styleNumber(value: string | undefined): string | null {
  return value !== undefined && /^\d+$/.test(value) ? value : null;
}
