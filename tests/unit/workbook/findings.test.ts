import { describe, expect, it } from 'vitest';
import { severityOf, type FindingCode } from '../../../src-main/workbook/findings/catalog.ts';
import { chineseTexts } from '../../../src-main/workbook/findings/texts-zh.ts';
import { readGrid, type GridReading } from '../../../src-main/workbook/read-workbook.ts';
import { findingCases } from '../../support/finding-cases.ts';
import { sampleGrid } from '../../support/sample-grid.ts';
import { insertRows, type SampleChanges, type SampleValue } from '../../support/sample-sheets.ts';

const read = (changes: SampleChanges = {}): GridReading => readGrid('plan.xlsx', sampleGrid(changes));

const cells = (changed: Record<string, SampleValue | null>): SampleChanges => ({ cells: changed });

/** What needs a file's formats and styles, or a forced profile, has tests elsewhere. */
const elsewhere: readonly FindingCode[] = [
  ...(['date-value', 'label-missing', 'shown-stored', 'stored-used'] as const),
  ...(['hidden-cells', 'struck-cells', 'override-unused'] as const),
];

describe('findings', () => {
  it('are none but the two half-filled rows in the sample', () => {
    expect(read().findings.map(({ code, cell }) => [code, cell])).toEqual([
      ['row-half-filled', 'F5:H5'],
      ['row-half-filled', 'F7:H7'],
    ]);
  });

  it('have no half-filled row once those rows are completed', () => {
    const { findings, counts } = read(
      cells({
        '虚拟网络!F5': 12,
        '虚拟网络!H5': '198.18.12.0/24',
        '虚拟网络!N5': 'Trunk',
        '虚拟网络!F7': 0,
      }),
    );
    expect(findings).toEqual([]);
    expect(counts).toEqual({ error: 0, warning: 0, info: 0 });
  });

  it('have a case for every rule', () => {
    const covered = new Set<string>([...findingCases.map((one) => one.code), ...elsewhere]);
    expect(Object.keys(severityOf).filter((code) => !covered.has(code))).toEqual([]);
  });

  it.each(findingCases)('$code fires at $at', ({ code, change, at, blocks, says }) => {
    const fired = read(change).findings.filter((finding) => finding.code === code);
    const found = fired.find((finding) => `${finding.sheet}!${finding.cell}` === at);
    expect(fired.map((finding) => `${finding.sheet}!${finding.cell}`)).toContain(at);
    expect(found?.severity).toBe(severityOf[code]);
    expect(found?.blocks).toEqual(blocks);
    if (says !== undefined) {
      expect(found?.message.zh).toBe(says);
    }
  });

  it.each(findingCases)('$code leaves no placeholder in either language', ({ code, change }) => {
    const found = read(change).findings.find((finding) => finding.code === code);
    for (const language of ['zh', 'en'] as const) {
      const fix = found?.fix?.[language] ?? '';
      expect(`${found?.message[language]} ${fix}`).not.toMatch(/[{}]|undefined|\[object/);
      expect(/\p{Script=Han}/u.test(fix)).toBe(language === 'zh');
    }
  });

  it('stand in the order of the rules', () => {
    const { findings } = read(
      cells({ '虚拟网络!K8': 'LACP', '主机规划!M19': null, '主机规划!E4': '203.0.112.12' }),
    );
    expect(findings.map((finding) => finding.code)).toEqual([
      'bmc-subnet',
      'fisheye-missing',
      'row-half-filled',
      'row-half-filled',
      'bond-value',
    ]);
  });

  it('are counted without those a person ignores, which keep their reason', () => {
    const ignored = {
      code: 'row-half-filled',
      sheet: '虚拟网络',
      cell: 'F5:H5',
      reason: 'not ordered',
      by: 'lin',
      at: 1,
    };
    const reading = readGrid('plan.xlsx', sampleGrid(), { ignored: [ignored] });
    expect(reading.findings.map((finding) => finding.cell)).toEqual(['F7:H7']);
    expect(reading.ignoredFindings.map((entry) => entry.ignored.reason)).toEqual(['not ordered']);
    expect(reading.counts.warning).toBe(1);
  });

  it('never say a password', () => {
    const password = 'Secret value 9';
    const changed = Object.fromEntries(
      ['G3', 'G4', 'K3', 'K4', 'M3', 'M4', 'M19'].map((cell) => [`主机规划!${cell}`, ` ${password}`]),
    );
    const reading = read({
      cells: changed,
      edit: (sheet) => (sheet('主机规划').hyperlinks = { G3: `mailto:${password}` }),
    });
    const { secrets, ...rest } = reading;
    expect(JSON.stringify(rest)).not.toContain(password);
    expect(secrets.get('cluster.administrator.password')).toBe(` ${password}`);
  });

  it('allow one server to give names and time, and a gateway to give time', () => {
    const { findings } = read(cells({ '集群管理信息!E22': '192.0.2.7', '集群管理信息!E23': '192.0.2.1' }));
    expect(findings.map((finding) => finding.code)).not.toContain('ip-duplicate');
  });

  it('exempt the out-of-band network from overlap and duplicate gateways', () => {
    const changed = Object.fromEntries([1, 2, 3, 4].map((n) => [`主机规划!E${n + 2}`, `192.0.2.5${n}`]));
    const { findings } = read(
      cells({ ...changed, '虚拟网络!H3': '192.0.2.0/24', '虚拟网络!I3': '192.0.2.1' }),
    );
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  });

  it('do not ask a business switch for ports when management and business share theirs', () => {
    const { findings, plan } = read(
      cells({ '主机规划!Q20': '存储独立 (管理与业务共用)', '虚拟网络!J8': null }),
    );
    expect(plan.cluster.networkLayout).toBe('storage-separate');
    expect(findings.map((finding) => finding.code)).not.toContain('nic-missing');
  });

  it.each(['N/A', '---', '待定', 'TBD', '/', '无', '暂无', '【待补充】'])(
    'take %s for an empty cell',
    (text) => {
      const { plan, findings } = read(
        cells({ '主机规划!E19': text, '虚拟网络!H5': text, '主机规划!D3': text }),
      );
      expect(plan.cluster.serial).toBeNull();
      expect(plan.hosts[0]?.serial).toBeNull();
      expect(findings.map(({ code }) => code)).toEqual([
        'row-half-filled',
        'row-half-filled',
        'serial-placeholder',
      ]);
    },
  );

  it.each([
    'ens3f1/ens4f1',
    'ens3f1+ens4f1',
    'ens3f1&ens4f1',
    'ens3f1、ens4f1',
    'ens3f1\nens4f1',
    'ens3f1 ens4f1',
    'ens3f1和ens4f1',
    'ens3f1及ens4f1',
    'ens3f1与ens4f1',
    'ens3f1；ens4f1',
    'ens3f1|ens4f1',
  ])('read two ports in %j', (text) => {
    const { plan } = read(cells({ '虚拟网络!J8': text }));
    expect(plan.network.switches[3]?.nics).toEqual(['ens3f1', 'ens4f1']);
  });

  it.each(['\n', ' ', ',', '；', '、', '|', '&', '+', '~', '和', '及', '或', '/'])(
    'tell two addresses in one cell apart by %j',
    (separator) => {
      const { findings } = read(cells({ '主机规划!I4': `192.0.2.12${separator}192.0.2.22` }));
      const said = findings
        .filter(({ cell }) => cell === 'I4')
        .map(({ code, message }) => [code, message.zh]);
      expect(said).toEqual([['several-values', '一个单元格内有多个值：192.0.2.12, 192.0.2.22']]);
    },
  );

  it.each(['\n', ',', '；', '、', '/', '|', '&', '+', '和', '及'])(
    'tell two VLAN IDs in one cell apart by %j',
    (separator) => {
      const { findings } = read(cells({ '虚拟网络!F9': `2102${separator}2202` }));
      const codes = findings.filter(({ cell }) => cell === 'F9').map(({ code }) => code);
      expect(codes).toContain('several-values');
      expect(codes).not.toContain('vlan-format');
    },
  );

  it.each([
    ['0.0.0.0', '未指定地址'],
    ['127.0.0.1', '环回地址'],
    ['224.0.0.1', '组播地址'],
    ['239.255.255.255', '组播地址'],
    ['240.0.0.1', '保留地址'],
    ['255.255.255.255', '广播地址'],
  ])('say what %s is for, whatever the subnets are', (address, kind) => {
    const { findings } = read(cells({ '主机规划!E3': address }));
    const said = findings.filter(({ code }) => code === 'ip-reserved');
    expect(said.map(({ cell, message, blocks }) => [cell, message.zh, blocks])).toEqual([
      ['E3', `${address} 是${kind}，不能使用`, ['hosts[0].bmc.address']],
    ]);
  });

  it('name a merged cell of several hosts once, with its range', () => {
    const merged = read({
      cells: { '主机规划!G4': null, '主机规划!G5': null, '主机规划!G6': null, '主机规划!I4': null },
      edit: (sheet) => sheet('主机规划').merges.push('G3:G6', 'I3:I4'),
    }).findings;
    const said = merged.map(({ code, cell, message }) => [code, cell, message.zh]);
    expect(said).toContainEqual(['repeated-password', 'G3:G6', '4 处密码相同（G3:G6）']);
    expect(said).toContainEqual(['ip-duplicate', 'I3', 'IP 192.0.2.11 与 主机规划!I3:I4 重复']);
  });

  it('block every host that a merged cell gives its value to', () => {
    const { findings } = read({
      cells: { '主机规划!K3': 'Demo-smartx-01\u200B', '主机规划!K4': null, '主机规划!K5': null },
      edit: (sheet) => sheet('主机规划').merges.push('K3:K5'),
    });
    const refused = findings.filter(({ code }) => code === 'hidden-character');
    expect(refused.map(({ blocks }) => blocks)).toEqual([
      [0, 1, 2].map((host) => `hosts[${host}].accounts[0].password`),
    ]);
  });

  it('stay on one line, whatever the cell holds', () => {
    const { findings } = read(cells({ '主机规划!H3': 'demo\r\nnode' }));
    expect(findings.some(({ message }) => /[\r\n]/.test(message.zh))).toBe(false);
  });

  it('read several servers from one cell', () => {
    const { plan, findings } = read(cells({ '集群管理信息!E25': '192.0.2.7，192.0.2.9' }));
    expect(plan.network.dns).toEqual(['192.0.2.7', '192.0.2.9', '192.0.2.8']);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('show in their words what nobody would see', () => {
    const { findings } = read(cells({ '主机规划!H3': 'demo\u202E-node' }));
    expect(JSON.stringify(findings)).not.toMatch(/[\u200B-\u202E]/u);
  });

  it('report a later address after rows were inserted, at its new cell', () => {
    const { findings } = read({
      edit: (sheet) => {
        insertRows(sheet('主机规划'), 7, 2);
        sheet('主机规划').cells['I21'] = '192.0.2.11';
      },
    });
    expect(findings.map(({ code, cell }) => [code, cell])).toContainEqual(['ip-duplicate', 'I3']);
  });

  it('have a text for every rule in the table’s words', () => {
    expect(chineseTexts['fisheye-missing'].message).toBe('缺少集群管理员密码，无法开始');
    expect(chineseTexts['subnet-missing'].message).toContain('未填写网段，仍按 VLAN 创建');
  });
});
