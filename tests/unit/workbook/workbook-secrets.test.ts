import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellOverride } from '../../../src-main/contract/finding.ts';
import {
  proposeMapping,
  readCells,
  readCellText,
  readWorkbook,
  findingsWorkbook,
} from '../../../src-main/workbook/index.ts';
import { readCorrectableCell } from '../../../src-main/workbook/correctable-cell.ts';
import { readGrid, type GridReading } from '../../../src-main/workbook/read-workbook.ts';
import { gridOf, sampleGrid } from '../../support/sample-grid.ts';
import { sampleSheets, type SampleChanges, type SampleValue } from '../../support/sample-sheets.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';
import { otherSheet } from '../../support/second-cluster.ts';
import { seedSheets } from '../../support/seed-sheets.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-secrets-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const management = '集群管理信息';

const read = (changes: SampleChanges = {}): GridReading => readGrid('plan.xlsx', sampleGrid(changes));

/** The passwords found by their cells on one sheet, with only the given cells of it changed. */
function found(
  cells: Readonly<Record<string, SampleValue | null>>,
  sheet = management,
): Record<string, string> {
  const changed = Object.entries(cells).map(([cell, value]) => [`${sheet}!${cell}`, value] as const);
  const { secrets } = read({ cells: Object.fromEntries(changed) });
  const prefix = `cell:${sheet}!`;
  return Object.fromEntries(
    [...secrets]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}

describe('the passwords of a workbook', () => {
  it('are known by their cells beside those of the plan, whose paths stay as they are', () => {
    const { secrets } = read();
    expect(secrets.get('hosts[0].bmc.password')).toBe('Demo-bmc-01');
    expect(secrets.get('cell:主机规划!G3')).toBe('Demo-bmc-01');
    expect(secrets.get('cell:主机规划!M19')).toBe('Demo-fisheye-01');
    expect(secrets.get(`cell:${management}!G3`)).toBe('Demo-tower-01');
  });

  it('are those under each header, without placeholders and remarks', () => {
    const cells = {
      G3: 'Tower-web-1',
      I3: 'Tower-ssh-1',
      K3: ' Tower pass ',
      G4: '---',
      I4: '同上',
      K4: 'n/a',
      G5: '无',
      I5: '见附件（密码表）',
      K5: 20251120,
      I12: '!@#$%^&*()',
      G17: { formula: 'I3' },
      K17: { formula: 'NOW()' },
    };
    expect(found(cells)).toEqual({
      G3: 'Tower-web-1',
      I3: 'Tower-ssh-1',
      K3: ' Tower pass ',
      K5: '20251120',
      I12: '!@#$%^&*()',
      G17: 'Tower-ssh-1',
    });
  });

  it('end where the next headers begin', () => {
    expect(found({ G19: 'Tower-web-9', G27: 'Boardroom 3', I27: 'East 2' })).toEqual({
      G3: 'Demo-tower-01',
      G19: 'Tower-web-9',
    });
  });

  it('stand under headers in English and in tables of the customer’s own', () => {
    const own = {
      B30: '设备',
      C30: '管理IP',
      D30: 'Login',
      E30: 'Admin PASSWORD (web)',
      B31: 'switch-1',
      C31: '192.0.2.201',
      D31: 'netadmin',
      E31: 'Password-of-switch-1',
      E32: 'Switch-two-2',
      P2: '初始密码',
      P4: 'First-time-1',
    };
    expect(found(own)).toEqual({
      G3: 'Demo-tower-01',
      E31: 'Password-of-switch-1',
      E32: 'Switch-two-2',
      P4: 'First-time-1',
    });
  });

  it('do not keep the reader from answering when a sheet is nothing but their labels', () => {
    const sheets = sampleSheets();
    const { cells } = sheets.find((sheet) => sheet.title === management)!;
    for (let row = 40; row < 20_000; row += 1) {
      ['B', 'C', 'D', 'E'].forEach((column) => (cells[`${column}${row}`] = '密码'));
    }
    const { secrets } = readGrid('plan.xlsx', gridOf(sheets));
    expect(secrets.get(`cell:${management}!G3`)).toBe('Demo-tower-01');
  });

  it('stand under the header of a later table in the same column', () => {
    const later = { D30: '设备', E30: '管理IP', F30: 'Login', G30: '设备密码', G31: 'Switch-own-1' };
    expect(found(later)).toEqual({ G3: 'Demo-tower-01', G31: 'Switch-own-1' });
  });

  it('stand right of their labels where values are listed', () => {
    const listed = { P29: 'iLO 地址', Q29: '192.0.2.202', P30: 'iLO 密码', Q30: 'Listed-pass-1' };
    expect(found({ ...listed, P31: 'DNS 服务器名' })).toEqual({ G3: 'Demo-tower-01', Q30: 'Listed-pass-1' });
  });

  it('are not what only speaks of passwords', () => {
    const about = {
      P2: '密码有效期',
      P3: 'ninety-days',
      Q2: 'Password policy',
      Q3: 'complex',
      B30: '注意：密码应定期更换，并妥善保管。',
      C30: 'Keep-this',
    };
    expect(found(about)).toEqual({ G3: 'Demo-tower-01' });
  });

  it('are not what the plan shows in the clear, or the plan could not be shown', () => {
    const shown = { G3: 'root', I3: 'demo-node-01', K3: 'Tower-own-1', J4: 'operator', K4: 'operator' };
    expect(found(shown)).toEqual({ K3: 'Tower-own-1' });
  });

  it('are found in merged cells where they stand, and nowhere else', () => {
    const { secrets } = read({
      cells: { '主机规划!E19': 'SERIAL-0001' },
      edit: (sheet) => {
        sheet(management).cells['I3'] = 'For-all-three';
        sheet(management).merges.push('I3:I5');
      },
    });
    expect(secrets.get(`cell:${management}!I3`)).toBe('For-all-three');
    expect([...secrets.values()]).not.toContain('SERIAL-0001');
  });

  it('of a cluster that is not read are known as well', () => {
    const { secrets } = readGrid(
      'plan.xlsx',
      gridOf([
        ...sampleSheets(),
        otherSheet(management, `${management} (2)`),
        otherSheet('主机规划', '主机规划 (2)'),
      ]),
    );
    expect(secrets.get(`cell:${management} (2)!G3`)).toBe('Other-tower-01');
    expect(secrets.get('cell:主机规划 (2)!M19')).toBe('Other-fisheye-01');
    expect(secrets.get('cell:主机规划 (2)!K6')).toBe('Other-smartx-04');
  });

  it('stay known when a correction has replaced them', () => {
    const override: CellOverride = {
      sheet: management,
      cell: 'G3',
      value: null,
      secret: true,
      original: null,
      reason: null,
      by: 'lin',
      at: 1,
    };
    const { secrets } = readGrid('plan.xlsx', sampleGrid(), { overrides: [override] });
    expect(secrets.get(`cell:${management}!G3`)).toBe('Demo-tower-01');
  });

  it('of a sheet with labels and values are those beside the labels', () => {
    const { secrets } = readGrid('seed.xlsx', gridOf(seedSheets()));
    const cells = [...secrets].filter(([key]) => key.startsWith('cell:'));
    expect(cells).toEqual([
      ['cell:主机规划!E2', 'Demo-bmc-02'],
      ['cell:主机规划!E3', 'Demo-bmc-03'],
      ['cell:主机规划!E4', 'Demo-bmc-04'],
      ['cell:集群管理信息!C4', 'Demo-fisheye-01'],
    ]);
  });
});

describe('a password that the plan does not use', () => {
  const password = 'Cluster-VIP-7x';
  const place = { sheet: management, cell: 'G3' };
  const build = (name: string, cells: SampleChanges['cells'] = {}): string =>
    buildSampleWorkbook(join(folder, name), { cells: { [`${management}!G3`]: password, ...cells } });

  it('is in the secrets and nowhere else in what was read', async () => {
    const { secrets, ...rest } = await readWorkbook(build('used-nowhere.xlsx'));
    expect(secrets.get(`cell:${management}!G3`)).toBe(password);
    expect(JSON.stringify(rest)).not.toContain(password);
  });

  it('is not in the export of findings', async () => {
    const path = build('findings-of.xlsx', { '主机规划!I4': '192.0.2.300' });
    const out = join(folder, 'findings.xlsx');
    writeFileSync(out, await findingsWorkbook(await readWorkbook(path), 'en'));
    const cells = Array.from({ length: 7 }, (_, column) => 'ABCDEFG'[column]!).flatMap((letter) =>
      Array.from({ length: 8 }, (_, row) => ({ sheet: 'Findings', cell: `${letter}${row + 1}` })),
    );
    const texts = readCells(out, cells).map((cell) => cell.text);
    expect(texts).toContain('ip-format');
    expect(texts.join(' ')).not.toContain(password);
  });

  it('is no label that a missing one might have meant', async () => {
    const path = build('near.xlsx', {
      '主机规划!H19': '地址',
      '主机规划!M3': '集群VIP1',
      '主机规划!M19': '集群VIP2',
    });
    const { findings, mapping } = await proposeMapping(path, { profile: 'smartx-v20250820' });
    expect(findings.map((finding) => finding.code)).toContain('label-missing');
    expect(JSON.stringify({ findings, mapping })).not.toMatch(/集群VIP[12]/);
    await expect(readWorkbook(path)).rejects.not.toMatchObject({
      message: expect.stringMatching(/集群VIP[12]/) as string,
    });
  });

  it('is a secret to whoever shows cells, as are all places of passwords', () => {
    const path = build('grid.xlsx');
    const kinds = (sheet: string, ...cells: readonly string[]) =>
      readCells(
        path,
        cells.map((cell) => ({ sheet, cell })),
      ).map(({ kind, text }) => [kind, text]);
    const secret = ['secret', ''];
    expect(kinds(management, 'G3', 'G4', 'I9', 'K17')).toEqual([secret, secret, secret, secret]);
    expect(kinds('主机规划', 'G3', 'K12', 'M6', 'M19')).toEqual([secret, secret, secret, secret]);
    expect(kinds('主机规划', 'G2', 'E19', 'G19', 'I19', 'L19')).toEqual([
      ['text', '带外密码'],
      ['blank', ''],
      ['blank', ''],
      ['text', '192.0.2.10'],
      ['text', 'root'],
    ]);
    expect(kinds(management, 'G2', 'F3', 'E22')).toEqual([
      ['text', '密码'],
      ['text', 'root'],
      ['text', '192.0.2.5'],
    ]);
    expect(readCellText(path, place)).toBeNull();
  });

  it('is a secret on the sheets of a mapping, too, where labels do not say so', async () => {
    const path = build('mapped.xlsx', { '主机规划!K2': 'PWD', '主机规划!K3': 'Mapped-pass-1' });
    const mapping = {
      id: 'pwd',
      basedOn: 'smartx-v20250820',
      sheets: {},
      anchors: {},
      headers: { 'hosts.sshPassword': '@K2', 'hosts.administratorPassword': '@M2' },
    };
    const cell = { sheet: '主机规划', cell: 'K3' };
    expect(readCells(path, [cell], [mapping])).toMatchObject([{ kind: 'secret', text: '' }]);
    const { secrets } = await readWorkbook(path, { mappings: [mapping], profile: 'pwd' });
    expect(secrets.get('cell:主机规划!K3')).toBe('Mapped-pass-1');
  });

  it('has no original when it is corrected, whoever reads it', () => {
    const path = build('corrected.xlsx');
    expect(readCorrectableCell(path, place, [])).toEqual({ at: place, original: null, isPassword: true });
    const empty = { sheet: management, cell: 'K17' };
    expect(readCorrectableCell(path, empty, [])).toEqual({ at: empty, original: null, isPassword: true });
    const plain = { sheet: management, cell: 'E3' };
    expect(readCorrectableCell(path, plain, [])).toEqual({
      at: plain,
      original: '192.0.2.2',
      isPassword: false,
    });
  });
});
