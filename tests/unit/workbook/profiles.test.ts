import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposeMapping, readWorkbook } from '../../../src-main/workbook/index.ts';
import { similarity } from '../../../src-main/workbook/grid/text-form.ts';
import { readGrid } from '../../../src-main/workbook/read-workbook.ts';
import { gridOf, sampleGrid } from '../../support/sample-grid.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';
import { seedSheets } from '../../support/seed-sheets.ts';
import type { SampleChanges } from '../../support/sample-sheets.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-profiles-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another revision: a sheet with a new title, columns and a label reworded. */
const revision: SampleChanges = {
  renamedSheets: { 虚拟网络: '虚拟网络规划' },
  cells: { '主机规划!H2': '主机名称', '主机规划!H19': '集群管理VIP', '虚拟网络!F2': 'VLAN 号' },
};

describe('the seed profile', () => {
  it('finds everything by its labels, and the serial at its fixed cell', () => {
    const { profile, plan, secrets, findings } = readGrid('seed.xlsx', gridOf(seedSheets()));
    expect(profile).toBe('seed');
    expect(plan.cluster).toMatchObject({ vip: '192.0.2.10', administrator: { user: 'root' } });
    expect(secrets.get('cluster.administrator.password')).toBe('Demo-fisheye-01');
    expect(plan.network.dns).toEqual(['192.0.2.7', '192.0.2.8']);
    expect(plan.network.ntp).toEqual(['192.0.2.5', 'ntp.example.net', '192.0.2.6']);
    expect(plan.hosts.map((host) => [host.name, host.managementIp, host.bmc.address])).toEqual([
      ['demo-02', '192.0.2.12', '203.0.113.12'],
      ['demo-03', '192.0.2.13', '203.0.113.13'],
      ['demo-04', '192.0.2.14', '203.0.113.14'],
    ]);
    expect(plan.hosts[0]?.accounts).toEqual([]);
    expect(plan.network.switches).toMatchObject([
      { role: 'business', name: 'vDS-Business', nics: ['ens1', 'ens2'] },
    ]);
    expect(plan.network.switches[0]?.networks).toMatchObject([
      { vlanId: 20, gateway: '198.18.20.1', subnet: '198.18.20.0/24' },
      { vlanId: 21, gateway: null, subnet: null },
    ]);
    expect(plan.serialCell).toEqual({ sheet: '文档描述', cell: 'C18' });
    expect(findings.filter((finding) => finding.code !== 'label-reworded')).toEqual([]);
  });

  it('takes a value below its label when there is none beside it', () => {
    const sheets = seedSheets();
    sheets[0]!.cells = {
      B2: 'Fisheye 管理员用户名',
      C2: 'Fisheye 管理员密码',
      D2: '管理 VIP',
      B3: 'root',
      C3: 'Demo-fisheye-01',
      D3: '192.0.2.10',
    };
    const { plan, secrets } = readGrid('seed.xlsx', gridOf(sheets));
    expect(plan.cluster.vip).toBe('192.0.2.10');
    expect(plan.origins['cluster.vip']?.cell).toBe('D3');
    expect(secrets.get('cluster.administrator.password')).toBe('Demo-fisheye-01');
  });
});

