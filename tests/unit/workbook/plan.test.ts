import { describe, expect, it } from 'vitest';
import { sitePlanSchema, type SitePlan } from '../../../src-main/contract/site-plan.ts';
import {
  readGrid,
  type GridReading,
  type ReadWorkbookOptions,
} from '../../../src-main/workbook/read-workbook.ts';
import { sampleGrid } from '../../support/sample-grid.ts';
import { insertRows, sampleClusterName, type SampleChanges } from '../../support/sample-sheets.ts';

const read = (changes: SampleChanges = {}, options: Partial<ReadWorkbookOptions> = {}): GridReading =>
  readGrid('plan.xlsx', sampleGrid(changes), options);

const business = (plan: SitePlan) => plan.network.switches.filter((planned) => planned.role === 'business');

const override = {
  sheet: '主机规划',
  cell: 'I19',
  value: '192.0.2.99',
  secret: false,
  original: '192.0.2.10',
  reason: null,
  by: 'lin',
  at: 1,
};

describe('the site plan', () => {
  it('holds what the sheets say and no password', () => {
    const { plan, secrets } = read();
    expect(sitePlanSchema.parse(plan)).toEqual(plan);
    expect(plan.hosts.map((host) => [host.number, host.name, host.managementIp])).toEqual([
      [1, 'demo-node-01', '192.0.2.11'],
      [2, 'demo-node-02', '192.0.2.12'],
      [3, 'demo-node-03', '192.0.2.13'],
      [4, 'demo-node-04', '192.0.2.14'],
    ]);
    expect(plan.hosts[0]?.accounts).toEqual([
      { user: 'smartx', password: { secret: true } },
      { user: 'root', password: { secret: true } },
    ]);
    expect(plan.network.bmcSubnet).toBe('203.0.113.0/24');
    expect(plan.network.temporaryIpRange).toEqual({ first: '192.0.2.231', last: '192.0.2.239' });
    expect(plan.serialCell).toEqual({ sheet: '主机规划', cell: 'E19' });
    expect([...secrets.keys()].filter((key) => !key.startsWith('cell:'))).toHaveLength(13);
    for (const secret of secrets.values()) {
      expect(JSON.stringify(plan)).not.toContain(secret);
    }
  });

  it('names the cell of every value, secrets included', () => {
    const { plan, secrets } = read();
    const cellOf = (path: string) =>
      plan.origins[path] && `${plan.origins[path].sheet}!${plan.origins[path].cell}`;
    expect(cellOf('cluster.administrator.password')).toBe('主机规划!M19');
    expect(cellOf('cluster.name')).toBe('虚拟网络!B3');
    expect(cellOf('hosts[2].accounts[1].password')).toBe('主机规划!M5');
    expect(cellOf('network.dns[1]')).toBe('集群管理信息!E26');
    expect(cellOf('network.switches[3].networks[6].vlanId')).toBe('虚拟网络!F14');
    expect(cellOf('network.switches[3].nics[1]')).toBe('虚拟网络!J8');
    const leaves = pathsOf(plan, '').filter((path) => !/^(profile|serialCell|origins)|\.role$/.test(path));
    expect(leaves.filter((path) => plan.origins[path] === undefined)).toEqual([]);
    const located = [...secrets.keys()].filter((path) => plan.origins[path] !== undefined);
    expect(located).toHaveLength(13);
  });

  it('takes no prefilled row and not the row of the VIP for a host', () => {
    const { plan, leftOut } = read();
    expect(plan.hosts).toHaveLength(4);
    expect(leftOut).toContainEqual({
      subject: { zh: '主机 5–16', en: 'Hosts 5–16' },
      cell: { sheet: '主机规划', cell: 'B7:B18' },
      because: { zh: '只有预填内容，不是主机', en: 'prefilled row, not a host' },
      isTemplateRow: true,
    });
  });

  it('carries merged switches, ports and bonds over their rows and leaves half-filled rows out', () => {
    const { plan, leftOut } = read();
    expect(plan.network.switches.map((planned) => [planned.role, planned.networks.length])).toEqual([
      ['management', 1],
      ['storage', 1],
      ['backup', 0],
      ['business', 11],
    ]);
    expect(business(plan)[0]?.nics).toEqual(['ens3f1', 'ens4f1']);
    expect(leftOut.map((entry) => entry.subject.en)).toEqual(['Infra-network', 'backup', 'Hosts 5–16']);
  });

  it('reads two business switches and rows behind the last one', () => {
    const { plan } = read({
      edit: (sheet) => {
        const network = sheet('虚拟网络');
        insertRows(network, 19, 2);
        network.merges = network.merges.filter((merge) => !/^[CJK]8:/.test(merge));
        network.merges.push('C8:C14', 'C15:C20', 'J8:J14', 'J15:J20', 'K8:K14', 'K15:K20');
        Object.assign(network.cells, {
          C15: 'vDS-Business-2',
          J15: 'ens5f0, ens6f0',
          K15: 'active-backup',
          D19: 'VLAN-2112',
          F19: 2112,
          H19: '198.18.112.0/24',
          D20: 'VLAN-2113',
          F20: '2113',
        });
      },
    });
    expect(business(plan).map((planned) => [planned.name, planned.networks.length, planned.nics[0]])).toEqual(
      [
        ['vDS-Business', 7, 'ens3f1'],
        ['vDS-Business-2', 6, 'ens5f0'],
      ],
    );
    expect(business(plan)[1]?.networks.at(-1)).toEqual({
      name: 'VLAN-2113',
      vlanId: 2113,
      vlanType: null,
      subnet: null,
      gateway: null,
    });
  });

  it('gives rows behind the merged area to the switch above them', () => {
    const { plan } = read({ cells: { '虚拟网络!D19': 'VLAN-2112', '虚拟网络!F19': 2112 } });
    expect(
      business(plan)[0]
        ?.networks.map((network) => network.vlanId)
        .at(-1),
    ).toBe(2112);
    expect(business(plan)).toHaveLength(1);
  });

  it('follows the labels when host rows are inserted', () => {
    const { plan, secrets } = read({
      edit: (sheet) => {
        insertRows(sheet('主机规划'), 5, 1);
        Object.assign(sheet('主机规划').cells, { H5: 'demo-node-09', I5: '192.0.2.19', E5: '203.0.113.19' });
      },
    });
    expect(plan.hosts.map((host) => host.name)).toContain('demo-node-09');
    expect(plan.hosts).toHaveLength(5);
    expect(plan.serialCell?.cell).toBe('E20');
    expect(plan.origins['cluster.vip']?.cell).toBe('I20');
    expect(secrets.get('cluster.administrator.password')).toBe('Demo-fisheye-01');
  });

  it('finds sheets whatever the width of their brackets', () => {
    const { findings } = read({
      renamedSheets: { '服务器端口连线(可选)': '服务器端口连线 （可选）' },
      cells: { '虚拟网络!J6': 'ens9' },
    });
    expect(findings.map((finding) => finding.code)).toContain('nic-wiring');
  });

  it('evaluates formulas that were saved without a result', () => {
    const { plan } = read({ cells: { '虚拟网络!B3': { formula: 'CONCATENATE(文档描述!C17,"-","Cls01")' } } });
    expect(plan.cluster.name).toBe('DEMO-DC-Cls01');
  });

  it('reports a formula it cannot evaluate and takes it for unknown, not for empty', () => {
    const { plan, findings } = read({ cells: { '主机规划!M19': { formula: 'VLOOKUP(A1,B:C,2)' } } });
    expect(plan.cluster.administrator.password).toBeNull();
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([
      {
        code: 'formula-error',
        severity: 'error',
        sheet: '主机规划',
        cell: 'M19',
        message: { zh: '公式没有保存计算结果', en: 'The formula has no saved result' },
        fix: { zh: '在 Excel 中重新计算并保存', en: 'Recalculate and save in Excel' },
        blocks: ['cluster.administrator.password'],
      },
    ]);
  });

  it('never trims a password and takes numbers as they are shown', () => {
    const { secrets } = read({ cells: { '主机规划!K3': ' pass word1 ', '主机规划!M3': 1234567890 } });
    expect(secrets.get('hosts[0].accounts[0].password')).toBe(' pass word1 ');
    expect(secrets.get('hosts[0].accounts[1].password')).toBe('1234567890');
  });

  it('reads the version from the cell that holds its label, with either colon', () => {
    expect(read().plan.cluster.version).toBe('6.2.0P4');
    expect(read({ cells: { '主机规划!C19': '版本： 6.3.0' } }).plan.cluster.version).toBe('6.3.0');
  });
});

