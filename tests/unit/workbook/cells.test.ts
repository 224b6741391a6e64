import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCells, readCellText, readWorkbook } from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook, type SampleWorkbookOptions } from '../../support/sample-workbook.ts';

let folder = '';
let count = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-cells-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (options: SampleWorkbookOptions = {}): string =>
  buildSampleWorkbook(join(folder, `${(count += 1)}.xlsx`), options);

/** The sample with one row added to the sheet 文档描述, given as XML. */
const withRow = (row: string, edit: SampleWorkbookOptions['editParts'] = () => undefined): string =>
  build({
    editParts: (parts) => {
      const name = 'xl/worksheets/sheet2.xml';
      parts[name] = parts[name]!.replace('</sheetData>', `${row}</sheetData>`);
      edit(parts);
    },
  });

const read = (path: string, ...cells: readonly string[]) =>
  readCells(
    path,
    cells.map((cell) => ({ sheet: '文档描述', cell })),
  ).map(({ kind, text }) => [kind, text]);

describe('cells of a workbook file', () => {
  it('are texts, numbers, booleans and errors', () => {
    const path = withRow(
      '<row r="40"><c r="A40" t="b"><v>1</v></c><c r="B40"><v>1.10</v></c><c r="C40"><v>12345678901234567</v></c>' +
        '<c r="D40" t="e"><v>#N/A</v></c><c r="E40" t="str"><f>"a"</f><v>a</v></c><c r="F40"><v>0.30000000000000004</v></c></row>',
    );
    expect(read(path, 'A40', 'B40', 'C40', 'D40', 'E40', 'F40', 'G40')).toEqual([
      ['boolean', 'TRUE'],
      ['number', '1.1'],
      ['number', '12345678901234567'],
      ['error', '#N/A'],
      ['text', 'a'],
      ['number', '0.3'],
      ['blank', ''],
    ]);
  });

  it('join the runs of rich text and leave its phonetic reading out', () => {
    const runs =
      '<r><rPr><b/></rPr><t>北</t></r><r><t xml:space="preserve">京 </t></r><rPh sb="0" eb="1"><t>ペキン</t></rPh><phoneticPr fontId="1"/>';
    const path = withRow(
      `<row r="40"><c r="A40" t="s"><v>900</v></c><c r="B40" t="inlineStr"><is>${runs}</is></c></row>`,
      (parts) => {
        const strings = parts['xl/sharedStrings.xml']!;
        const fill = '<si><t>unused</t></si>'.repeat(900);
        parts['xl/sharedStrings.xml'] = strings.replace('</sst>', `${fill}<si>${runs}</si></sst>`);
      },
    );
    expect(read(path, 'A40', 'B40')).toEqual([
      ['text', '北京 '],
      ['text', '北京 '],
    ]);
  });

  it('decode escaped characters, entities and CDATA', () => {
    const path = withRow(
      '<row r="40"><c r="A40" t="inlineStr"><is><t>a_x000D_&amp;_x005F_x000D_</t></is></c><c r="B40" t="str"><v><![CDATA[<b>]]></v></c></row>',
    );
    expect(read(path, 'A40', 'B40')).toEqual([
      ['text', 'a\r&_x000D_'],
      ['text', '<b>'],
    ]);
  });

  it('show what Excel made a date of as that date, counted from 1900 or 1904', () => {
    const row =
      '<row r="40"><c r="A40" s="1"><v>45691</v></c><c r="B40" t="d"><v>2025-02-03T00:00:00</v></c></row>';
    expect(read(withRow(row), 'A40', 'B40')).toEqual([
      ['date', '2025-02-03'],
      ['date', '2025-02-03'],
    ]);
    const since1904 = withRow(row, (parts) => {
      parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(
        '<workbookPr/>',
        '<workbookPr date1904="1"/>',
      );
    });
    expect(read(since1904, 'A40')).toEqual([['date', '2029-02-04']]);
  });

  it('stand behind each other where they do not say where they stand', () => {
    const path = withRow(
      '<row r="40"><c r="B40"><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>',
    );
    expect(read(path, 'C40', 'B41')).toEqual([
      ['number', '2'],
      ['number', '3'],
    ]);
  });

  it('are read from elements with a prefix', () => {
    const path = withRow('', (parts) => {
      const name = 'xl/worksheets/sheet2.xml';
      parts[name] = parts[name]!.replace('xmlns=', 'xmlns:x=')
        .replaceAll(/<(\/?)([a-zA-Z])/g, '<$1x:$2')
        .replace('<?x:xml', '<?xml');
    });
    expect(read(path, 'C15', 'D15')).toEqual([
      ['text', '示例客户'],
      ['text', '示例客户'],
    ]);
  });

  it('are the same however the workbook was saved', async () => {
    const [bare, full] = await Promise.all(
      (['bare', 'full'] as const).map((shape) => readWorkbook(build({ shape }))),
    );
    expect(full?.plan).toEqual(bare?.plan);
    expect(full?.findings).toEqual(bare?.findings);
  });

  it('give one text, evaluated and carried over merged areas, or null', () => {
    const path = build({ cells: { '主机规划!D3': { formula: 'NOW()' } } });
    expect(readCellText(path, { sheet: '主机规划', cell: 'C12' })).toBe('DEMO-NET-SMTX-Lab-Cls01');
    expect(readCellText(path, { sheet: '服务器端口连线（可选）', cell: 'C5' })).toBe('ens1f0');
    expect(readCellText(path, { sheet: '主机规划', cell: 'E19' })).toBeNull();
    expect(readCellText(path, { sheet: '主机规划', cell: 'D3' })).toBeNull();
    expect(() => readCellText(path, { sheet: '没有', cell: 'A1' })).toThrow(
      expect.objectContaining({ code: 'WORKBOOK_SHEET_MISSING' }),
    );
    expect(() => readCellText(path, { sheet: '主机规划', cell: '1A' })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it('that became dates are reported, a password among them without its value', async () => {
    const path = build({
      editParts: (parts) => {
        const name = 'xl/worksheets/sheet6.xml';
        const date = (cell: string): [RegExp, string] => [
          new RegExp(`<c r="${cell}"[^>]*>.*?</c>`),
          `<c r="${cell}" s="1"><v>45691</v></c>`,
        ];
        parts[name] = parts[name]!.replace(...date('P3')).replace(...date('K3'));
      },
    });
    const { findings, secrets } = await readWorkbook(path);
    expect(
      findings.filter((finding) => finding.code === 'date-value').map((finding) => finding.message.en),
    ).toEqual([
      'Excel converted the value to a date (***)',
      'Excel converted the value to a date (2025-02-03)',
    ]);
    expect(secrets.get('hosts[0].accounts[0].password')).toBe('2025-02-03');
  });
});

describe('workbooks that are too much', () => {
  it.each([
    ['cells', `<row r="50">${'<c><v>1</v></c>'.repeat(200_001)}</row>`],
    ['one text', `<row r="50"><c r="A50" t="inlineStr"><is><t>${'x'.repeat(32_768)}</t></is></c></row>`],
  ])('are refused: %s', async (_, row) => {
    await expect(readWorkbook(withRow(row))).rejects.toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
    });
  });

  it('are refused: merged areas', async () => {
    const path = build({
      editParts: (parts) => {
        const name = 'xl/worksheets/sheet2.xml';
        const merges = '<mergeCell ref="A50:XFD1048576"/>'.repeat(5_001);
        parts[name] = parts[name]!.replace('</mergeCells>', `${merges}</mergeCells>`);
      },
    });
    await expect(readWorkbook(path)).rejects.toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
    });
  });

  it('are refused: markup nested deeply', async () => {
    const path = build({
      editParts: (parts) => {
        const name = 'xl/worksheets/sheet6.xml';
        const nested = `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`;
        parts[name] = parts[name]!.replace('</worksheet>', `${nested}</worksheet>`);
      },
    });
    await expect(readWorkbook(path)).rejects.toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
    });
  });

  it('do not hang the reader with a row at the far end of a sheet', async () => {
    const path = build({ cells: { '虚拟网络!A1048576': 'far', '主机规划!ZZ1048576': 'far' } });
    const { plan } = await readWorkbook(path);
    expect(plan.hosts).toHaveLength(4);
  });

  it('with a document type are refused before anything in it is expanded', async () => {
    const path = build({
      editParts: (parts) => {
        const name = 'xl/worksheets/sheet6.xml';
        parts[name] = parts[name]!.replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet');
      },
    });
    await expect(readWorkbook(path)).rejects.toMatchObject({ code: 'WORKBOOK_DOCTYPE' });
  });

  it('with broken markup are damaged, not read in part', async () => {
    await expect(readWorkbook(withRow('<row r="50"><c'))).rejects.toMatchObject({
      code: 'WORKBOOK_DAMAGED',
    });
  });
});
