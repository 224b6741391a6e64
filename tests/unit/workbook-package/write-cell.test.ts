import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../src-main/contract/errors.ts';
import { openPackage } from '../../../src-main/workbook/package/container.ts';
import { decodeEscapes } from '../../../src-main/workbook/grid/rich-text.ts';
import { parseXml } from '../../../src-main/workbook/package/xml.ts';
import { encodeCellText } from '../../../src-main/workbook/write-cell/cell-text.ts';
import {
  readCellText,
  writeCell,
  type WriteCellRequest,
  type WriteCellResult,
} from '../../../src-main/workbook/write-cell.ts';
import { sha256OfFile } from '../../../src-main/workbook/write-cell/file-hash.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { sheetXml, workbookParts, type WorkbookShape } from '../../support/workbook-shapes.ts';
import { buildZip, type ZipOptions, type ZipPart } from '../../support/zip-writer.ts';

const now = (): number => new Date(2026, 2, 4, 15, 6, 7).getTime();

function save(parts: readonly ZipPart[], options?: ZipOptions): string {
  const path = join(temporaryDirectory(), 'plan.xlsx');
  writeFileSync(path, buildZip(parts, options));
  return path;
}

function saveSheet(xml: string, further: Partial<WorkbookShape> = {}): string {
  return save(workbookParts({ sheets: { Hosts: xml }, ...further }));
}

function write(path: string, request: Partial<WriteCellRequest> = {}): Promise<WriteCellResult> {
  return writeCell(
    { path, sheet: 'Hosts', cell: 'B2', value: 'SN-1', overwrite: false, ...request },
    { now },
  );
}

function sheetOf(path: string): string {
  const workbook = openPackage(path);
  const xml = workbook.read('xl/worksheets/sheet1.xml').toString();
  workbook.close();
  return xml;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (isAppError(error)) {
      expect(error.text.zh).toMatch(/\p{Script=Han}.*。$/u);
      return error.code;
    }
    return String(error);
  }
  return 'no refusal';
}