describe('corrections', () => {
  it.each([
    ['ip-duplicate', { cell: 'I3', value: '192.0.2.12' }, '主机规划!I4', 'hosts[0].managementIp'],
    ['ip-duplicate', { cell: 'I19', value: '192.0.2.12' }, '主机规划!I4', 'cluster.vip'],
    ['serial-duplicate', { cell: 'D3', value: 'DEMO-SN-02' }, '主机规划!D4', 'hosts[0].serial'],
    ['hostname', { cell: 'H3', value: 'demo-node-02' }, '主机规划!H4', 'hosts[0].name'],
    [
      'vlan-duplicate',
      { sheet: '虚拟网络', cell: 'F8', value: '2102' },
      'F9',
      'network.switches[3].networks[0].vlanId',
    ],
  ])(
    'that contradict another cell are found where they are: %s at %o',
    (code, corrected, ...[other, path]) => {
      const made = { ...override, ...corrected };
      const { findings } = read({}, { overrides: [made] });
      const found = findings.filter((finding) => finding.code === code);
      expect(found.map((one) => [one.sheet, one.cell])).toEqual([[made.sheet, made.cell]]);
      // The cell it contradicts is named, and goes on being used.
      expect(found[0]?.message.zh).toContain(other);
      expect(found[0]?.blocks).toContain(path);
    },
  );

  it('replace the cell before anything is made of it, whatever the title’s brackets', () => {
    const { plan } = read({}, { overrides: [{ ...override, value: ' 192.0.2.99 ' }] });
    expect(plan.cluster.vip).toBe('192.0.2.99');
  });

  it('win over a formula, and reach the formulas that refer to them', () => {
    const { plan } = read(
      { cells: { '虚拟网络!B3': { formula: '主机规划!O3', result: 'old' } } },
      { overrides: [{ ...override, cell: 'O3', value: 'Cluster-9' }] },
    );
    expect(plan.cluster.name).toBe('Cluster-9');
    const direct = read(
      {},
      { overrides: [{ ...override, sheet: '虚拟网络', cell: 'B7', value: 'Cls-merged' }] },
    );
    expect(direct.plan.cluster.name).toBe('Cls-merged');
    expect(read().plan.cluster.name).toBe(sampleClusterName);
  });

  it('empty a cell when they hold nothing', () => {
    expect(read({}, { overrides: [{ ...override, value: null }] }).plan.cluster.vip).toBeNull();
  });

  it('of passwords are taken from memory, and stay marked when that has forgotten them', () => {
    const secret = { ...override, cell: 'M19', value: null, secret: true };
    const known = read(
      {},
      { overrides: [secret], overrideSecrets: new Map([['主机规划!M19', 'New-fisheye-2']]) },
    );
    expect(known.secrets.get('cluster.administrator.password')).toBe('New-fisheye-2');
    const forgotten = read({}, { overrides: [secret] });
    expect(forgotten.plan.cluster.administrator.password).toEqual({ secret: true });
    expect(forgotten.secrets.has('cluster.administrator.password')).toBe(false);
    expect(forgotten.findings.map((finding) => finding.code)).not.toContain('fisheye-missing');
  });

  it('that lead nowhere are refused', () => {
    expect(() => read({}, { overrides: [{ ...override, sheet: '没有' }] })).toThrow(
      expect.objectContaining({ code: 'OVERRIDE_INVALID' }),
    );
    expect(() => read({}, { overrides: [{ ...override, cell: '19I' }] })).toThrow(
      expect.objectContaining({ code: 'OVERRIDE_INVALID' }),
    );
  });
});

/** The paths of all values, as the plan's document has them. A secret's mark is one value. */
function pathsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => pathsOf(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null && !('secret' in value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, path === '' ? key : `${path}.${key}`),
    );
  }
  return [path];
}
