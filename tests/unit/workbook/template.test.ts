import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sitePlanSchema } from '../../../src-main/contract/site-plan.ts';
import { readCellText, readWorkbook } from '../../../src-main/workbook/index.ts';

const template = resolve(process.cwd(), '../shared/fixtures/smartx-planning-v20250820.xlsx');

const macroWorkbook = resolve(process.cwd(), '../shared/fixtures/everything.xlsm');

describe.skipIf(!existsSync(macroWorkbook))(
  'a workbook in the layout of the seed, with macros, charts and pivots',
  () => {
    it('is read by its labels', async () => {
      const { profile, plan, secrets } = await readWorkbook(macroWorkbook);
      expect(profile).toBe('seed');
      expect(plan.cluster.vip).toBe('10.0.0.10');
      expect(plan.network.dns).toEqual(['1.1.1.1', '8.8.8.8']);
      expect(plan.hosts[1]).toMatchObject({
        name: 'node-000002',
        managementIp: '10.0.0.2',
        storageIp: '172.16.0.2',
      });
      expect(plan.network.switches[0]?.networks[1]).toMatchObject({
        name: 'vlan1',
        vlanId: 101,
        gateway: '10.1.0.1',
        subnet: '10.1.0.0/24',
      });
      expect(plan.serialCell).toEqual({ sheet: '文档描述', cell: 'C18' });
      expect(secrets.get('cluster.administrator.password')).toMatch(/[&<"]/);
    });
  },
);

describe.skipIf(!existsSync(template))('the vendor’s template as delivered', () => {
  it('is recognised, with its revision and who saved it last', async () => {
    const { profile, workbook } = await readWorkbook(template);
    expect(profile).toBe('smartx-v20250820');
    expect(workbook).toMatchObject({
      sha256: 'b3e7c2443675cf5311e3c8d27d3ecbbe5718fa65b9159d0acd1c1f03771f6c4b',
      sizeBytes: 539_879,
      lastModifiedBy: '八九 常',
      modifiedAt: '2026-01-05T16:47:47Z',
      revision: '2025.8.20',
    });
  });

  it('has four hosts, four switches and eleven business networks', async () => {
    const { plan, secrets } = await readWorkbook(template);
    expect(sitePlanSchema.parse(plan)).toEqual(plan);
    expect(plan.cluster).toMatchObject({
      name: 'CN-BJ-SMTX-Prod-Cls01',
      version: '6.2.0P4',
      vip: '10.0.20.10',
      serial: null,
      networkLayout: 'separate',
    });
    expect(plan.hosts.map((host) => host.managementIp)).toEqual([11, 12, 13, 14].map((n) => `10.0.20.${n}`));
    expect(
      plan.network.switches.map((planned) => [planned.name, planned.role, planned.networks.length]),
    ).toEqual([
      ['vDS-MgMt-Network', 'management', 1],
      ['vDS-Storage-Network', 'storage', 1],
      ['vDS-Backup-Network', 'backup', 0],
      ['vDS-Prod-Network', 'business', 11],
    ]);
    expect(plan.network.switches[3]?.networks[6]).toEqual({
      name: 'VLAN-1126',
      vlanId: 1126,
      vlanType: 'Access',
      subnet: '10.1.26.0/24',
      gateway: '10.1.26.1',
    });
    expect(plan.network.ntp).toEqual(['10.0.0.2', 'ntp.c89.fun']);
    expect(plan.network.dns).toEqual(['10.0.0.114', '10.0.0.1']);
    expect(plan.serialCell).toEqual({ sheet: '主机规划', cell: 'E19' });
    const keys = [...secrets.keys()];
    expect(keys.filter((key) => !key.startsWith('cell:'))).toHaveLength(13);
    expect(keys.filter((key) => key.startsWith('cell:集群管理信息!')).sort()).toEqual(
      ['G3', 'I3', 'I4', 'I5', 'K3', 'K4', 'K5'].map((cell) => `cell:集群管理信息!${cell}`),
    );
  });

  it('has exactly its known defects, none of them an error', async () => {
    const { findings, counts } = await readWorkbook(template);
    expect(findings.map(({ code, sheet, cell }) => `${code} ${sheet}!${cell}`)).toEqual([
      'default-password 主机规划!K3:K6',
      'default-password 主机规划!M3:M6',
      'default-password 主机规划!M19',
      'repeated-password 主机规划!G3:G6',
      'repeated-password 主机规划!K3:K6',
      'repeated-password 主机规划!M3:M6',
      'sample-value 文档描述!C15:C17',
      'sample-value 虚拟网络!B3',
      'sample-value 主机规划!H3:H6',
      'bmc-subnet 主机规划!E3:E6',
      'ntp-two 集群管理信息!E22:E24',
      'nic-wiring 虚拟网络!J4',
      'nic-wiring 虚拟网络!J6',
      'nic-wiring 虚拟网络!J8',
      'nic-single 虚拟网络!J7',
      'row-half-filled 虚拟网络!F5:H5',
      'row-half-filled 虚拟网络!F7:H7',
      'password-hyperlink 主机规划!G3:G6',
      'version 主机规划!C19',
      'node-count 配置确认表!J26',
      'rack 机架位置!B5:R5',
      'speed 服务器端口连线(可选)!F11',
      'speed 服务器端口连线(可选)!F14',
      'sheet-protected 文档描述!A1',
      'sheet-protected 虚拟网络!A1',
      'sheet-protected 主机规划!A1',
      'sheet-protected 集群管理信息!A1',
    ]);
    expect(counts).toEqual({ error: 0, warning: 23, info: 4 });
  });

  it('has formulas without results that are evaluated', () => {
    expect(readCellText(template, { sheet: '主机规划', cell: 'C3' })).toBe('CN-BJ-SMTX-Prod-Cls01');
    expect(readCellText(template, { sheet: '集群管理信息', cell: 'N3' })).toBe('CN-BJ-SMTX-Prod-Cls01');
    expect(readCellText(template, { sheet: '虚拟网络', cell: 'B1' })).toBe(
      '八九实验室-超融合项目-SMTX 平台虚拟交换机规划',
    );
    expect(readCellText(template, { sheet: '主机规划', cell: 'R3' })).toBe('2');
    expect(readCellText(template, { sheet: '主机规划', cell: 'R7' })).toBeNull();
  });
});
