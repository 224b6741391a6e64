import type { WorkbookPackage } from '../package/container.ts';
import { partKey } from '../package/entry-names.ts';
import { partTooLarge } from '../package/refusals.ts';
import { parseXml, type XmlControl, type XmlHandlers } from '../package/xml.ts';
import { largestPartBytes } from './bounds.ts';

/** Parses a part of the package, within the bound on its size. */
export function readXmlPart(
  workbook: WorkbookPackage,
  partName: string,
  handlers: (control: XmlControl) => XmlHandlers,
): void {
  parseXml({ name: partName, bytes: readBoundedPart(workbook, partName) }, handlers);
}

/** As {@link readXmlPart} for a sheet: empty cells and rows, thousands of them in real templates, are taken out first. */
export function readSheetPart(
  workbook: WorkbookPackage,
  partName: string,
  handlers: (control: XmlControl) => XmlHandlers,
): void {
  const bytes = withoutEmptyCells(readBoundedPart(workbook, partName));
  parseXml({ name: partName, bytes }, handlers);
}

function readBoundedPart(workbook: WorkbookPackage, partName: string): Buffer {
  const part = workbook.parts.find((candidate) => partKey(candidate.name) === partKey(partName));
  if (part !== undefined && part.sizeBytes > largestPartBytes) {
    throw partTooLarge(workbook.path, part, largestPartBytes);
  }
  return workbook.read(partName);
}

/** A cell without content, before a cell that says where it stands or before the end of its row. */
const emptyCell = /<c(?: [a-z]+="[^"<>]*")+ ?(?:\/>|><\/c>)(?=\s*(?:<c r="|<\/row>))/g;
const emptyRow = /<row(?: [A-Za-z0-9:]+="[^"<>]*")* ?(?:\/>|>\s*<\/row>)(?=\s*(?:<row r="|<\/sheetData>))/g;

/**
 * Parsing styled but empty cells takes most of the time, and nothing is read from them. What this does not recognise
 * (prefixes, single quotes, other encodings) stays and is parsed.
 */
function withoutEmptyCells(bytes: Buffer): Buffer {
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  if (isUtf16 || bytes.includes('<![CDATA[') || bytes.includes('<!--')) {
    return bytes;
  }
  // One character per byte: no decoding of text is needed to find ASCII markup, and no byte is changed.
  return Buffer.from(bytes.toString('latin1').replace(emptyCell, '').replace(emptyRow, ''), 'latin1');
}
