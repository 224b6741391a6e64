import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src-main/contract/finding.ts';
import { textIn } from '../../src-main/contract/text.ts';
import type { GridCell, GridSheet } from '../../src-main/contract/workbook-grid.ts';
import { addressOf, areaOf, columnLetters, placeOf } from '../../src-renderer/pages/configure/sheet/cells.ts';
import {
  countsOf,
  findingsAt,
  findingsCsv,
  groupsOf,
  marksOf,
  nextOf,
} from '../../src-renderer/pages/configure/sheet/findings.ts';
import {
  boxNamed,
  boxOf,
  columnWidths,
  drawnRows,
  layoutOf,
  rectOf,
  rowHeightPx,
  seenArea,
  stepFrom,
} from '../../src-renderer/pages/configure/sheet/layout.ts';

const cell = (address: string, text: string, changes: Partial<GridCell> = {}): GridCell => ({
  address,
  ...placeOf(address)!,
  text,
  kind: 'text',
  ...changes,
});

const sheet = (changes: Partial<GridSheet> = {}): GridSheet => ({
  title: '虚拟网络',
  isHidden: false,
  isProtected: false,
  rowCount: 40,
  columnCount: 6,
  shownRows: 40,
  shownColumns: 6,
  defaultWidth: null,
  widths: [],
  frozenRows: 0,
  frozenColumns: 0,
  headerRows: [2],
  merges: [areaOf('A1:F1')!, areaOf('B3:B30')!, areaOf('D4:D5')!],
  cells: [
    cell('A1', 'title'),
    cell('B3', 'cluster'),
    cell('C3', 'vDS'),
    cell('D4', 'ens1'),
    cell('F12', '1123'),
  ],
  inputs: { B3: 'cluster.name', F5: 'network.switches[0].networks[1].vlanId' },
  unplanned: {},
  secretAreas: [],
  ...changes,
});

const finding = (severity: Finding['severity'], at: string, changes: Partial<Finding> = {}): Finding => ({
  code: 'rule',
  severity,
  sheet: '虚拟网络',
  cell: at,
  message: { zh: `问题 ${at}`, en: `problem ${at}` },
  ...changes,
});

