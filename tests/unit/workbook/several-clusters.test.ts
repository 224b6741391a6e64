import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileMapping } from '../../../src-main/contract/finding.ts';
import { proposeMapping, readWorkbook } from '../../../src-main/workbook/index.ts';
import { readGrid, type GridReading } from '../../../src-main/workbook/read-workbook.ts';
import { readCellText, writeCell } from '../../../src-main/workbook/write-cell.ts';
import { workbookParts, writeZip } from '../../support/raw-workbook.ts';
import { gridOf } from '../../support/sample-grid.ts';
import { sampleSheets, type SampleSheet } from '../../support/sample-sheets.ts';
import { appendBelow, clusterTitles, emptySheet, otherSheet } from '../../support/second-cluster.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-clusters-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sample with copies of the cluster's sheets, named by what is done to their titles. */
const withCopies = (
  named: (title: string) => string,
  copy: (title: string, copyTitle: string) => SampleSheet = otherSheet,
): SampleSheet[] => [...sampleSheets(), ...clusterTitles.map((title) => copy(title, named(title)))];

/** The sample with a second block under each of these sheets. */
const withBlocks = (
  titles: readonly string[],
  block: (title: string, copyTitle: string) => SampleSheet = otherSheet,
): SampleSheet[] => {
  const sheets = sampleSheets();
  for (const title of titles) {
    appendBelow(
      sheets.find((sheet) => sheet.title === title)!,
      block(title, title),
      30,
    );
  }
  return sheets;
};

const read = (sheets: readonly SampleSheet[], mappings: readonly ProfileMapping[] = []): GridReading =>
  readGrid('plan.xlsx', gridOf(sheets), { mappings, profile: mappings[0]?.id });

const alone = read(sampleSheets());

/** Where the rule fires; that nothing else is found, and that the first cluster is read as if it were alone, is checked. */
const severalAt = (sheets: readonly SampleSheet[]): readonly string[] => {
  const { findings, plan } = read(sheets);
  const several = findings.filter((finding) => finding.code === 'several-clusters');
  expect(findings.filter((finding) => finding.code !== 'several-clusters')).toEqual(alone.findings);
  expect(plan).toEqual(alone.plan);
  return several.map((finding) => `${finding.severity} ${finding.sheet}!${finding.cell}`);
};

const clusterB = (named: (title: string) => string): ProfileMapping => ({
  id: 'cluster-b',
  basedOn: 'smartx-v20250820',
  sheets: { network: named('虚拟网络'), hosts: named('主机规划'), management: named('集群管理信息') },
  headers: {},
  anchors: {},
});

const second = (title: string): string => `${title} (2)`;

describe('a workbook that plans several clusters', () => {
  it.each([
    ['as Excel copies sheets', second],
    ['with a number', (title: string) => `${title}2`],
    ['with the name of the cluster', (title: string) => `${title}-集群B`],
    ['with its use in full-width brackets', (title: string) => `${title}（生产）`],
    ['with the name before', (title: string) => `集群B_${title}`],
    ['told apart by a space only', (title: string) => `${title} `],
  ])('on copies of the sheets is reported: %s', (_, named) => {
    expect(severalAt(withCopies(named))).toEqual([`warning ${named('主机规划')}!B2`]);
  });

  it('is told which cluster is read and which sheets are not, and what to do', () => {
    const [finding] = read(withCopies(second)).findings.filter(({ code }) => code === 'several-clusters');
    expect(finding).toMatchObject({
      message: {
        zh: '文件中有多个集群：只读取集群 DEMO-NET-SMTX-Lab-Cls01（主机规划），未读取「主机规划 (2)」、「虚拟网络 (2)」、「集群管理信息 (2)」',
        en: 'More than one cluster in the file: only DEMO-NET-SMTX-Lab-Cls01 (主机规划) was read; not read: “主机规划 (2)”, “虚拟网络 (2)”, “集群管理信息 (2)”',
      },
      fix: {
        zh: '每个集群使用单独的文件，或在匹配模板时指定其他工作表',
        en: 'Use one file per cluster, or map the template to the other sheets',
      },
    });
    expect(finding?.blocks).toBeUndefined();
  });

  it('as a second block on each sheet is reported with its rows', () => {
    const sheets = withBlocks(clusterTitles);
    expect(severalAt(sheets)).toEqual(['warning 主机规划!B32']);
    const [finding] = read(sheets).findings.filter(({ code }) => code === 'several-clusters');
    expect(finding?.message.zh).toContain(
      '未读取「主机规划」第 32–51 行、「虚拟网络」第 32–53 行、「集群管理信息」第 32–50 行、「集群管理信息」第 51–56 行',
    );
    expect(finding?.message.en).toContain('rows 32–51 of “主机规划”');
  });

  it.each([
    ['主机规划', 'B32'],
    ['虚拟网络', 'B32'],
    ['集群管理信息', 'B32'],
  ])('as a second block on %s alone is reported, as it is not read', (title, cell) => {
    expect(severalAt(withBlocks([title]))).toEqual([`warning ${title}!${cell}`]);
  });

  it('as a second block right below the first one is not read into it', () => {
    const sheets = sampleSheets();
    const network = sheets.find((sheet) => sheet.title === '虚拟网络')!;
    delete network.cells['B23'];
    network.merges = network.merges.filter((merge) => merge !== 'B23:N27');
    appendBelow(network, otherSheet('虚拟网络', '虚拟网络'), 18);
    expect(severalAt(sheets)).toEqual(['warning 虚拟网络!B20']);
  });

  it('has one finding for all that is not read', () => {
    const third = otherSheet('主机规划', '主机规划 (3)');
    third.cells['H3'] = 'third-node-01';
    const { findings } = read([...withCopies(second), third]);
    const several = findings.filter((finding) => finding.code === 'several-clusters');
    expect(several.map((finding) => finding.message.en)).toEqual([
      expect.stringContaining('“主机规划 (2)”, “主机规划 (3)”, “虚拟网络 (2)”'),
    ]);
  });
});

