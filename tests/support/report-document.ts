import type { ReportDocument, ReportDraft } from '../../src-main/contract/report.ts';
import { localized } from '../../src-main/contract/text.ts';
import type { WrittenBack } from '../../src-main/contract/written-back.ts';
import type { AccountRow } from '../../src-main/engines/configure/report/accounts.ts';
import {
  accountsChapter,
  type HostRow,
  hostsChapter,
  imageChapter,
  type UploadedImage,
  writeBackChapter,
} from '../../src-main/engines/configure/report/chapters.ts';
import { titleOfGroup } from '../../src-main/engines/configure/report/check-groups.ts';
import {
  checkOf,
  coverFacts,
  type CoverValues,
  plannedFrom,
  profileNote,
  subtitle,
  workbookLabel,
} from '../../src-main/engines/configure/report/shared-chapters.ts';
import { type Check, checksOf, hostsOf, readAt } from './report-checks.ts';

function conclusionOf(checks: readonly Check[]): ReportDraft['conclusion'] {
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
    inScope: groups.map((group) => ({
      subject: titleOfGroup[group],
      count: checks.filter((item) => item.group === group).length,
    })),
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
  readonly changes?: Partial<ReportDraft['execution'][number]>;
}

function executionOf(hosts: number, vlans: number): ReportDraft['execution'] {
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

const interventions: ReportDraft['interventions'] = [
  {
    at: '2026-11-20T15:12:05.000Z',
    by: '李工',
    kind: { zh: '修改', en: 'Edited' },
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

/** What the chapters of cluster configuration are made from. */
interface OwnData {
  readonly hosts: readonly HostRow[];
  readonly accounts: readonly AccountRow[];
  readonly image: UploadedImage | null;
  readonly written: WrittenBack | null;
}

export const uploadedImage: UploadedImage = {
  fileName: 'SMTX_VMTOOLS-4.1.0-2507.iso',
  sizeBytes: 1_626_341_376,
  sha256: sum('1'),
  imageUuid: 'e17f2a60-5c1d-4a0e-8b57-0c9d3f6a7b21',
  compared: true,
};

export const writtenBack: WrittenBack = {
  fileName: '云岭制造-SmartX超融合-规划设计表-ELF环境.xlsx',
  sheet: '主机规划',
  cell: 'E19',
  value: 'a3d1c2f4-58b7-4e0b-9c61-2f1d70e5b8aa',
  sha256Before: sum('9'),
  sha256After: sum('4'),
  backupFileName: '云岭制造-SmartX超融合-规划设计表-ELF环境.20261121-114230.xlsx',
  copy: false,
};

const chaptersOf = ({ hosts, accounts, image, written }: OwnData): ReportDraft['chapters'] => [
  'cover',
  'conclusion',
  hostsChapter(hosts),
  'checks',
  'execution',
  'interventions',
  'remaining',
  accountsChapter(accounts),
  imageChapter(image),
  writeBackChapter(written, sum('9')),
  'signature',
];

function coverOf(values: CoverValues): ReportDraft['cover'] {
  return {
    customer: '云岭制造',
    project: '数据中心超融合项目',
    dataCenter: 'HZ-DC2',
    site: values.clusterName,
    address: values.vip,
    identity: values.identity,
    facts: coverFacts(values),
    run: {
      id: '0147',
      startedAt: '2026-11-21T02:42:39.000Z',
      endedAt: '2026-11-21T03:43:15.000Z',
      state: 'succeeded',
    },
    files: [
      {
        label: workbookLabel,
        name: '云岭制造-SmartX超融合-规划设计表-ELF环境.xlsx',
        note: profileNote('smartx-v20250820'),
        sha256: sum('9'),
      },
    ],
  };
}

/** A report of an ordinary site: 4 hosts and 25 checks unless told otherwise, one of them different. Times are UTC, the zone Asia/Shanghai. */
export function createReportDraft(
  changes: Partial<ReportDraft> = {},
  { hosts, vlans }: ReportSize = { hosts: 4, vlans: 11 },
  own: Partial<OwnData> = {},
): ReportDraft {
  const checks = checksOf(hosts, vlans);
  const accounts = hostsOf(hosts).flatMap(({ name }) =>
    ['smartx', 'root'].map((account) => ({
      group: titleOfGroup.accounts,
      on: name,
      account,
      done: { zh: '密码已改为规划值', en: 'Password changed as planned' },
      verified: true,
      at: readAt(31),
    })),
  );
  const { image = uploadedImage, written = writtenBack } = own;
  return {
    practice: false,
    number: 'SW-20261121-0147',
    madeAt: '2026-11-21T03:48:30.000Z',
    timeZone: 'Asia/Shanghai',
    productVersion: '1.0.0',
    engineer: null,
    title: { zh: '验收报告', en: 'Acceptance Report' },
    subtitle,
    chapters: chaptersOf({ hosts: hostsOf(hosts), accounts, image, written }),
    cover: coverOf({
      clusterName: 'HZ-ELF-Prod-Cls01',
      serial: 'a3d1c2f4-58b7-4e0b-9c61-2f1d70e5b8aa',
      version: 'SMTX OS 6.2.0P4',
      vip: '10.8.20.10',
      identity: '7F3A·91C2·D0E4',
      hostCount: hosts,
    }),
    conclusion: conclusionOf(checks),
    plannedFrom,
    checks: checks.map(checkOf),
    execution: executionOf(hosts, vlans),
    interventions,
    remaining: [
      {
        subject: 'Node-04 带外账号',
        problem: '账号已登记，BMC 拒绝登录',
        nextStep: '客户运维核对该机 BMC 密码后重试，2026-11-28 前',
      },
    ],
    ...changes,
  };
}

/** The same in Chinese. */
export const createReportDocument = (): ReportDocument => localized(createReportDraft(), 'zh-CN');

/** A report about nothing: every list empty, everything that may be unknown unknown. */
export function createEmptyReportDraft(): ReportDraft {
  const cover = coverOf({
    clusterName: null,
    serial: null,
    version: null,
    vip: null,
    identity: null,
    hostCount: 0,
  });
  return createReportDraft({
    chapters: chaptersOf({ hosts: [], accounts: [], image: null, written: null }),
    cover: {
      ...cover,
      customer: null,
      project: null,
      dataCenter: null,
      run: { ...cover.run, endedAt: null, state: 'running' },
    },
    conclusion: {
      verdict: 'not-passed',
      isCurrent: true,
      counts: { total: 0, equal: 0, equalAsEdited: 0, indirect: 0, different: 0, unreadable: 0 },
      inScope: [],
      exclusions: [],
    },
    checks: [],
    execution: [],
    interventions: [],
    remaining: [],
  });
}