const cell = (reference: string, text: string, attributes = ''): string =>
  `<c r="${reference}"${attributes} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
const row = (number: number, content: string): string => `<row r="${number}">${content}</row>`;

describe('the cell is written into a sheet', () => {
  const shapes: [shape: string, rows: string, written: string][] = [
    [
      'with the cell empty but styled',
      row(2, '<c r="A2"/><c r="B2" s="3"/><c r="C2"/>'),
      row(2, `<c r="A2"/>${cell('B2', 'SN-1', ' s="3"')}<c r="C2"/>`),
    ],
    [
      'without the cell, before another',
      row(2, '<c r="A2"/><c r="C2"><v>5</v></c>'),
      row(2, `<c r="A2"/>${cell('B2', 'SN-1')}<c r="C2"><v>5</v></c>`),
    ],
    [
      'without the cell, at the end of its row',
      row(2, '<c r="A2"><v>5</v></c>'),
      row(2, `<c r="A2"><v>5</v></c>${cell('B2', 'SN-1')}`),
    ],
    [
      'without the row, between others',
      row(1, '<c r="A1"/>') + row(3, ''),
      row(1, '<c r="A1"/>') + row(2, cell('B2', 'SN-1')) + row(3, ''),
    ],
    ['without the row, behind all', row(1, ''), row(1, '') + row(2, cell('B2', 'SN-1'))],
    ['with an empty row', '<row r="2"></row>', row(2, cell('B2', 'SN-1'))],
    [
      'with a row that closes itself',
      '<row r="2" ht="20"/><row r="3"/>',
      `<row r="2" ht="20">${cell('B2', 'SN-1')}</row><row r="3"/>`,
    ],
    [
      'with a formatted row, whose format a new cell takes over',
      '<row r="2" s="5" customFormat="1"/>',
      `<row r="2" s="5" customFormat="1">${cell('B2', 'SN-1', ' s="5"')}</row>`,
    ],
    [
      'with rows and cells that do not say where they are',
      '<row><c/></row><row><c><v>1</v></c><c s="2"/><c/></row>',
      `<row><c/></row><row><c><v>1</v></c>${cell('B2', 'SN-1', ' s="2"')}<c/></row>`,
    ],
    [
      'with line ends and foreign text before it',
      '\r\n<row r="1"><c t="inlineStr"><is><t>中文 row="2"</t></is></c></row>\r\n<row r="2">\r\n <c r="B2"/>\r\n</row>',
      `\r\n<row r="1"><c t="inlineStr"><is><t>中文 row="2"</t></is></c></row>\r\n<row r="2">\r\n ${cell('B2', 'SN-1')}\r\n</row>`,
    ],
    [
      'with rows in comments and CDATA',
      `<!-- <row r="2"/> </sheetData> -->${row(1, '<c t="inlineStr"><is><t><![CDATA[<row r="2"/>]]></t></is></c>')}`,
      `<!-- <row r="2"/> </sheetData> -->${row(1, '<c t="inlineStr"><is><t><![CDATA[<row r="2"/>]]></t></is></c>')}${row(2, cell('B2', 'SN-1'))}`,
    ],
    [
      'with single quotes and > in attributes',
      `<row r='2' x="a>b"><c r='B2' s='4'/></row>`,
      `<row r='2' x="a>b">${cell('B2', 'SN-1', ' s="4"')}</row>`,
    ],
    ['with a blank in the cell', row(2, cell('B2', '  ', ' s="1"')), row(2, cell('B2', 'SN-1', ' s="1"'))],
  ];

  it.each(shapes)('%s', async (_, rows, written) => {
    const after = '<mergeCells count="1"><mergeCell ref="D4:E5"/></mergeCells>';
    const path = saveSheet(sheetXml(rows, { after }));
    await write(path);
    expect(sheetOf(path)).toBe(sheetXml(written, { after }));
  });

  it.each(['<sheetData/>', '<sheetData />'])('that has no rows at all: %s', async (empty) => {
    const path = saveSheet(sheetXml('').replace('<sheetData></sheetData>', empty));
    await write(path);
    expect(sheetOf(path).replace('<sheetData >', '<sheetData>')).toBe(sheetXml(row(2, cell('B2', 'SN-1'))));
  });

  it('whose elements have a prefix', async () => {
    const xml =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="2"><x:c r="B2" s="1"/></x:row></x:sheetData></x:worksheet>';
    const path = saveSheet(xml);
    await write(path);
    expect(sheetOf(path)).toContain(
      '<x:row r="2"><x:c r="B2" s="1" t="inlineStr"><x:is><x:t xml:space="preserve">SN-1</x:t></x:is></x:c></x:row>',
    );
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('that uses the strict namespaces and begins with a byte order mark', async () => {
    const path = saveSheet(`\uFEFF${sheetXml(row(2, '<c r="B2" s="1"/>'), { isStrict: true })}`, {
      isStrict: true,
    });
    await write(path);
    expect(sheetOf(path)).toContain(row(2, cell('B2', 'SN-1', ' s="1"')));
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('with the format of its column when neither cell nor row has one', async () => {
    const before = '<cols><col min="1" max="1" style="7"/><col min="2" max="4" width="9" style="6"/></cols>';
    const path = saveSheet(sheetXml('', { before }));
    await write(path);
    expect(sheetOf(path)).toBe(sheetXml(row(2, cell('B2', 'SN-1', ' s="6"')), { before }));
  });

  it('at the first cell of a merged area, whichever of its cells is named', async () => {
    const after = '<mergeCells count="1"><mergeCell ref="B2:D3"/></mergeCells>';
    const path = saveSheet(
      sheetXml(row(2, '<c r="B2" s="1"/><c r="C2" s="2"/>') + row(3, '<c r="D3" s="2"/>'), { after }),
    );
    await write(path, { cell: 'D3' });
    expect(sheetOf(path)).toBe(
      sheetXml(row(2, `${cell('B2', 'SN-1', ' s="1"')}<c r="C2" s="2"/>`) + row(3, '<c r="D3" s="2"/>'), {
        after,
      }),
    );
    expect(await readCellText(path, 'Hosts', 'C3')).toBe('SN-1');
  });

  it('of many megabytes, at its beginning, in its middle and behind its end', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) =>
      row(
        index + 1,
        `<c r="A${index + 1}"><v>${index}</v></c><c r="C${index + 1}" t="inlineStr"><is><t>序列号 ${index}</t></is></c>`,
      ),
    );
    const path = saveSheet(sheetXml(rows.join('')));
    for (const reference of ['B1', 'B31234', 'B60000', 'B70000']) {
      await write(path, { cell: reference, value: `SN ${reference}` });
    }
    rows[0] = rows[0]!.replace('<c r="C', `${cell('B1', 'SN B1')}<c r="C`);
    rows[31_233] = rows[31_233]!.replace('<c r="C', `${cell('B31234', 'SN B31234')}<c r="C`);
    rows[59_999] = rows[59_999]!.replace('<c r="C', `${cell('B60000', 'SN B60000')}<c r="C`);
    rows.push(row(70_000, cell('B70000', 'SN B70000')));
    expect(sheetOf(path) === sheetXml(rows.join(''))).toBe(true);
  });
});

