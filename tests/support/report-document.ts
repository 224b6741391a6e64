import type { ReportDocument } from '../../src-main/contract/report.ts';

type Check = ReportDocument['checks'][number];

const two = (count: number): string => String(count).padStart(2, '0');
/** A time on the day of the report, Shanghai 11:44 plus so many seconds. */
const readAt = (seconds: number): string => new Date(Date.UTC(2026, 10, 21, 3, 44, seconds)).toISOString();

function check(group: Check['group'], subject: string, values: Partial<Check> = {}): Check {
  const planned = values.planned ?? subject;
  return {
    group,
    of: null,
    subject,
    planned,
    actual: planned,
    verdict: 'equal',
    note: null,
    readAt: readAt(0),
    ...values,
  };
}

function hostsOf(count: number): ReportDocument['hosts'] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    name: `HZ-ELF-Prod-Node-${two(index + 1)}`,
    serial: `K7D3-${1040 + index}`,
    uuid: `4c4c4544-00${two(32 + index)}-4b10-8035-b7c04f${two(index)}3732`,
    managementIp: `10.8.20.${11 + index}`,
    storageIp: `10.8.21.${11 + index}`,
    bmcAddress: `10.8.19.${11 + index}`,
    rack: `B${two(1 + Math.floor(index / 4))} ${1 + (index % 4) * 2}U`,
    version: '6.2.0P4',
  }));
}

function settingChecks(): Check[] {
  return [
    check('settings', '管理 VIP', {
      planned: '10.8.20.10',
      actual: null,
      verdict: 'indirect',
      note: '读不到 VIP 设置；已用该地址登录，主机 UUID 与现场相同。',
    }),
    check('settings', 'DNS 服务器', { planned: '10.8.0.114、10.8.0.1' }),
    check('settings', 'NTP 模式', { planned: 'external' }),
    check('settings', 'NTP 服务器', { planned: '10.8.0.2、ntp.yunling.example' }),
  ];
}

function ipmiChecks(count: number): Check[] {
  return hostsOf(count).map((host, index) => {
    const refused = index === 3;
    return check('ipmi', `${host.name.slice(-7)} 带外账号`, {
      planned: `${host.bmcAddress ?? ''} root`,
      actual: refused ? `${host.bmcAddress ?? ''} root，校验无效` : `${host.bmcAddress ?? ''} root，校验有效`,
      verdict: refused ? 'different' : 'equal',
      note: refused ? '系统返回 is_valid = false：账号写入成功，BMC 拒绝登录，见第 7 章。' : null,
    });
  });
}

function switchChecks(hosts: number, vlans: number): Check[] {
  const of = 'vDS-Prod-Network';
  return [
    check('vds', '绑定模式', {
      of,
      planned: 'balance-tcp（原表 LACP）',
      actual: 'balance-tcp',
      verdict: 'equal-as-edited',
    }),
    check('vds', '关联主机与网口', { of, planned: `${hosts} 台 × ens225, ens257` }),
    check('vds', 'VLAN 数量', { of, planned: String(vlans) }),
  ];
}

function vlanChecks(count: number): Check[] {
  const edits: Readonly<Record<number, Partial<Check>>> = {
    4: { planned: 'VLAN ID 1124（原表 1123）', actual: 'VLAN ID 1124', verdict: 'equal-as-edited' },
    6: {
      actual: 'VLAN-1126-P，VLAN ID 1126',
      verdict: 'equal-as-edited',
      note: '管理交换机上已有一个 VLAN-1126（2 台虚拟机在用），保持原样；客户同意改用新名称，见第 6 章。',
    },
  };
  return Array.from({ length: count }, (_, index) =>
    check('vlan', `VLAN-${1120 + index}`, { planned: `VLAN ID ${1120 + index}`, ...edits[index] }),
  );
}

