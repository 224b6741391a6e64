import type { HostRow } from '../../src-main/engines/configure/report/chapters.ts';
import type { Check as StoredCheck } from '../../src-main/engines/configure/report/check-groups.ts';

/** A check in one language. */
export type Check = Omit<StoredCheck, 'subject' | 'planned' | 'actual' | 'note'> & {
  readonly subject: string;
  readonly planned: string;
  readonly actual: string | null;
  readonly note: string | null;
};

const two = (count: number): string => String(count).padStart(2, '0');
/** A time on the day of the report, Shanghai 11:44 plus so many seconds. */
export const readAt = (seconds: number): string =>
  new Date(Date.UTC(2026, 10, 21, 3, 44, seconds)).toISOString();

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

export function hostsOf(count: number): HostRow[] {
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

export function checksOf(hosts: number, vlans: number): Check[] {
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