describe('the value', () => {
  it.each([
    '=1+1',
    '007',
    '1e5',
    ' a  b ',
    'line\nline',
    'tab\t.',
    'cr\rlf\r\n',
    '_x0041_',
    '_x005F_x0041_',
    '<&>"\'',
    '中文😀',
    '\u0000\u0001\u001F',
    '\uD800 alone',
    '\uFFFE',
  ])('%j is text and comes back as it was', async (value) => {
    const path = saveSheet(sheetXml(row(2, '<c r="B2"/>')));
    await write(path, { value });
    expect(await readCellText(path, 'Hosts', 'B2')).toBe(value);
  });

  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[_x0-9A-F]{1,20}$/));

  it('comes back as it was, whatever it is', async () => {
    const path = saveSheet(sheetXml(row(2, '<c r="B2"/>')));
    await fc.assert(
      fc.asyncProperty(anyText, async (value) => {
        await write(path, { value, overwrite: true });
        expect((await readCellText(path, 'Hosts', 'B2')) ?? '').toBe(value);
      }),
      { numRuns: 10 },
    );
  });

  it('is well-formed XML once encoded, and decodes to itself', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        let text = '';
        const bytes = Buffer.from(`<t>${encodeCellText(value)}</t>`);
        parseXml({ name: 't.xml', bytes }, () => ({ text: (piece) => (text += piece) }));
        expect(decodeEscapes(text)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused when no cell can hold it', async () => {
    const path = saveSheet(sheetXml(''));
    expect(await codeOf(write(path, { value: 'a'.repeat(32_768) }))).toBe('INPUT_INVALID');
    expect(await codeOf(write(path, { cell: 'XFE1' }))).toBe('INPUT_INVALID');
    expect(await codeOf(write(path, { cell: 'B0' }))).toBe('INPUT_INVALID');
  });
});

describe('what a cell holds', () => {
  const strings = [
    'zero',
    '<r><t>ri</t></r><r><t xml:space="preserve">ch </t></r><rPh sb="0" eb="1"><t>x</t></rPh>',
    'a_x000A_b',
  ];
  it.each([
    ['a shared string', '<c r="B2" t="s"><v>0</v></c>', 'zero'],
    ['rich text without its reading aid', '<c r="B2" t="s"><v>1</v></c>', 'rich '],
    ['an escaped character', '<c r="B2" t="s"><v>2</v></c>', 'a\nb'],
    ['a number as it was saved', '<c r="B2"><v>1.50</v></c>', '1.50'],
    ['a truth value', '<c r="B2" t="b"><v>1</v></c>', 'TRUE'],
    ['an error', '<c r="B2" t="e"><v>#REF!</v></c>', '#REF!'],
    ['the last result of a formula', '<c r="B2" t="str"><f>A1</f><v>cached</v></c>', 'cached'],
    ['nothing, for a formula without a result', '<c r="B2"><f>A1</f></c>', null],
    ['nothing, for an empty cell', '<c r="B2" s="1"/>', null],
    ['nothing, for no cell', '<c r="C2"/>', null],
  ])('is read: %s', async (_, xml, text) => {
    const path = saveSheet(sheetXml(row(2, xml)), { sharedStrings: strings });
    expect(await readCellText(path, 'Hosts', 'B2')).toBe(text);
  });

  it('is not guessed when the shared string is missing', async () => {
    const sheet = sheetXml(row(2, '<c r="B2" t="s"><v>9</v></c>'));
    expect(await codeOf(readCellText(saveSheet(sheet, { sharedStrings: strings }), 'Hosts', 'B2'))).toBe(
      'WORKBOOK_DAMAGED',
    );
    expect(await codeOf(readCellText(saveSheet(sheet), 'Hosts', 'B2'))).toBe('WORKBOOK_DAMAGED');
  });
});

