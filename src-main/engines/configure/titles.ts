import type { Language } from '../../contract/configure.ts';

/** Titles of the steps in both languages; `of` is the object's name as the sheet has it. */
const titles = {
  connect: { 'zh-CN': '连接集群', en: 'Connect to the cluster' },
  identity: { 'zh-CN': '核对站点身份与部署状态', en: 'Identify the site and check that it is deployed' },
  scan: { 'zh-CN': '主机扫描', en: 'Scan the hosts' },
  pairing: { 'zh-CN': '主机配对', en: 'Pair planned and scanned hosts' },
  root: { 'zh-CN': '初始化管理员', en: 'Set up the administrator' },
  session: { 'zh-CN': '登录会话', en: 'Log in' },
  vip: { 'zh-CN': '管理 VIP', en: 'Management VIP' },
  dns: { 'zh-CN': 'DNS 服务器', en: 'DNS servers' },
  ntp: { 'zh-CN': 'NTP 服务器', en: 'NTP servers' },
  ipmi: { 'zh-CN': '带外账号', en: 'BMC account of' },
  vds: { 'zh-CN': '业务虚拟交换机', en: 'Virtual switch' },
  vlan: { 'zh-CN': '业务虚拟网络', en: 'Network' },
  'vlan-count': { 'zh-CN': 'VLAN 数量校验', en: 'Check the number of networks of' },
  password: { 'zh-CN': '主机账号密码', en: 'Password of' },
  iso: { 'zh-CN': '上传 VMTools 镜像', en: 'Upload the VMTools image' },
  serial: { 'zh-CN': '读取集群序列号', en: 'Read the cluster serial' },
  'write-back': { 'zh-CN': '回填规划表', en: 'Write the serial back into the workbook' },
  reread: { 'zh-CN': '重新核对', en: 'Read everything again' },
  report: { 'zh-CN': '验收报告', en: 'Acceptance report' },
} as const;

export type StepGroup = keyof typeof titles;

export function titleOf(group: StepGroup, language: Language, of?: string): string {
  const title = titles[group][language];
  return of === undefined ? title : `${title} ${of}`;
}

/** The text in one language, for the few values that are words and not data. */
export function pickLanguage(language: Language, texts: Readonly<Record<Language, string>>): string {
  return texts[language];
}