describe('a workbook that plans one cluster', () => {
  it.each([
    ['empty copies of its sheets', withCopies(second, emptySheet)],
    [
      'copies that say the same',
      [
        ...sampleSheets(),
        ...clusterTitles.map((title) => ({
          ...sampleSheets().find((sheet) => sheet.title === title)!,
          title: `${title}-备份`,
        })),
      ],
    ],
    ['empty blocks below', withBlocks(clusterTitles, emptySheet)],
    ['networks of another one without hosts', [...sampleSheets(), otherSheet('虚拟网络', '虚拟网络 (2)')]],
    [
      'a sheet of a similar name',
      [...sampleSheets(), { title: '主机规划说明', merges: [], cells: { B2: '主机名' } }],
    ],
  ])('has no such finding: %s', (_, sheets) => {
    expect(severalAt(sheets)).toEqual([]);
  });

  it('has none for a copy with the examples a template is delivered with', () => {
    const copy = otherSheet('主机规划', '主机规划 (2)');
    [3, 4, 5, 6].forEach((row) => (copy.cells[`H${row}`] = `BJ-SMTX-Prod-Node-0${row - 2}`));
    expect(severalAt([...sampleSheets(), copy])).toEqual([]);
  });
});

describe('the second cluster of a workbook', () => {
  it('is read by a mapping that names its sheets', () => {
    const sheets = withCopies(second);
    sheets.find((sheet) => sheet.title === '主机规划 (2)')!.cells['I4'] = '198.19.2.300';
    const { plan, secrets, findings, profile } = read(sheets, [clusterB(second)]);
    expect(profile).toBe('cluster-b');
    expect(plan.cluster).toMatchObject({ name: 'DEMO-NET-SMTX-Lab-Cls02', vip: '198.19.2.10' });
    expect(plan.hosts.map((host) => host.name)).toEqual([1, 2, 3, 4].map((n) => `other-node-0${n}`));
    expect(plan.network.dns).toEqual(['198.19.2.7', '198.19.2.8']);
    expect(plan.network.switches[3]?.networks[0]).toMatchObject({ subnet: '198.20.101.0/24' });
    expect(plan.serialCell).toEqual({ sheet: '主机规划 (2)', cell: 'E19' });
    expect(secrets.get('cluster.administrator.password')).toBe('Other-fisheye-01');
    expect(findings.map((finding) => [finding.code, finding.sheet, finding.cell])).toEqual([
      ['ip-format', '主机规划 (2)', 'I4'],
      ['row-half-filled', '虚拟网络 (2)', 'F5:H5'],
      ['row-half-filled', '虚拟网络 (2)', 'F7:H7'],
    ]);
    const sheetsOfPlan = new Set(Object.values(plan.origins).map((at) => at.sheet));
    expect([...sheetsOfPlan].filter((sheet) => (clusterTitles as readonly string[]).includes(sheet))).toEqual(
      [],
    );
  });

  it('takes its own name where the hosts still name the first one', () => {
    const sheets = withCopies(second);
    expect(sheets.find((sheet) => sheet.title === '主机规划 (2)')!.cells['C3']).toMatchObject({
      formula: '虚拟网络!B3',
    });
    expect(read(sheets, [clusterB(second)]).plan.origins['cluster.name']).toEqual({
      sheet: '虚拟网络 (2)',
      cell: 'B3',
    });
  });

  it('gets its serial number on its own sheet of the file', async () => {
    const path = join(folder, 'two.xlsx');
    writeZip(path, workbookParts(withCopies(second), 'full'));
    const mapping = clusterB(second);
    const reading = await readWorkbook(path, { mappings: [mapping], profile: mapping.id });
    const at = reading.plan.serialCell!;
    await writeCell({ path, ...at, value: 'SERIAL-B', overwrite: false }, { now: () => 0 });
    expect(await readCellText(path, '主机规划 (2)', 'E19')).toBe('SERIAL-B');
    expect(await readCellText(path, '主机规划', 'E19')).toBeNull();
    const again = await readWorkbook(path, { mappings: [mapping], profile: mapping.id });
    expect(again.plan.cluster.serial).toBe('SERIAL-B');
    expect((await readWorkbook(path)).plan.cluster.serial).toBeNull();
  });

  it('is named with the proposal where no sheet has the plain title', async () => {
    const path = join(folder, 'a-and-b.xlsx');
    const renamed = sampleSheets().map((sheet) =>
      (clusterTitles as readonly string[]).includes(sheet.title)
        ? { ...sheet, title: `${sheet.title}-A` }
        : sheet,
    );
    const others = clusterTitles.map((title) => otherSheet(title, `${title}-B`));
    writeZip(path, workbookParts([...renamed, ...others], 'bare'));
    const { mapping, findings, isComplete } = await proposeMapping(path);
    expect(isComplete).toBe(true);
    expect(mapping.sheets).toEqual({
      network: '虚拟网络-A',
      hosts: '主机规划-A',
      management: '集群管理信息-A',
    });
    expect(findings.find((finding) => finding.code === 'several-clusters')).toMatchObject({
      sheet: '主机规划-B',
      cell: 'B2',
      message: { en: expect.stringContaining('“主机规划-B”, “虚拟网络-B”, “集群管理信息-B”') as string },
    });
    const other = clusterB((title) => `${title}-B`);
    const { plan } = await readWorkbook(path, { mappings: [other], profile: other.id });
    expect(plan.hosts[0]?.name).toBe('other-node-01');
  });
});
