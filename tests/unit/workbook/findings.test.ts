import { describe, expect, it } from 'vitest';
import { severityOf, type FindingCode } from '../../../src-main/workbook/findings/catalog.ts';
import { chineseTexts } from '../../../src-main/workbook/findings/texts-zh.ts';
import { readGrid, type GridReading } from '../../../src-main/workbook/read-workbook.ts';
import { sampleGrid } from '../../support/sample-grid.ts';
import { appendBelow, otherSheet } from '../../support/second-cluster.ts';
import { insertRows, type SampleChanges, type SampleValue } from '../../support/sample-sheets.ts';

const read = (changes: SampleChanges = {}): GridReading => readGrid('plan.xlsx', sampleGrid(changes));

const cells = (changed: Record<string, SampleValue | null>): SampleChanges => ({ cells: changed });

/** For each rule one change of the sample that makes it fire, where, and what it blocks. */
const cases: readonly {
  readonly code: FindingCode;
  readonly change: SampleChanges;
  readonly at: string;
  readonly blocks?: readonly string[];
  readonly says?: string;
}[] = [
  {
    code: 'default-password',
    change: cells({ '主机规划!K3': ['HC', 'r0cks'].join('!'), '主机规划!K4': ['HC', 'r0cks'].join('!') }),
    at: '主机规划!K3:K4',
  },
  {
    code: 'repeated-password',
    change: cells({ '主机规划!G3': 'Same-pass-1', '主机规划!G5': 'Same-pass-1' }),
    at: '主机规划!G3',
    says: '2 处密码相同（G3, G5）',
  },
  { code: 'sample-value', change: cells({ '文档描述!C17': 'C89-LAB' }), at: '文档描述!C17' },
  { code: 'bmc-subnet', change: cells({ '主机规划!E4': '203.0.112.12' }), at: '主机规划!E4' },
  { code: 'ntp-two', change: cells({ '集群管理信息!E24': null }), at: '集群管理信息!E22:E24' },
  {
    code: 'ip-whitespace-fullwidth',
    change: cells({ '主机规划!I3': ' １92.0.2。11' }),
    at: '主机规划!I3',
    says: '含空格或全角字符，按 192.0.2.11 处理',
  },
  {
    code: 'ip-whitespace-fullwidth',
    change: cells({ '主机规划!I3': '\u202A192.0.2.11\u00A0' }),
    at: '主机规划!I3',
    says: '含从左至右嵌入（U+202A）、不换行空格（U+00A0），按 192.0.2.11 处理',
  },
  {
    code: 'hidden-character',
    change: cells({ '主机规划!M19': 'Demo-fisheye-01\u200B' }),
    at: '主机规划!M19',
    blocks: ['cluster.administrator.password'],
    says: '含零宽空格（U+200B），不会下发',
  },
  {
    code: 'hidden-character',
    change: cells({ '虚拟网络!D9': 'VLAN-2102\u001B[2J\u202E' }),
    at: '虚拟网络!D9',
    blocks: ['network.switches[3].networks[1].name'],
    says: '含ESC 控制符（U+001B）、从右至左强制（U+202E），不会下发',
  },
  {
    code: 'hidden-character',
    change: cells({ '主机规划!F3': 'admin\u0085' }),
    at: '主机规划!F3',
    blocks: ['hosts[0].bmc.user'],
    says: '含控制字符（U+0085），不会下发',
  },
  {
    code: 'hidden-character',
    change: cells({ '虚拟网络!J8': 'ens3f1\u2060,ens4f1' }),
    at: '虚拟网络!J8',
    blocks: ['network.switches[3].nics'],
  },
  {
    code: 'odd-character',
    change: cells({ '虚拟网络!F9': '2102\u200B' }),
    at: '虚拟网络!F9',
    says: '含零宽空格（U+200B），按 2102 处理',
  },
  {
    code: 'odd-character',
    change: cells({ '主机规划!K3': 'Demo\u2013smartx\u00A001' }),
    at: '主机规划!K3',
    says: '含短破折号 –（U+2013）、不换行空格（U+00A0）',
  },
  {
    code: 'odd-character',
    change: cells({ '虚拟网络!D9': 'VLAN\u20142102' }),
    at: '虚拟网络!D9',
    says: '含长破折号 —（U+2014）',
  },
  {
    code: 'odd-character',
    change: cells({ '文档描述!C15': '示例\u202E客户' }),
    at: '文档描述!C15',
  },
  {
    code: 'several-values',
    change: cells({ '主机规划!I4': '192.0.2.12\n192.0.2.22' }),
    at: '主机规划!I4',
    blocks: ['hosts[1].managementIp'],
    says: '一个单元格内有多个值：192.0.2.12, 192.0.2.22',
  },
  {
    code: 'several-values',
    change: cells({ '虚拟网络!F9': '2102、2202' }),
    at: '虚拟网络!F9',
    blocks: ['network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'several-values',
    change: cells({ '虚拟网络!H9': '198.18.102.0/24,198.18.202.0/24' }),
    at: '虚拟网络!H9',
    blocks: ['network.switches[3].networks[1].subnet'],
  },
  {
    code: 'several-values',
    change: cells({ '主机规划!D3': 'SN-1,SN-2' }),
    at: '主机规划!D3',
    blocks: ['hosts[0].serial'],
  },
  {
    code: 'ip-reserved',
    change: cells({ '主机规划!I19': '192.0.2.0' }),
    at: '主机规划!I19',
    blocks: ['cluster.vip'],
    says: '192.0.2.0 是网段 192.0.2.0/24 的网络地址，不能使用',
  },
  {
    code: 'ip-reserved',
    change: cells({ '主机规划!N4': '198.51.100.255' }),
    at: '主机规划!N4',
    blocks: ['hosts[1].storageIp'],
    says: '198.51.100.255 是网段 198.51.100.0/24 的广播地址，不能使用',
  },
  {
    code: 'ip-reserved',
    change: cells({ '集群管理信息!E25': '127.0.0.53' }),
    at: '集群管理信息!E25',
    blocks: ['network.dns[0]'],
  },
  {
    code: 'ip-reserved',
    change: cells({ '虚拟网络!H9': '224.0.1.0/24', '虚拟网络!I9': null }),
    at: '虚拟网络!H9',
    blocks: ['network.switches[3].networks[1].subnet', 'network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'ip-format',
    change: cells({ '主机规划!I4': '192.0.2.300' }),
    at: '主机规划!I4',
    blocks: ['hosts[1].managementIp'],
  },
  {
    code: 'host-incomplete',
    change: cells({ '主机规划!G6': null, '主机规划!N6': null }),
    at: '主机规划!G6:N6',
    blocks: ['hosts[3].bmc.password', 'hosts[3].storageIp'],
    says: '主机信息不完整，缺带外密码、存储IP',
  },
  {
    code: 'fisheye-missing',
    change: cells({ '主机规划!M19': null }),
    at: '主机规划!M19',
    blocks: ['cluster.administrator.password'],
  },
  {
    code: 'ip-duplicate',
    change: cells({ '主机规划!I5': '192.0.2.11' }),
    at: '主机规划!I5',
    blocks: ['hosts[2].managementIp'],
    says: 'IP 192.0.2.11 与 主机规划!I3 重复',
  },
  {
    code: 'mgmt-subnet',
    change: cells({ '主机规划!I3': '192.0.3.11' }),
    at: '主机规划!I3',
    blocks: ['hosts[0].managementIp'],
  },
  {
    code: 'storage-subnet',
    change: cells({ '主机规划!N3': '198.51.101.11' }),
    at: '主机规划!N3',
    blocks: ['hosts[0].storageIp'],
  },
  {
    code: 'vip-subnet',
    change: cells({ '主机规划!I19': '198.51.100.10' }),
    at: '主机规划!I19',
    blocks: ['cluster.vip'],
  },
  { code: 'vip-missing', change: cells({ '主机规划!I19': null }), at: '主机规划!I19' },
  { code: 'nic-wiring', change: cells({ '虚拟网络!J6': 'ens1f1,ens9' }), at: '虚拟网络!J6' },
  { code: 'nic-separator', change: cells({ '虚拟网络!J8': 'ens3f1，ens4f1' }), at: '虚拟网络!J8' },
  {
    code: 'nic-missing',
    change: cells({ '虚拟网络!J8': null }),
    at: '虚拟网络!J8',
    blocks: ['network.switches[3].nics'],
  },
  {
    code: 'nic-reused',
    change: cells({ '虚拟网络!J8': 'ens1f0,ens4f1' }),
    at: '虚拟网络!J8',
    blocks: ['network.switches[3].nics'],
    says: '三网独立时网口不能共用：ens1f0（另见 虚拟网络!J4）',
  },
  { code: 'nic-single', change: cells({ '虚拟网络!J7': 'ens3f0' }), at: '虚拟网络!J7' },
  { code: 'row-half-filled', change: cells({ '虚拟网络!F12': null }), at: '虚拟网络!F12' },
  {
    code: 'vlan-format',
    change: cells({ '虚拟网络!F9': 4095 }),
    at: '虚拟网络!F9',
    blocks: ['network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'vlan-format',
    change: cells({ '虚拟网络!F9': '21 02' }),
    at: '虚拟网络!F9',
    blocks: ['network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'hostname',
    change: cells({ '主机规划!H4': 'demo node 02' }),
    at: '主机规划!H4',
    blocks: ['hosts[1].name'],
  },
  {
    code: 'vlan-duplicate',
    change: cells({ '虚拟网络!F12': 2104 }),
    at: '虚拟网络!F12',
    blocks: ['network.switches[3].networks[4].vlanId'],
    says: 'VLAN ID 2104 与 F11 重复（同一交换机）',
  },
  {
    code: 'name-duplicate',
    change: cells({ '虚拟网络!D9': 'VLAN-2101' }),
    at: '虚拟网络!D9',
    blocks: ['network.switches[3].networks[1].name', 'network.switches[3].networks[1].vlanId'],
  },
  { code: 'vlan-name', change: cells({ '虚拟网络!D9': 'VLAN-3000' }), at: '虚拟网络!D9' },
  { code: 'subnet-missing', change: cells({ '虚拟网络!H9': null }), at: '虚拟网络!H9' },
  {
    code: 'cidr',
    change: cells({ '虚拟网络!H9': '198.18.102.5/24' }),
    at: '虚拟网络!H9',
    blocks: ['network.switches[3].networks[1].subnet', 'network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'gateway',
    change: cells({ '虚拟网络!I16': '198.18.108.9' }),
    at: '虚拟网络!I16',
    blocks: ['network.switches[3].networks[8].gateway', 'network.switches[3].networks[8].vlanId'],
  },
  {
    code: 'subnet-overlap',
    change: cells({ '虚拟网络!H9': '198.18.96.0/20' }),
    at: '虚拟网络!H9',
    blocks: ['network.switches[3].networks[1].subnet', 'network.switches[3].networks[1].vlanId'],
  },
  {
    code: 'bond-value',
    change: cells({ '虚拟网络!K8': 'LACP' }),
    at: '虚拟网络!K8',
    blocks: ['network.switches[3].bondMode'],
    says: '绑定模式无效：LACP',
  },
  { code: 'bond-lacp', change: cells({ '虚拟网络!K8': 'balance-tcp' }), at: '虚拟网络!K8' },
  { code: 'port-type', change: cells({ '虚拟网络!F6': 300 }), at: '虚拟网络!F6' },
  {
    code: 'dns-ip',
    change: cells({ '集群管理信息!E25': 'dns.example.net' }),
    at: '集群管理信息!E25',
    blocks: ['network.dns[0]'],
  },
  {
    code: 'dns-missing',
    change: cells({ '集群管理信息!E25': null, '集群管理信息!E26': '---' }),
    at: '集群管理信息!E25:E26',
  },
  {
    code: 'ntp-missing',
    change: cells({ '集群管理信息!E22': null, '集群管理信息!E23': null, '集群管理信息!E24': null }),
    at: '集群管理信息!E22:E24',
  },
  { code: 'public-server', change: cells({ '集群管理信息!E25': '8.8.8.8' }), at: '集群管理信息!E25' },
  {
    code: 'hostname',
    change: cells({ '主机规划!H4': 'demo_node_02' }),
    at: '主机规划!H4',
    blocks: ['hosts[1].name'],
  },
  {
    code: 'host-count',
    change: cells(
      Object.fromEntries(
        [5, 6].flatMap((row) => ['E', 'H', 'I', 'N'].map((c) => [`主机规划!${c}${row}`, null])),
      ),
    ),
    at: '主机规划!B3:B18',
  },
  {
    code: 'host-gap',
    change: cells(Object.fromEntries(['E', 'H', 'I', 'N'].map((c) => [`主机规划!${c}4`, null]))),
    at: '主机规划!B4',
  },
  { code: 'rdma', change: cells({ '主机规划!O19': 'RDMA+Boost' }), at: '主机规划!O19' },
  {
    code: 'layout',
    change: cells({ '主机规划!Q20': '三网融合' }),
    at: '主机规划!Q20',
    blocks: ['cluster.networkLayout'],
  },
  {
    code: 'formula-error',
    change: cells({ '主机规划!I19': { formula: 'Sheet9!A1', result: '#REF!' } }),
    at: '主机规划!I19',
    blocks: ['cluster.vip'],
    says: '公式错误 #REF!',
  },
  { code: 'password-weak', change: cells({ '主机规划!K3': 'short1' }), at: '主机规划!K3' },
  { code: 'password-shown', change: cells({ '主机规划!M19': 'demo-node-02' }), at: '主机规划!M19' },
  { code: 'password-space', change: cells({ '主机规划!M19': ' Demo-fisheye-01' }), at: '主机规划!M19' },
  {
    code: 'bmc-password-length',
    change: cells({ '主机规划!G3': 'Demo-bmc-0123456789-0' }),
    at: '主机规划!G3',
  },
  {
    code: 'range',
    change: cells({ '集群管理信息!E18': '192.0.2.250' }),
    at: '集群管理信息!E18:E19',
    says: '临时 IP 段倒序',
  },
  {
    code: 'password-hyperlink',
    change: { edit: (sheet) => (sheet('主机规划').hyperlinks = { G3: 'mailto:old', G4: 'mailto:old' }) },
    at: '主机规划!G3:G4',
  },
  { code: 'version', change: cells({ '配置确认表!J21': '5.1.5' }), at: '主机规划!C19' },
  { code: 'node-count', change: cells({ '配置确认表!J26': 3 }), at: '配置确认表!J26' },
  { code: 'rack', change: cells({ '主机规划!P3': 'R09' }), at: '机架位置!B5:J5' },
  { code: 'speed', change: cells({ '虚拟网络!L6': '10G' }), at: '服务器端口连线(可选)!F7:F8' },
  {
    code: 'several-clusters',
    change: {
      edit: (sheet) => appendBelow(sheet('主机规划'), otherSheet('主机规划', '主机规划'), 30),
    },
    at: '主机规划!B32',
    says: '文件中不止一个集群：只读取集群 DEMO-NET-SMTX-Lab-Cls01（主机规划），未读取「主机规划」第 32–51 行',
  },
  {
    code: 'nic-format',
    change: cells({ '虚拟网络!J8': 'ens3f1-ens4f1' }),
    at: '虚拟网络!J8',
    blocks: ['network.switches[3].nics'],
    says: '网口名 ens3f1-ens4f1 可能是多个网口',
  },
  {
    code: 'nic-separator',
    change: cells({ '虚拟网络!J8': 'ens3f1 & ens4f1' }),
    at: '虚拟网络!J8',
    says: '网口之间的分隔符不规范，按 ens3f1, ens4f1 处理',
  },
  {
    code: 'serial-duplicate',
    change: cells({ '主机规划!D4': 'demo-sn-01' }),
    at: '主机规划!D4',
    blocks: ['hosts[1].serial'],
  },
  { code: 'rack-duplicate', change: cells({ '主机规划!Q4': 'U1-U2' }), at: '主机规划!Q4' },
  {
    code: 'range',
    change: cells({ '集群管理信息!E18': '192.0.3.231', '集群管理信息!E19': '192.0.3.239' }),
    at: '集群管理信息!E18:E19',
    says: '临时 IP 段不在管理网段 192.0.2.0/24 内',
  },
  {
    code: 'password-placeholder',
    change: cells({ '主机规划!K3': '待定' }),
    at: '主机规划!K3',
    says: '密码填写为「待定」，按未填写处理',
  },
  { code: 'bmc-charset', change: cells({ '主机规划!F3': '管理员' }), at: '主机规划!F3' },
  { code: 'bmc-charset', change: cells({ '主机规划!G4': 'Dëmo-bmc-02' }), at: '主机规划!G4' },
  {
    code: 'write-back-blocked',
    change: cells({ '主机规划!E19': { formula: '_xlfn.DISPIMG("ID_1",1)', result: '=DISPIMG("ID_1",1)' } }),
    at: '主机规划!E19',
    says: '序列号无法回填：单元格是 WPS 嵌入的图片',
  },
  {
    code: 'write-back-blocked',
    change: cells({ '主机规划!E19': { formula: 'B1', result: 'x' } }),
    at: '主机规划!E19',
    says: '序列号无法回填：单元格是公式',
  },
  {
    code: 'formula-error',
    change: cells({ '主机规划!D3': { formula: 'DISPIMG("ID_1",1)', result: '=DISPIMG("ID_1",1)' } }),
    at: '主机规划!D3',
    blocks: ['hosts[0].serial'],
    says: '单元格是 WPS 嵌入的图片，无法读出文字',
  },
  {
    code: 'serial-placeholder',
    change: cells({ '主机规划!E19': '（待填写）' }),
    at: '主机规划!E19',
  },
  {
    code: 'label-reworded',
    change: cells({ '主机规划!P20': '网络架构图' }),
    at: '主机规划!P20',
    says: '找不到标签「网络架构」；最接近的是「网络架构图」 P20',
  },
  {
    code: 'sheet-protected',
    change: { edit: (sheet) => (sheet('主机规划').isProtected = true) },
    at: '主机规划!A1',
  },
];

/** What needs a file's formats and styles, or a forced profile, has tests elsewhere. */
const elsewhere: readonly FindingCode[] = [
  ...(['date-value', 'label-missing', 'shown-stored', 'stored-used'] as const),
  ...(['hidden-cells', 'struck-cells'] as const),
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
    const covered = new Set<string>([...cases.map((one) => one.code), ...elsewhere]);
    expect(Object.keys(severityOf).filter((code) => !covered.has(code))).toEqual([]);
  });

  it.each(cases)('$code fires at $at', ({ code, change, at, blocks, says }) => {
    const fired = read(change).findings.filter((finding) => finding.code === code);
    const found = fired.find((finding) => `${finding.sheet}!${finding.cell}` === at);
    expect(fired.map((finding) => `${finding.sheet}!${finding.cell}`)).toContain(at);
    expect(found?.severity).toBe(severityOf[code]);
    expect(found?.blocks).toEqual(blocks);
    if (says !== undefined) {
      expect(found?.message.zh).toBe(says);
    }
  });

  it.each(cases)('$code leaves no placeholder in either language', ({ code, change }) => {
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
        ...['row-half-filled', 'row-half-filled', 'serial-placeholder'],
      ]);
    },
  );

  it.each([
    'ens3f1/ens4f1',
    'ens3f1+ens4f1',
    'ens3f1\nens4f1',
    'ens3f1和ens4f1',
    'ens3f1；ens4f1',
    'ens3f1|ens4f1',
  ])('read two ports in %j', (text) => {
    const { plan } = read(cells({ '虚拟网络!J8': text }));
    expect(plan.network.switches[3]?.nics).toEqual(['ens3f1', 'ens4f1']);
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
    expect(chineseTexts['subnet-missing'].message).toContain('未填网段，仍按 VLAN 创建');
  });
});