describe('nothing is written', () => {
  async function refused(path: string, request: Partial<WriteCellRequest> = {}): Promise<string> {
    const before = readFileSync(path);
    const code = await codeOf(write(path, request));
    expect(readFileSync(path).equals(before)).toBe(true);
    return code;
  }

  it('over a different value, unless overwriting was confirmed', async () => {
    const path = saveSheet(sheetXml(row(2, '<c r="B2" t="s"><v>0</v></c>')), { sharedStrings: ['OLD'] });
    await expect(write(path)).rejects.toThrow(/Hosts!B2.*"OLD".*"SN-1"/);
    expect(await refused(path)).toBe('WORKBOOK_CELL_OCCUPIED');
    await write(path, { overwrite: true });
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('when the value is there already', async () => {
    const path = saveSheet(sheetXml(row(2, '<c r="B2" t="s"><v>0</v></c>')), { sharedStrings: ['SN-1'] });
    const before = readFileSync(path);
    const beforeReplace = (): Promise<void> => Promise.reject(new Error('nothing is replaced'));
    const result = await write(path, { beforeReplace });
    expect(result).toEqual({ path, copy: false, backupPath: null, written: false });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('over formulas, be they plain, shared or arrays reaching over the cell', async () => {
    for (const formula of ['<f>A1</f>', '<f t="shared" si="0"/>', '<f t="array" ref="B2:B2">A1</f>']) {
      expect(
        await refused(saveSheet(sheetXml(row(2, `<c r="B2">${formula}<v>1</v></c>`))), { overwrite: true }),
      ).toBe('WORKBOOK_FORMULA_TARGET');
    }
    for (const kind of ['array', 'dataTable']) {
      const rows =
        row(1, `<c r="A1"><f t="${kind}" ref="A1:C3">X</f><v>1</v></c>`) + row(2, '<c r="B2"><v>1</v></c>');
      expect(await refused(saveSheet(sheetXml(rows)), { overwrite: true })).toBe('WORKBOOK_FORMULA_TARGET');
    }
  });

  it('is no formula when a shared one reaches over the cell, which then has a value of its own', async () => {
    const rows =
      row(1, '<c r="A1"><f t="shared" ref="A1:C3" si="0">X</f><v>1</v></c>') +
      row(2, '<c r="B2" t="inlineStr"><is><t> </t></is></c>');
    const path = saveSheet(sheetXml(rows));
    await write(path);
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('into a signed workbook', async () => {
    const further: ZipPart[] = [{ name: '_xmlsignatures/sig1.xml', content: '<Signature/>' }];
    const path = saveSheet(sheetXml(row(2, '<c r="B2" t="inlineStr"><is><t>OLD</t></is></c>')), { further });
    expect(await refused(path, { overwrite: true })).toBe('WORKBOOK_SIGNED');
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('OLD');
  });

  it('into a sheet that is missing or whose part is no sheet', async () => {
    expect(await refused(saveSheet(sheetXml('')), { sheet: 'Other' })).toBe('WORKBOOK_SHEET_MISSING');
    expect(await refused(saveSheet('<worksheet/>'))).toBe('WORKBOOK_DAMAGED');
    expect(await refused(saveSheet(sheetXml('<row r="2">').replace('</sheetData></worksheet>', '')))).toBe(
      'WORKBOOK_DAMAGED',
    );
    expect(await refused(saveSheet(sheetXml('').replace('UTF-8', 'GBK')))).toBe('WORKBOOK_DAMAGED');
    expect(
      await refused(saveSheet(sheetXml('').replace('<worksheet', '<!DOCTYPE worksheet><worksheet'))),
    ).toBe('WORKBOOK_DOCTYPE');
  });
});

describe('the rest of the package', () => {
  const parts = workbookParts({
    sheets: {
      Hosts: sheetXml(row(2, '<c r="B2" s="3"/>')),
      管理: sheetXml(row(1, '<c r="A1"><f>Hosts!B2</f><v>0</v></c>')),
    },
    sharedStrings: ['a', 'b'],
    calcChain: '<c r="A1" i="2"/>',
    further: [{ name: 'xl/media/image1.png', content: Buffer.from([1, 2, 3, 4]), method: 'stored' }],
  });
  const localHeader = Buffer.from([0x50, 0x4b, 3, 4]);
  const reversed = parts.map((_, index) => parts.length - 1 - index);
  const padding = Buffer.from([0x20, 0xa2, 4, 0, 0, 0, 0, 0]);

  /** Each entry's bytes as they lie in the file, from its local header to the next one. */
  function spans(bytes: Buffer, names: readonly string[]): Map<string, string> {
    const starts: { name: string; start: number }[] = [];
    for (let at = bytes.indexOf(localHeader); at >= 0; at = bytes.indexOf(localHeader, at + 4)) {
      const name = bytes.toString('utf8', at + 30, at + 30 + bytes.readUInt16LE(at + 26));
      starts.push(...(names.includes(name) ? [{ name, start: at }] : []));
    }
    const sorted = [...starts].sort((left, right) => left.start - right.start);
    const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    return new Map(
      sorted.map(({ name, start }, index) => [
        name,
        bytes.toString('hex', start, sorted[index + 1]?.start ?? directory),
      ]),
    );
  }

  it.each<[string, readonly ZipPart[], ZipOptions]>([
    ['as Excel saves it', parts, {}],
    [
      'with data descriptors',
      parts.map((part) => ({ ...part, dataDescriptor: part.method !== 'stored' })),
      {},
    ],
    [
      'with ZIP64 fields and end records',
      parts.map((part) => ({ ...part, zip64: true })),
      { zip64End: true },
    ],
    [
      'with padding in local headers and a comment',
      parts.map((part) => ({ ...part, localExtra: padding })),
      { comment: 'WPS 12.1' },
    ],
    ['with its directory in another order', parts, { directoryOrder: reversed }],
    ['with its sheet stored', parts.map((part) => ({ ...part, method: 'stored' as const })), {}],
  ])('stays byte for byte, %s', async (_, shaped, options) => {
    const path = save(shaped, options);
    const before = readFileSync(path);
    const result = await write(path, { value: 'a much longer serial number than before' });
    const after = readFileSync(path);
    const names = parts.map((part) => part.name);
    const [old, fresh] = [spans(before, names), spans(after, names)];
    expect(names.filter((name) => old.get(name) !== fresh.get(name))).toEqual(['xl/worksheets/sheet1.xml']);
    expect([...fresh.keys()]).toEqual([...old.keys()]);
    const [first, second] = [openPackage(result.backupPath ?? ''), openPackage(path)];
    expect(second.parts.map((part) => part.name)).toEqual(first.parts.map((part) => part.name));
    expect(
      second.parts
        .filter((part) => !second.read(part.name).equals(first.read(part.name)))
        .map((part) => part.name),
    ).toEqual(['xl/worksheets/sheet1.xml']);
    first.close();
    second.close();
    expect(after.toString('latin1').endsWith(options.comment ?? '')).toBe(true);
  });

  it('is written again without a trace of the first write but the value', async () => {
    const path = save(parts);
    await write(path, { value: 'first' });
    await write(path, { value: 'second', overwrite: true });
    const once = save(parts);
    await write(once, { value: 'second' });
    expect(readFileSync(path).equals(readFileSync(once))).toBe(true);
  });
});

describe('a large sheet', () => {
  /** Numbers without a pattern, so that the packed blocks differ in length. */
  const largeRows = Array.from({ length: 12_000 }, (_, index) => {
    const number = index + 1;
    const cells = ['A', 'C', 'D'].map(
      (column, at) => `<c r="${column}${number}"><v>${(number * 7919 + at * 104_729) % 99_991}</v></c>`,
    );
    return row(number, cells.join(''));
  });

  it.each([1, 6_000, 12_000])(
    'packed in many blocks differs in nothing but the cell, for row %i',
    async (number) => {
      const before = sheetXml(largeRows.join(''));
      expect(before.length).toBeGreaterThan(1024 * 1024);
      const path = saveSheet(before);
      await write(path, { cell: `B${number}` });
      const at = before.indexOf(`<c r="C${number}"`);
      const expected = `${before.slice(0, at)}${cell(`B${number}`, 'SN-1')}${before.slice(at)}`;
      expect(sheetOf(path) === expected).toBe(true);
    },
  );

  it('too large to be kept in memory is written all the same', { timeout: 60_000 }, async () => {
    const comments = Array.from(
      { length: 34_000 },
      (_, index) => `<!--${index * 7919} ${' '.repeat(1_000)}-->`,
    );
    const before = sheetXml(row(1, '') + row(2, '<c r="B2"/>') + comments.join(''));
    const parts = workbookParts({ sheets: { Hosts: before } });
    const path = save(parts.map((part) => ({ ...part, method: 'stored' })));
    await write(path);
    expect(sheetOf(path) === before.replace('<c r="B2"/>', cell('B2', 'SN-1'))).toBe(true);
  });
});

describe('the hash of a file', () => {
  it('is the same whether a thread computes it or not', async () => {
    for (const length of [5, 17 * 1024 * 1024 + 5]) {
      const bytes = Buffer.alloc(length, 'sitewright');
      const path = join(temporaryDirectory(), 'hashed.bin');
      writeFileSync(path, bytes);
      expect(await sha256OfFile(path)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    expect(await codeOf(sha256OfFile(join(temporaryDirectory(), 'missing')))).toBe('FILE_NOT_FOUND');
  });
});
