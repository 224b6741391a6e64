import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellOverride } from '../../../src-main/contract/finding.ts';
import {
  workbookGridSchema,
  type GridCell,
  type GridSheet,
  type WorkbookGrid,
} from '../../../src-main/contract/workbook-grid.ts';
import {
  readWorkbook,
  readWorkbookGrid,
  readWorkbookGridInWorker,
} from '../../../src-main/workbook/index.ts';
import type { SampleValue } from '../../support/sample-sheets.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-grid-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sample = (name: string, changes: Parameters<typeof buildSampleWorkbook>[1] = {}): string =>
  buildSampleWorkbook(join(folder, `${name}.xlsx`), changes);

const sheetOf = (grid: WorkbookGrid, title: string): GridSheet => {
  const found = grid.sheets.find((sheet) => sheet.title === title);
  if (found === undefined) {
    throw new Error(`no sheet ${title}`);
  }
  return found;
};

const cellOf = (grid: WorkbookGrid, title: string, address: string): GridCell | undefined =>
  sheetOf(grid, title).cells.find((cell) => cell.address === address);

const correction = (changes: Partial<CellOverride>): CellOverride => ({
  sheet: '虚拟网络',
  cell: 'F9',
  value: '2199',
  secret: false,
  original: null,
  reason: '与客户核对',
  by: 'chen',
  at: 0,
  ...changes,
});

describe('a workbook as a grid', () => {
  it('has its sheets in the order of the tabs, the hidden one told apart', () => {
    const { profile, sheets } = readWorkbookGrid(sample('tabs'));
    expect(profile).toBe('smartx-v20250820');
    expect(sheets.map(({ title, isHidden }) => (isHidden ? `(${title})` : title))).toEqual([
      '更新说明',
      '文档描述',
      '(配置确认表)',
      '机架位置',
      '虚拟网络',
      '主机规划',
      '集群管理信息',
      '服务器端口连线(可选)',
    ]);
  });

  it('shows cells as Excel does, by rows, merged areas as one, and what the plan is made of', async () => {
    const path = sample('cells');
    const grid = readWorkbookGrid(path);
    const { plan } = await readWorkbook(path);
    const network = sheetOf(grid, '虚拟网络');
    const [path0, at] = Object.entries(plan.origins).find(([key]) => key.endsWith('networks[0].vlanId'))!;
    expect(network.inputs[at.cell]).toBe(path0);
    expect(network.headerRows).toEqual([2]);
    expect(network.merges.length).toBeGreaterThan(0);
    for (const { top, left, bottom, right } of network.merges) {
      const inside = network.cells.filter(
        ({ row, column }) => row >= top && row <= bottom && column >= left && column <= right,
      );
      expect(inside.length).toBeLessThanOrEqual(1);
    }
    const order = network.cells.map(({ row, column }) => row * 1_000 + column);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(cellOf(grid, '虚拟网络', 'F2')).toEqual({
      address: 'F2',
      row: 2,
      column: 6,
      text: 'VLAN ID',
      kind: 'text',
    });
    expect(workbookGridSchema.parse(grid)).toEqual(grid);
  });

  it('shows the result of a formula, and says that it is one', () => {
    const cells: Record<string, SampleValue> = { '文档描述!G20': { formula: 'C15' } };
    expect(cellOf(readWorkbookGrid(sample('formula', { cells })), '文档描述', 'G20')).toMatchObject({
      text: '示例客户',
      kind: 'formula',
    });
  });

  it('knows widths and what stands still, as far as the file says it', () => {
    const head =
      '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="2" topLeftCell="B3" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="9.5"/><cols><col min="1" max="1" width="2.25"/><col min="2" max="4" width="18.5"/></cols>';
    const path = sample('widths', {
      editParts: (parts) => {
        const name = 'xl/worksheets/sheet5.xml';
        parts[name] = (parts[name] ?? '').replace('<sheetData>', `${head}<sheetData>`);
      },
    });
    const grid = readWorkbookGrid(path);
    expect(sheetOf(grid, '虚拟网络')).toMatchObject({
      defaultWidth: 9.5,
      frozenRows: 2,
      frozenColumns: 1,
      widths: [
        { first: 1, last: 1, width: 2.25 },
        { first: 2, last: 4, width: 18.5 },
      ],
    });
    expect(sheetOf(grid, '主机规划')).toMatchObject({ defaultWidth: null, frozenRows: 0, widths: [] });
  });

  it('shows a corrected cell with what the file says, an empty one too', () => {
    const path = sample('corrected');
    const plain = cellOf(readWorkbookGrid(path), '虚拟网络', 'F9');
    const overrides = [correction({}), correction({ cell: 'Z40', value: 'note' })];
    const grid = readWorkbookGrid(path, { overrides });
    expect(cellOf(grid, '虚拟网络', 'F9')).toMatchObject({ text: '2199', original: plain?.text });
    expect(cellOf(grid, '虚拟网络', 'Z40')).toMatchObject({ text: 'note', original: null });
  });

  it('shows five thousand rows whole, and says where it cuts what nobody plans', () => {
    const rowsTo = (last: number, columns: readonly string[]): Readonly<Record<string, SampleValue>> =>
      Object.fromEntries(
        Array.from({ length: last }, (_, index) => index + 1).flatMap((row) =>
          columns.map((column) => [`更新说明!${column}${row}`, `${column}${row}`] as const),
        ),
      );
    const whole = sheetOf(
      readWorkbookGrid(sample('rows', { cells: rowsTo(5_000, ['A', 'B', 'C', 'D', 'E', 'F']) })),
      '更新说明',
    );
    expect(whole).toMatchObject({ rowCount: 5_000, shownRows: 5_000 });
    expect(whole.cells).toHaveLength(30_000);
    const cut = sheetOf(readWorkbookGrid(sample('cut', { cells: rowsTo(12_000, ['A']) })), '更新说明');
    expect(cut).toMatchObject({ rowCount: 12_000, shownRows: 10_000 });
    expect(cut.cells.at(-1)?.address).toBe('A10000');
    const wide = readWorkbookGrid(sample('wide', { cells: { '更新说明!ZZ1': 'far' } }));
    expect(sheetOf(wide, '更新说明')).toMatchObject({ columnCount: 702, shownColumns: 200 });
  });
});

