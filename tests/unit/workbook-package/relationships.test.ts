import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage, type WorkbookPackage } from '../../../src-main/workbook/package/container.ts';
import {
  isSigned,
  readRelationships,
  readWorkbookParts,
  requireSheet,
} from '../../../src-main/workbook/package/relationships.ts';
import { sheetXml, workbookParts, type WorkbookShape } from '../../support/workbook-shapes.ts';
import { buildZip, type ZipPart } from '../../support/zip-writer.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relationships-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withParts<T>(parts: readonly ZipPart[], use: (workbook: WorkbookPackage) => T): T {
  const path = join(folder, 'plan.xlsx');
  writeFileSync(path, buildZip(parts));
  const workbook = openPackage(path);
  try {
    return use(workbook);
  } finally {
    workbook.close();
  }
}

const shape: WorkbookShape = {
  sheets: { 文档描述: sheetXml(''), 'Hosts &amp; more': sheetXml(''), Old: sheetXml('') },
  states: { 'Hosts &amp; more': 'hidden', Old: 'veryHidden' },
  sharedStrings: ['a'],
};

describe('the parts of a workbook', () => {
  it.each<[string, Partial<WorkbookShape>]>([
    ['relative targets', {}],
    ['absolute targets', { hasAbsoluteTargets: true }],
    ['the strict namespaces', { isStrict: true }],
  ])('are found with %s', (_, further) => {
    const parts = withParts(workbookParts({ ...shape, ...further }), readWorkbookParts);
    expect(parts.workbookPart).toBe('xl/workbook.xml');
    expect(parts.sheets.map((sheet) => [sheet.title, sheet.state, sheet.partName])).toEqual([
      ['文档描述', 'visible', 'xl/worksheets/sheet1.xml'],
      ['Hosts & more', 'hidden', 'xl/worksheets/sheet2.xml'],
      ['Old', 'veryHidden', 'xl/worksheets/sheet3.xml'],
    ]);
    expect(parts.sharedStringsPart).toBe('xl/sharedStrings.xml');
    expect(parts.stylesPart).toBe('xl/styles.xml');
  });

  it('are given by their tabs, and a missing sheet is named with those there are', () => {
    const parts = withParts(workbookParts(shape), readWorkbookParts);
    expect(requireSheet(parts, 'plan.xlsx', 'Old').partName).toBe('xl/worksheets/sheet3.xml');
    expect(() => requireSheet(parts, 'plan.xlsx', 'New')).toThrow(
      /no sheet “New”\. Sheets in the workbook: 文档描述, Hosts & more, Old/,
    );
  });

  it('include none when a part has no relationships', () => {
    expect(
      withParts(workbookParts(shape), (workbook) => readRelationships(workbook, 'xl/worksheets/sheet1.xml')),
    ).toEqual([]);
  });

  it('keep external targets as written', () => {
    const link = '<Relationship Id="rId1" Type="urn:x/hyperlink" Target="mailto:a@b" TargetMode="External"/>';
    const further: ZipPart = {
      name: 'xl/worksheets/_rels/sheet1.xml.rels',
      content: `<Relationships xmlns="urn:r">${link}</Relationships>`,
    };
    const found = withParts([...workbookParts(shape), further], (workbook) =>
      readRelationships(workbook, 'xl/worksheets/sheet1.xml'),
    );
    expect(found).toEqual([{ id: 'rId1', kind: 'hyperlink', target: 'mailto:a@b', isExternal: true }]);
  });

  it('tell a signed workbook from others', () => {
    const signature: ZipPart = { name: '_xmlsignatures/origin.sigs', content: '', method: 'stored' };
    expect(withParts(workbookParts(shape), isSigned)).toBe(false);
    expect(withParts([...workbookParts(shape), signature], isSigned)).toBe(true);
  });
});

describe('a ZIP file that is no workbook', () => {
  it('is named as what it is', () => {
    expect(() => withParts([{ name: 'mimetype', content: 'x' }], readWorkbookParts)).toThrow(
      /is a ZIP file but not an Excel workbook/,
    );
    const binary =
      '<Relationships xmlns="urn:r"><Relationship Id="a" Type="urn:x/officeDocument" Target="xl/workbook.bin"/></Relationships>';
    expect(() => withParts([{ name: '_rels/.rels', content: binary }], readWorkbookParts)).toThrow(/\.xlsb/);
    const document = binary.replace('xl/workbook.bin', 'word/document.xml');
    const parts: ZipPart[] = [
      { name: '_rels/.rels', content: document },
      { name: 'word/document.xml', content: '<document/>' },
    ];
    expect(() => withParts(parts, readWorkbookParts)).toThrow(/not an Excel workbook/);
  });
});

const template = resolve(process.cwd(), '../shared/fixtures/smartx-planning-v20250820.xlsx');
describe.skipIf(!existsSync(template))('the SmartX planning template', () => {
  it('has its thirteen sheets, three of them hidden', () => {
    const workbook = openPackage(template);
    const { sheets } = readWorkbookParts(workbook);
    workbook.close();
    expect(sheets).toHaveLength(13);
    expect(sheets.filter((sheet) => sheet.state === 'hidden').map((sheet) => sheet.title)).toEqual([
      '设计调研(内部）',
      '配置确认表',
      '硬件兼容评估',
    ]);
    expect(sheets[8]).toEqual({
      title: '主机规划',
      state: 'visible',
      partName: 'xl/worksheets/sheet9.xml',
      kind: 'worksheet',
    });
  });
});
