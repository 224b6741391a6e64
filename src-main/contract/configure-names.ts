/** What the engine of SmartX clusters and the groups of its steps are called. */
import type { Text } from './text.ts';

export const configureName: Text = { zh: '集群配置', en: 'Cluster configuration' };

/** What the identity of such a cluster is made of. */
export const configureIdentity: Text = { zh: '主机', en: 'Hosts' };

/** By the groups of its steps. */
export const configureGroups: Readonly<Record<string, Text>> = {
  connect: { zh: '连接与配对', en: 'Connect and pair' },
  session: { zh: '管理员与会话', en: 'Admin and session' },
  settings: { zh: 'VIP / DNS / NTP', en: 'VIP / DNS / NTP' },
  ipmi: { zh: '带外账号', en: 'BMC accounts' },
  vds: { zh: '业务虚拟交换机', en: 'Virtual switches' },
  vlan: { zh: '业务虚拟网络', en: 'Networks' },
  password: { zh: '主机账号密码', en: 'Host passwords' },
  iso: { zh: 'VMTools 上传', en: 'VMTools upload' },
  serial: { zh: '序列号与回填', en: 'Serial and write-back' },
  report: { zh: '核对与报告', en: 'Check and report' },
};