function checksOf(hosts: number, vlans: number): Check[] {
  const all = [
    ...settingChecks(),
    ...ipmiChecks(hosts),
    ...switchChecks(hosts, vlans),
    ...vlanChecks(vlans),
    check('accounts', `root × ${hosts} 台`, { planned: '新密码可登录', actual: `${hosts}/${hosts} 可登录` }),
    check('accounts', `smartx × ${hosts} 台`, {
      planned: '新密码可登录',
      actual: `${hosts}/${hosts} 可登录`,
    }),
    check('vmtools', '文件大小', { planned: '1,626,341,376 字节' }),
  ];
  return all.map((item, index) => ({ ...item, readAt: readAt(2 + index) }));
}

function conclusionOf(checks: readonly Check[]): ReportDocument['conclusion'] {
  const count = (verdict: Check['verdict']): number =>
    checks.filter((item) => item.verdict === verdict).length;
  const groups = [...new Set(checks.map(({ group }) => group))];
  return {
    verdict: 'passed-with-conditions',
    isCurrent: true,
    counts: {
      total: checks.length,
      equal: count('equal'),
      equalAsEdited: count('equal-as-edited'),
      indirect: count('indirect'),
      different: count('different'),
      unreadable: count('unreadable'),
    },
    inScope: groups.map((group) => ({ group, count: checks.filter((item) => item.group === group).length })),
    exclusions: [
      { subject: 'Infra-network、backup-network', because: '规划表没有 VLAN 与网段' },
      { subject: '管理网络与存储网络', because: '建集群时已有，只读取' },
      { subject: 'CloudTower、Observability', because: '另行部署' },
    ],
  };
}

interface StepFixture {
  readonly key: string;
  readonly title: string;
  readonly changes?: Partial<ReportDocument['execution'][number]>;
}

function executionOf(hosts: number, vlans: number): ReportDocument['execution'] {
  const steps: readonly StepFixture[] = [
    { key: 'connect', title: '连接集群' },
    { key: 'root', title: '初始化管理员', changes: { changed: false } },
    { key: 'session', title: '登录' },
    { key: 'vip', title: '配置管理 VIP' },
    { key: 'dns', title: '配置 DNS' },
    { key: 'ntp', title: '配置 NTP' },
    ...hostsOf(hosts).map(({ name }, index) =>
      index === 3
        ? {
            key: `ipmi:${name}`,
            title: `IPMI ${name}`,
            changes: {
              state: 'warning',
              attempts: 3,
              message: '账号已写入，BMC 拒绝登录（is_valid = false）',
            },
          }
        : { key: `ipmi:${name}`, title: `IPMI ${name}` },
    ),
    { key: 'vds:vDS-Prod-Network', title: '虚拟交换机 vDS-Prod-Network' },
    ...Array.from({ length: vlans }, (_, index) => ({
      key: `vlan:vDS-Prod-Network/VLAN-${1120 + index}`,
      title: `虚拟网络 VLAN-${1120 + index}`,
    })),
    { key: 'iso', title: '上传 VMTools 镜像', changes: { attempts: 2, message: '网络中断一次，续传 31 块' } },
    { key: 'write-back', title: '回填规划表' },
    { key: 'report', title: '出具验收报告', changes: { state: 'running', changed: null, endedAt: null } },
  ];
  return steps.map(({ key, title, changes }, index) => ({
    key,
    title,
    state: 'succeeded',
    attempts: 1,
    changed: true,
    startedAt: new Date(Date.UTC(2026, 10, 21, 2, 42, 39 + index * 9)).toISOString(),
    endedAt: new Date(Date.UTC(2026, 10, 21, 2, 42, 44 + index * 9)).toISOString(),
    message: null,
    ...changes,
  }));
}

const interventions: ReportDocument['interventions'] = [
  {
    at: '2026-11-20T15:12:05.000Z',
    by: '李工',
    kind: 'override',
    subject: '虚拟网络!K8',
    before: 'LACP',
    after: 'balance-tcp',
    reason: '系统没有 LACP 这个取值，与网络管理员核对后修改',
  },
  {
    at: '2026-11-21T03:02:11.000Z',
    by: '李工',
    kind: 'edit',
    subject: 'VLAN-1126',
    before: 'VLAN-1126',
    after: 'VLAN-1126-P',
    reason: '名称已被占用，客户王主任同意改名',
  },
];