describe('the addresses of cells', () => {
  it('are read and written as Excel does', () => {
    expect([1, 26, 27, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
    for (const address of ['A1', 'Z9', 'AA10', 'XFD1048576']) {
      expect(addressOf(placeOf(address)!)).toBe(address);
    }
    expect(areaOf('C15:B3')).toEqual({ top: 3, left: 2, bottom: 15, right: 3 });
    expect([areaOf('sheet'), placeOf('A0'), areaOf('')]).toEqual([null, null, null]);
  });
});

describe('a sheet on the page', () => {
  it('draws a merged area as one box, also when only its end is in sight', () => {
    const layout = layoutOf(sheet());
    expect(boxOf(layout, placeOf('B17')!).address).toBe('B3');
    expect(rectOf(layout, boxNamed(layout, 'D4').area).height).toBe(2 * rowHeightPx);
    const drawn = drawnRows(layout, { top: 20, bottom: 35, left: 1, right: 6 });
    expect(drawn[0]).toMatchObject({ row: 20, boxes: [{ address: 'B3' }] });
    expect(drawn.slice(1).flatMap(({ boxes }) => boxes)).toEqual([]);
    expect(drawnRows(layout, { top: 31, bottom: 35, left: 1, right: 6 })[0]?.boxes).toEqual([]);
  });

  it('draws empty cells that the plan reads, and what crosses the columns in sight', () => {
    const layout = layoutOf(sheet());
    const addresses = (left: number, right: number): string[] =>
      drawnRows(layout, { top: 1, bottom: 12, left, right }).flatMap(({ boxes }) =>
        boxes.map(({ address }) => address),
      );
    expect(addresses(1, 6)).toEqual(['A1', 'B3', 'C3', 'D4', 'F5', 'F12']);
    expect(addresses(5, 6)).toEqual(['A1', 'F5', 'F12']);
    const pointed = layoutOf(sheet(), ['E7:E8', 'B20', 'F12']);
    expect(['E7', 'E8', 'B20', 'F12'].map((address) => pointed.boxes.has(address))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('keeps its heads in sight, unless that tears a merged area or takes the window', () => {
    expect(layoutOf(sheet()).frozenRows).toBe(2);
    expect(layoutOf(sheet({ frozenRows: 3 })).frozenRows).toBe(2);
    expect(layoutOf(sheet({ frozenRows: 25 })).frozenRows).toBe(2);
    expect(layoutOf(sheet({ merges: [], frozenRows: 3 })).frozenRows).toBe(3);
    expect(layoutOf(sheet({ headerRows: [25] })).frozenRows).toBe(0);
  });

  it('draws a few dozen rows of five thousand, wherever it is scrolled to', () => {
    const cells = Array.from({ length: 5_000 }, (_, index) => cell(`A${index + 1}`, 'x'));
    const long = sheet({ rowCount: 5_000, shownRows: 5_000, cells, merges: [], headerRows: [] });
    const layout = layoutOf(long);
    for (const top of [0, 40_000, 5_010 * rowHeightPx - 500]) {
      const seen = seenArea(layout, { left: 0, top, width: 800, height: 500 });
      expect(seen.bottom - seen.top).toBeLessThan(80);
      expect(seen.top).toBeLessThanOrEqual(Math.floor(top / rowHeightPx) + 1);
      expect(seen.bottom).toBeGreaterThanOrEqual(Math.min(layout.rows, Math.ceil((top + 500) / rowHeightPx)));
    }
  });

  it('steps out of merged areas, and stays on the sheet', () => {
    const layout = layoutOf(sheet());
    const from = (address: string, row: number, column: number): string =>
      boxOf(layout, stepFrom(layout, boxNamed(layout, address), { row, column })).address;
    expect([from('B3', 0, 1), from('B3', 1, 0), from('C20', 0, -1)]).toEqual(['C3', 'B31', 'B3']);
    expect([from('D4', 1, 0), from('A1', 0, -1), from('C3', -1, 0)]).toEqual(['D6', 'A1', 'C2']);
  });

  it('has columns as wide as in Excel, but not wider than what stands in them', () => {
    const widths = [
      { first: 1, last: 1, width: 2 },
      { first: 3, last: 3, width: 60 },
      { first: 4, last: 4, width: 60 },
    ];
    const cells = [cell('C3', 'ok'), cell('D3', '很长的说明'.repeat(20)), cell('A1', 'title of everything')];
    const [a, , c, d] = columnWidths(sheet({ widths, cells }), 6);
    expect(a).toBe(19);
    expect(c).toBeLessThan(60);
    expect(d).toBeGreaterThan(150);
    expect(d).toBeLessThanOrEqual(240);
  });

  it('knows places of passwords, filled or not', () => {
    const layout = layoutOf(
      sheet({
        cells: [cell('C3', '', { kind: 'secret' })],
        inputs: { F5: 'hosts[0].bmc.password' },
        secretAreas: [areaOf('E3:E9')!],
      }),
    );
    const isSecret = (address: string): boolean => boxNamed(layout, address).isSecret;
    expect(['C3', 'F5', 'E4', 'D3'].map(isSecret)).toEqual([true, true, true, false]);
  });
});

describe('findings beside a sheet', () => {
  const findings = [
    finding('info', 'F12'),
    finding('warning', 'B10:B12'),
    finding('error', 'F12', { code: 'other' }),
    finding('error', 'A1', { sheet: '主机规划' }),
  ];

  it('are listed by sheet as the tabs are, the worst first', () => {
    const groups = groupsOf(findings, ['主机规划', '虚拟网络']);
    expect(groups.map(({ sheet: title }) => title)).toEqual(['主机规划', '虚拟网络']);
    expect(groups[1]?.findings.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info']);
    expect(countsOf(findings)).toEqual({ error: 2, warning: 1, info: 1 });
  });

  it('are drawn at the box that holds their cell, the worst one', () => {
    const layout = layoutOf(sheet());
    expect(Object.fromEntries(marksOf(findings, layout))).toEqual({ F12: 'error', B3: 'warning' });
    expect(findingsAt(findings, '虚拟网络', boxNamed(layout, 'B11')).map(({ cell: at }) => at)).toEqual([
      'B10:B12',
    ]);
  });

  it('are gone through one by one, around the end', () => {
    const list = ['a', 'b', 'c'];
    expect(nextOf(list, (item) => item === 'c', 1)).toBe('a');
    expect(nextOf(list, (item) => item === 'a', -1)).toBe('c');
    expect(nextOf(list, () => false, 1)).toBe('a');
    expect(nextOf([], () => true, 1)).toBe(null);
  });

  it('are exported for Excel: with the mark of UTF-8, quotes doubled, nothing that runs as a formula', () => {
    const csv = findingsCsv(
      [
        finding('error', 'F12', {
          message: { zh: '值 "1123" 重复', en: '' },
          fix: { zh: '=HYPERLINK()', en: '' },
        }),
      ],
      (text) => textIn(text, 'zh-CN'),
      {
        severity: { error: '错误', warning: '警告', info: '提示' },
        columns: ['级别', '工作表', '单元格', '问题', '处理办法', '代码'],
      },
    );
    expect(csv).toBe(
      '\uFEFF"级别","工作表","单元格","问题","处理办法","代码"\r\n"错误","虚拟网络","F12","值 ""1123"" 重复","\'=HYPERLINK()","rule"\r\n',
    );
  });
});
