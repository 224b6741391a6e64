import { z } from 'zod';
import { storedCheckSchema } from '../../../contract/report.ts';
import type { Text } from '../../../contract/text.ts';

const groups = ['settings', 'ipmi', 'vds', 'vlan', 'accounts', 'vmtools', 'serial'] as const;
export type CheckGroup = (typeof groups)[number];

/** One planned value beside the value read back, as the run keeps it. */
export const checkSchema = storedCheckSchema.extend({ group: z.enum(groups) });
export type Check = z.infer<typeof checkSchema>;

export const titleOfGroup: Readonly<Record<CheckGroup, Text>> = {
  settings: { zh: '集群设置', en: 'Cluster settings' },
  ipmi: { zh: '带外账号', en: 'BMC accounts' },
  vds: { zh: '虚拟交换机', en: 'Virtual switches' },
  vlan: { zh: '虚拟网络', en: 'Networks' },
  accounts: { zh: '主机账号', en: 'Host accounts' },
  vmtools: { zh: 'VMTools 镜像', en: 'VMTools image' },
  serial: { zh: '集群序列号', en: 'Cluster serial' },
};

export const noteOfGroup: Readonly<Partial<Record<CheckGroup, Text>>> = {
  accounts: {
    zh: '只核对能否登录，本报告不含密码',
    en: 'only whether they can log in; no passwords in this report',
  },
};

/** What is noted of a BMC account that the cluster has logged in with. */
export const bmcValid: Text = { zh: '校验有效', en: 'Valid' };
