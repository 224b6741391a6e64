import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';

let folder = '';
let count = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-hidden-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hosts = 'xl/worksheets/sheet6.xml';

async function said(edit: (parts: Record<string, string>) => void): Promise<readonly string[]> {
  const path = buildSampleWorkbook(join(folder, `${(count += 1)}.xlsx`), { editParts: edit });
  const { findings, plan } = await readWorkbook(path);
  expect(plan.hosts).toHaveLength(4);
  return findings
    .filter(({ code }) => code === 'hidden-cells' || code === 'struck-cells')
    .map(({ cell, message }) => `${cell} ${message.zh}`);
}

const replaced =
  (name: string, from: string | RegExp, to: string) =>
  (parts: Record<string, string>): void => {
    expect(parts[name]).toMatch(from);
    parts[name] = parts[name]!.replace(from, to);
  };

/** Row 6 of the hosts in a style. */
const styled = (parts: Record<string, string>): void =>
  replaced(hosts, /<c r="H6"/, '<c r="H6" s="1"')(parts);

const struckFont = '<fonts count="2"><font/><font><strike/></font></fonts>';

describe('what a workbook does not show and the plan uses', () => {
  it.each([
    ['hidden', '<row r="6" hidden="1">'],
    ['without height', '<row r="6" ht="0" customHeight="1">'],
  ])('is told when a row is %s', async (_, row) => {
    expect(await said(replaced(hosts, '<row r="6">', row))).toEqual([
      'B6:Q6 第 6 行（demo-node-04）已隐藏，其中的内容仍会使用',
    ]);
  });

  it('is told when a filter leaves rows out, which are one finding', async () => {
    const found = await said((parts) => {
      replaced(hosts, '<row r="4">', '<row r="4" hidden="1">')(parts);
      replaced(hosts, '<row r="5">', '<row r="5" hidden="1">')(parts);
      replaced(
        hosts,
        '</sheetData>',
        '</sheetData><autoFilter ref="B2:Q18"><filterColumn colId="6"/></autoFilter>',
      )(parts);
    });
    expect(found).toEqual([
      'B4:Q5 第 4–5 行（demo-node-02、demo-node-03）已隐藏或被筛选，其中的内容仍会使用',
    ]);
  });

  it('is told when a column is hidden', async () => {
    expect(
      await said(
        replaced(hosts, '<sheetData>', '<cols><col min="14" max="14" hidden="1"/></cols><sheetData>'),
      ),
    ).toEqual(['N3:N6 N 列已隐藏，其中的内容仍会使用']);
  });

  it('is told when its sheet is hidden', async () => {
    expect(
      await said(replaced('xl/workbook.xml', 'name="主机规划"', 'name="主机规划" state="veryHidden"')),
    ).toEqual(['A1 工作表已隐藏，其中的内容仍会使用']);
  });

  it('is told when a cell is struck through by its own font', async () => {
    const found = await said((parts) => {
      styled(parts);
      replaced(
        'xl/styles.xml',
        /<cellXfs.*<\/cellXfs>/,
        `${struckFont}<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>`,
      )(parts);
    });
    expect(found).toEqual(['H6 demo-node-04 H6 有删除线，仍会使用']);
  });

  it('is told when a cell is struck through by its named style', async () => {
    const found = await said((parts) => {
      styled(parts);
      replaced(
        'xl/styles.xml',
        /<cellXfs.*<\/cellXfs>/,
        `${struckFont}<cellStyleXfs><xf/><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/><xf xfId="1"/></cellXfs>`,
      )(parts);
    });
    expect(found).toEqual(['H6 demo-node-04 H6 有删除线，仍会使用']);
  });

  it('is told when a part of a text is struck through', async () => {
    const runs = '<is><r><rPr><strike/></rPr><t>demo-</t></r><r><t>node-04</t></r></is>';
    expect(
      await said(replaced(hosts, /<c r="H6"[^>]*>.*?<\/c>/, `<c r="H6" t="inlineStr">${runs}</c>`)),
    ).toEqual(['H6 demo-node-04 H6 有删除线，仍会使用']);
  });

  it('is nothing where a strike is switched off', async () => {
    const runs = '<is><r><rPr><strike val="0"/></rPr><t>demo-node-04</t></r></is>';
    expect(
      await said(replaced(hosts, /<c r="H6"[^>]*>.*?<\/c>/, `<c r="H6" t="inlineStr">${runs}</c>`)),
    ).toEqual([]);
  });
});