describe('the passwords of a workbook, as a grid', () => {
  it('are nowhere in it: neither those of the plan nor any other, and their places are said', async () => {
    const path = sample('passwords');
    const { plan, secrets } = await readWorkbook(path);
    const grid = await readWorkbookGridInWorker(path);
    const sent = JSON.stringify(grid);
    expect(secrets.size).toBeGreaterThan(20);
    for (const value of new Set(secrets.values())) {
      expect(sent).not.toContain(value);
    }
    const cells = [
      ...Object.entries(plan.origins).flatMap(([key, at]) => (key.endsWith('.password') ? [at] : [])),
      ...[...secrets.keys()].flatMap((key) => {
        const [sheet = '', cell = ''] = key.startsWith('cell:') ? key.slice('cell:'.length).split('!') : [];
        return sheet === '' ? [] : [{ sheet, cell }];
      }),
    ];
    for (const { sheet, cell } of cells) {
      expect(cellOf(grid, sheet, cell)).toMatchObject({ kind: 'secret', text: '' });
    }
  });

  it('stay away where a formula, a remark or another cell repeats one, or a correction brought one', () => {
    const secret = 'Neu-Passwort-77';
    const cells: Record<string, SampleValue> = {
      '文档描述!G20': { formula: '主机规划!M19', result: 'Demo-fisheye-01' },
      '文档描述!G21': '临时密码 Demo-fisheye-01，交付后修改',
      '文档描述!G22': secret,
      '主机规划!G3': '',
    };
    const overrides = [
      correction({ sheet: '主机规划', cell: 'G3', value: null, secret: true }),
      correction({ sheet: '主机规划', cell: 'G4', value: null, secret: true }),
    ];
    const grid = readWorkbookGrid(sample('repeated', { cells }), {
      overrides,
      overrideSecrets: new Map([['主机规划!G3', secret]]),
    });
    const sent = JSON.stringify(grid);
    for (const value of [secret, 'Demo-fisheye-01', 'Demo-bmc-0']) {
      expect(sent).not.toContain(value);
    }
    for (const address of ['G3', 'G4']) {
      expect(cellOf(grid, '主机规划', address)).toMatchObject({ kind: 'secret', text: '', original: null });
    }
    for (const address of ['G20', 'G21', 'G22']) {
      expect(cellOf(grid, '文档描述', address)).toMatchObject({ kind: 'secret' });
    }
  });

  it('may be entered where none stands yet: the place is known', () => {
    const cells = { '主机规划!G3': null, '主机规划!M19': null };
    const { secretAreas } = sheetOf(readWorkbookGrid(sample('empty', { cells })), '主机规划');
    const covers = (row: number, column: number): boolean =>
      secretAreas.some(
        ({ top, left, bottom, right }) => row >= top && row <= bottom && column >= left && column <= right,
      );
    expect([covers(3, 7), covers(19, 13), covers(3, 2)]).toEqual([true, true, false]);
  });
});

const template = resolve(process.cwd(), '../shared/fixtures/smartx-planning-v20250820.xlsx');

describe.skipIf(!existsSync(template))('the vendor’s template as a grid', () => {
  it('shows every sheet, and no password', async () => {
    const { secrets } = await readWorkbook(template);
    const grid = await readWorkbookGridInWorker(template);
    expect(grid.sheets.length).toBeGreaterThan(8);
    const sent = JSON.stringify(grid.sheets.map(({ cells }) => cells.map(({ text }) => text)));
    for (const value of new Set(secrets.values())) {
      if (value.length >= 6) {
        expect(sent).not.toContain(value);
      }
    }
    expect(sheetOf(grid, '虚拟网络').widths.length).toBeGreaterThan(0);
  });
});