describe('a workbook of an unknown revision', () => {
  it('is refused with what comes close', () => {
    expect(() => readGrid('plan.xlsx', sampleGrid(revision))).toThrow(
      expect.objectContaining({
        code: 'WORKBOOK_PROFILE_UNKNOWN',
        message: expect.stringMatching(
          /sheet “虚拟网络” \(closest: “虚拟网络规划”\).*label “集群VIP” on sheet “主机规划” \(closest: “集群管理VIP” in H19\)/,
        ) as string,
        text: expect.objectContaining({
          zh: expect.stringMatching(
            /工作表「虚拟网络」（最接近的是「虚拟网络规划」）；.*「主机规划」中的标签「集群VIP」（最接近的是 H19「集群管理VIP」）/,
          ) as string,
        }) as unknown,
      }),
    );
  });

  it('is read once the proposed mapping is confirmed', async () => {
    const path = buildSampleWorkbook(join(folder, 'revision.xlsx'), revision);
    const { mapping, findings, isComplete } = await proposeMapping(path);
    expect(isComplete).toBe(true);
    expect(mapping).toMatchObject({
      basedOn: 'smartx-v20250820',
      sheets: { network: '虚拟网络规划' },
      headers: { 'hosts.name': '@H2', 'networks.vlanId': '@F2' },
      anchors: { vip: '集群管理VIP' },
    });
    expect(findings.map((finding) => [finding.code, finding.sheet, finding.cell])).toEqual([
      ['label-missing', '虚拟网络规划', 'A1'],
      ['label-missing', '虚拟网络规划', 'F2'],
      ['label-missing', '主机规划', 'H2'],
      ['label-missing', '主机规划', 'H19'],
    ]);
    const reading = await readWorkbook(path, { mappings: [mapping] });
    const original = await readWorkbook(buildSampleWorkbook(join(folder, 'plain.xlsx')));
    expect(reading.profile).toBe(mapping.id);
    expect(reading.plan.hosts).toEqual(original.plan.hosts);
    expect(reading.plan.network).toEqual(original.plan.network);
    expect(reading.plan.cluster).toEqual(original.plan.cluster);
    expect(reading.findings.map((finding) => finding.code)).toEqual(['row-half-filled', 'row-half-filled']);
  });

  it('may have the cell of a value named by hand', async () => {
    const path = buildSampleWorkbook(join(folder, 'by-hand.xlsx'), {
      cells: { '主机规划!H19': '地址' },
    });
    const proposal = await proposeMapping(path, { profile: 'smartx-v20250820' });
    expect(proposal.isComplete).toBe(false);
    const mapping = { ...proposal.mapping, anchors: { vip: '@I19' } };
    const { plan } = await readWorkbook(path, { mappings: [mapping], profile: mapping.id });
    expect(plan.cluster.vip).toBe('192.0.2.10');
  });

  it('can be forced into a profile, its missing labels as findings', () => {
    const { findings, profile } = readGrid(
      'plan.xlsx',
      sampleGrid({ cells: { '主机规划!H19': '集群管理VIP' } }),
      { profile: 'smartx-v20250820' },
    );
    expect(profile).toBe('smartx-v20250820');
    expect(findings.find((finding) => finding.code === 'label-missing')).toMatchObject({
      severity: 'error',
      sheet: '主机规划',
      cell: 'H19',
      message: {
        zh: '找不到标签「集群VIP」；最接近的是 H19「集群管理VIP」',
        en: 'Missing label “集群VIP”; closest: “集群管理VIP” in H19',
      },
    });
    expect(findings.map((finding) => finding.code)).toContain('vip-missing');
  });

  it('cannot be forced when a sheet is missing, nor into a profile that is not there', () => {
    const grid = sampleGrid({ withoutSheets: ['主机规划'] });
    expect(() => readGrid('p.xlsx', grid, { profile: 'smartx-v20250820' })).toThrow(
      expect.objectContaining({ code: 'WORKBOOK_SHEET_MISSING' }),
    );
    expect(() => readGrid('p.xlsx', sampleGrid(), { profile: 'other' })).toThrow(
      expect.objectContaining({ code: 'WORKBOOK_PROFILE_UNKNOWN' }),
    );
  });

  it('without the sheets that are only compared is still read', () => {
    const { findings, plan } = readGrid(
      'plan.xlsx',
      sampleGrid({
        withoutSheets: ['配置确认表', '机架位置', '服务器端口连线(可选)', '更新说明', '文档描述'],
      }),
    );
    expect(plan.customer).toBeNull();
    expect(findings.map((finding) => finding.code)).toEqual(['row-half-filled', 'row-half-filled']);
  });
});

describe('the likeness of labels', () => {
  it('ignores widths, blanks, case and a colon at the end', () => {
    expect(similarity('服务器端口连线(可选）', '服务器端口连线（可选) ')).toBe(1);
    expect(similarity('Web  管理员：', 'WEB管理员')).toBe(1);
    expect(similarity('主机名', '带外密码')).toBeLessThan(0.5);
    expect(similarity('VLAN ID', 'VLAN 号')).toBeGreaterThanOrEqual(0.5);
  });
});