const sum = (digit: string): string => `${digit}c41e07b2d8845f6a1c0937be4d2f816`.repeat(2).slice(0, 64);

export interface ReportSize {
  readonly hosts: number;
  readonly vlans: number;
}

/** A report of an ordinary site: 4 hosts and 25 checks unless told otherwise, one of them different. Times are UTC, the zone Asia/Shanghai. */
export function createReportDocument(
  changes: Partial<ReportDocument> = {},
  { hosts, vlans }: ReportSize = { hosts: 4, vlans: 11 },
): ReportDocument {
  const checks = checksOf(hosts, vlans);
  return {
    practice: false,
    number: 'SW-20261121-0147',
    madeAt: '2026-11-21T03:48:30.000Z',
    timeZone: 'Asia/Shanghai',
    productVersion: '1.0.0',
    engineer: null,
    cover: {
      customer: '云岭制造',
      project: '数据中心超融合项目',
      dataCenter: 'HZ-DC2',
      clusterName: 'HZ-ELF-Prod-Cls01',
      serial: 'a3d1c2f4-58b7-4e0b-9c61-2f1d70e5b8aa',
      version: 'SMTX OS 6.2.0P4',
      vip: '10.8.20.10',
      identity: '7F3A·91C2·D0E4',
      hostCount: hosts,
      run: {
        id: '0147',
        startedAt: '2026-11-21T02:42:39.000Z',
        endedAt: '2026-11-21T03:43:15.000Z',
        state: 'succeeded',
      },
      workbook: {
        fileName: '云岭制造-SmartX超融合-规划设计表-ELF环境.xlsx',
        profile: 'smartx-v20250820',
        sha256: sum('9'),
      },
    },
    conclusion: conclusionOf(checks),
    hosts: hostsOf(hosts),
    checks,
    execution: executionOf(hosts, vlans),
    interventions,
    remaining: [
      {
        subject: 'Node-04 带外账号',
        problem: '账号已登记，BMC 拒绝登录',
        nextStep: '客户运维核对该机 BMC 密码后重试，2026-11-28 前',
      },
    ],
    accounts: hostsOf(hosts).flatMap(({ name }) =>
      ['smartx', 'root'].map((account) => ({
        host: name,
        account,
        changed: true,
        verified: true,
        at: readAt(31),
      })),
    ),
    vmtools: {
      fileName: 'SMTX_VMTOOLS-4.1.0-2507.iso',
      sizeBytes: 1_626_341_376,
      sha256: sum('1'),
      imageUuid: 'e17f2a60-5c1d-4a0e-8b57-0c9d3f6a7b21',
      compared: true,
    },
    writeBack: {
      fileName: '云岭制造-SmartX超融合-规划设计表-ELF环境.xlsx',
      sheet: '主机规划',
      cell: 'E19',
      value: 'a3d1c2f4-58b7-4e0b-9c61-2f1d70e5b8aa',
      sha256Before: sum('9'),
      sha256After: sum('4'),
      backupFileName: '云岭制造-SmartX超融合-规划设计表-ELF环境.20261121-114230.xlsx',
      copy: false,
    },
    ...changes,
  };
}

/** A report about nothing: every list empty, everything that may be unknown unknown. */
export function createEmptyReportDocument(): ReportDocument {
  const full = createReportDocument();
  return {
    ...full,
    cover: {
      ...full.cover,
      customer: null,
      project: null,
      dataCenter: null,
      clusterName: null,
      serial: null,
      version: null,
      vip: null,
      identity: null,
      hostCount: 0,
      run: { ...full.cover.run, endedAt: null, state: 'running' },
    },
    conclusion: {
      verdict: 'not-passed',
      isCurrent: true,
      counts: { total: 0, equal: 0, equalAsEdited: 0, indirect: 0, different: 0, unreadable: 0 },
      inScope: [],
      exclusions: [],
    },
    hosts: [],
    checks: [],
    execution: [],
    interventions: [],
    remaining: [],
    accounts: [],
    vmtools: null,
    writeBack: null,
  };
}
