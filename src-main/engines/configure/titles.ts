import type { Text } from '../../contract/text.ts';

/** Titles of the steps; the object's name as the sheet has it comes behind. */
const titles = {
  connect: { zh: '连接集群', en: 'Connect to cluster' },
  identity: { zh: '核对站点身份与部署状态', en: 'Verify site identity and deployment' },
  scan: { zh: '主机扫描', en: 'Scan hosts' },
  pairing: { zh: '主机配对', en: 'Pair hosts' },
  root: { zh: '初始化管理员', en: 'Set up administrator' },
  session: { zh: '登录会话', en: 'Log in' },
  vip: { zh: '管理 VIP', en: 'Management VIP' },
  dns: { zh: 'DNS 服务器', en: 'DNS servers' },
  ntp: { zh: 'NTP 服务器', en: 'NTP servers' },
  ipmi: { zh: '带外账号', en: 'BMC account on' },
  vds: { zh: '业务虚拟交换机', en: 'Virtual switch' },
  vlan: { zh: '业务虚拟网络', en: 'Virtual network' },
  'vlan-count': { zh: '网络数量校验', en: 'Network count' },
  password: { zh: '主机账号密码', en: 'Password of' },
  iso: { zh: '上传 VMTools 镜像', en: 'Upload VMTools image' },
  serial: { zh: '读取集群序列号', en: 'Read cluster serial' },
  'write-back': { zh: '回填规划表', en: 'Write serial back to workbook' },
  reread: { zh: '重新核对', en: 'Recheck configuration' },
  report: { zh: '验收报告', en: 'Acceptance report' },
} as const satisfies Readonly<Record<string, Text>>;

export function titleOf(group: keyof typeof titles, of?: string): Text {
  const { zh, en } = titles[group];
  return of === undefined ? { zh, en } : { zh: `${zh} ${of}`, en: `${en} ${of}` };
}
