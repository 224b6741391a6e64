import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import type { SampleSheet, SampleValue } from './sample-sheets.ts';

/** Writes a ZIP file with these parts, in this order. */
export function writeZip(path: string, parts: Readonly<Record<string, string | Buffer>>): void {
  const bodies: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.isBuffer(content) ? content : Buffer.from(content);
    const packed = deflateRawSync(data, { level: 1 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    records.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, tail, Buffer.from(name)]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...bodies, directory, end]));
}

/** `bare`: inline texts, formulas without results, as some libraries save. `full`: shared texts, saved results, a calculation chain, as spreadsheet programs save. */
export type WorkbookShape = 'bare' | 'full';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts of a workbook with these sheets, to be changed before they are written. */
export function workbookParts(
  sheets: readonly SampleSheet[],
  shape: WorkbookShape = 'bare',
): Record<string, string> {
  const strings: string[] = [];
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': relationships([['rId1', `${relations}/officeDocument`, 'xl/workbook.xml']]),
    'xl/workbook.xml': workbookXml(sheets),
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map(
        (_, index) =>
          [`rId${index + 1}`, `${relations}/worksheet`, `worksheets/sheet${index + 1}.xml`] as const,
      ),
      ['rIdStyles', `${relations}/styles`, 'styles.xml'],
      ['rIdStrings', `${relations}/sharedStrings`, 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': `${declaration}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  };
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet, shape, strings);
    const links = Object.entries(sheet.hyperlinks ?? {});
    if (links.length > 0) {
      parts[`xl/worksheets/_rels/sheet${index + 1}.xml.rels`] = relationships(
        links.map(([cell, target]) => [`link${cell}`, `${relations}/hyperlink`, target, 'External'] as const),
      );
    }
  });
  parts['xl/sharedStrings.xml'] =
    `${declaration}<sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join('')}</sst>`;
  if (shape === 'full') {
    parts['xl/calcChain.xml'] = `${declaration}<calcChain xmlns="${main}"><c r="C3" i="6"/></calcChain>`;
  }
  return parts;
}

function contentTypes(count: number): string {
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
  const overrides = Array.from(
    { length: count },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${sheetType}"/>`,
  );
  return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>${overrides.join('')}</Types>`;
}

function relationships(
  entries: readonly (readonly [id: string, type: string, target: string, mode?: string])[],
): string {
  const items = entries.map(
    ([id, type, target, mode]) =>
      `<Relationship Id="${id}" Type="${type}" Target="${escape(target)}"${mode === undefined ? '' : ` TargetMode="${mode}"`}/>`,
  );
  return `${declaration}<Relationships xmlns="${packageRelations}">${items.join('')}</Relationships>`;
}

function workbookXml(sheets: readonly SampleSheet[]): string {
  const items = sheets.map(
    (sheet, index) =>
      `<sheet name="${escape(sheet.title)}" sheetId="${index + 1}"${sheet.isHidden === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  );
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr/><sheets>${items.join('')}</sheets></workbook>`;
}

function sheetXml(sheet: SampleSheet, shape: WorkbookShape, strings: string[]): string {
  const byRow = Map.groupBy(Object.entries(sheet.cells), ([cell]) => Number(/\d+$/.exec(cell)?.[0]));
  const rowsXml = [...byRow]
    .sort(([left], [right]) => left - right)
    .map(([row, cells]) => {
      const items = cells
        .sort(([left], [right]) => left.length - right.length || (left < right ? -1 : 1))
        .map(([cell, value]) => cellXml(cell, value, { shape, strings }));
      return `<row r="${row}">${items.join('')}<c r="ZZ${row}" s="0"/></row>`;
    });
  const merges = sheet.merges.map((range) => `<mergeCell ref="${range}"/>`);
  const links = Object.keys(sheet.hyperlinks ?? {}).map(
    (cell) => `<hyperlink ref="${cell}" r:id="link${cell}"/>`,
  );
  return [
    `${declaration}<worksheet xmlns="${main}" xmlns:r="${relations}"><sheetData>${rowsXml.join('')}</sheetData>`,
    sheet.isProtected === true ? '<sheetProtection sheet="1" objects="1"/>' : '',
    merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>`,
    links.length === 0 ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`,
    '</worksheet>',
  ].join('');
}

function cellXml(
  cell: string,
  value: SampleValue,
  { shape, strings }: { readonly shape: WorkbookShape; readonly strings: string[] },
): string {
  if (typeof value === 'number') {
    return `<c r="${cell}"><v>${value}</v></c>`;
  }
  if (typeof value === 'object') {
    const result = shape === 'full' ? value.result : undefined;
    const type = typeof result === 'string' ? ' t="str"' : '';
    return `<c r="${cell}"${type}><f>${escape(value.formula)}</f><v>${escape(String(result ?? ''))}</v></c>`;
  }
  if (shape === 'full') {
    strings.push(value);
    return `<c r="${cell}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  return `<c r="${cell}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
