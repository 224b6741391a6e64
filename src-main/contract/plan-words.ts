/** What a path of the plan stands for, in words: `network.switches[3].networks[6].vlanId` is the VLAN ID of the network VLAN-1126. */
import type { SitePlan } from './site-plan.ts';
import type { Text } from './text.ts';
import { visible } from './visible.ts';

const word = (zh: string, en: string): Text => ({ zh, en });

const name = word('名称', 'Name');
const user = word('账号', 'User');
const password = word('密码', 'Password');
const serial = word('序列号', 'Serial');
const serialCell = word('序列号单元格', 'Serial cell');

/** Every value of `site-plan.ts` by its path, without the numbers in lists. */
const fields: Readonly<Record<string, Text>> = {
  profile: word('模板', 'Template'),
  customer: word('客户名称', 'Customer'),
  project: word('项目名称', 'Project'),
  dataCenter: word('数据中心', 'Data center'),
  'cluster.name': name,
  'cluster.version': word('版本', 'Version'),
  'cluster.vip': word('管理 VIP', 'Management VIP'),
  'cluster.serial': serial,
  'cluster.storageLayout': word('存储架构', 'Storage layout'),
  'cluster.networkLayout': word('网络架构', 'Network layout'),
  'cluster.administrator.user': user,
  'cluster.administrator.password': password,
  'hosts[].number': word('序号', 'Number'),
  'hosts[].name': name,
  'hosts[].serial': serial,
  'hosts[].managementIp': word('管理地址', 'Management IP'),
  'hosts[].storageIp': word('存储 IP', 'Storage IP'),
  'hosts[].rack': word('机架', 'Rack'),
  'hosts[].rackUnit': word('机架位置', 'Rack unit'),
  'hosts[].bmc.address': word('带外地址', 'BMC address'),
  'hosts[].bmc.user': word('带外账号', 'BMC user'),
  'hosts[].bmc.password': word('带外密码', 'BMC password'),
  'hosts[].accounts[].user': user,
  'hosts[].accounts[].password': password,
  'network.dns[]': word('DNS 服务器', 'DNS server'),
  'network.ntp[]': word('NTP 服务器', 'NTP server'),
  'network.bmcSubnet': word('带外网段', 'BMC subnet'),
  'network.switches[].role': word('用途', 'Role'),
  'network.switches[].name': name,
  'network.switches[].bondMode': word('网口绑定模式', 'Bond mode'),
  'network.switches[].nics[]': word('主机端口', 'Host ports'),
  'network.switches[].networks[].name': name,
  'network.switches[].networks[].vlanId': word('VLAN ID', 'VLAN ID'),
  'network.switches[].networks[].vlanType': word('VLAN 类型', 'VLAN type'),
  'network.switches[].networks[].subnet': word('网段', 'Subnet'),
  'network.switches[].networks[].gateway': word('网关', 'Gateway'),
  'network.temporaryIpRange.first': word('临时 IP 起', 'First temporary IP'),
  'network.temporaryIpRange.last': word('临时 IP 止', 'Last temporary IP'),
  serialCell,
  'serialCell.sheet': word('序列号所在工作表', 'Serial sheet'),
  'serialCell.cell': serialCell,
};

/** A list as a whole is known by its items: `network.dns` as `network.dns[]`. */
function fieldOf(pattern: string): Text | null {
  const known = [pattern, `${pattern}[]`].find((one) => Object.hasOwn(fields, one));
  return known === undefined ? null : (fields[known] ?? null);
}

/** What values belong to, the innermost first. */
const owners = [
  { what: word('虚拟网络', 'Network'), path: /^network\.switches\[\d+\]\.networks\[(\d+)\]/ },
  { what: word('虚拟交换机', 'Virtual switch'), path: /^network\.switches\[(\d+)\]/ },
  { what: word('主机', 'Host'), path: /^hosts\[(\d+)\]/ },
] as const;

const administrator = word('集群管理员', 'Cluster administrator');
const cluster = word('集群', 'Cluster');

/** Of the cluster, where the word alone would not tell. */
const ofCluster: readonly string[] = ['cluster.name', 'cluster.version', 'cluster.serial'];

/** Returns the value at a path, where that is known. */
export type ValueAt = (path: string) => string | null;

/** As the plan calls it; where it does not, by its place in the list, from 1. */
function nameOf(path: string, index: number, valueAt: ValueAt): string {
  const found = valueAt(path);
  return found === null || found === '' ? `#${index + 1}` : visible(found);
}

function ownerOf(path: string, valueAt: ValueAt): Text | null {
  for (const { what, path: begins } of owners) {
    const found = begins.exec(path);
    if (found !== null) {
      const called = nameOf(`${found[0]}.name`, Number(found[1]), valueAt);
      return { zh: `${what.zh} ${called}`, en: `${what.en} ${called}` };
    }
  }
  if (path.startsWith('cluster.administrator.')) {
    return administrator;
  }
  return ofCluster.includes(path) ? cluster : null;
}

export interface PlanWords {
  /** `虚拟网络 VLAN-1124`, `主机 node-01 · root`; null for what belongs to the whole cluster. */
  readonly of: Text | null;
  /** Which value it is; of a list its place, from 1. */
  readonly word: Text;
}

/** Says what a path of the plan stands for. Null for one that no plan has. */
export function planWords(path: string, valueAt: ValueAt): PlanWords | null {
  const field = fieldOf(path.replace(/\[\d+\]/g, '[]'));
  if (field === null) {
    return null;
  }
  const owner = ownerOf(path, valueAt);
  const account = /^hosts\[\d+\]\.accounts\[(\d+)\]/.exec(path);
  const of =
    owner === null || account === null
      ? owner
      : withPart(owner, nameOf(`${account[0]}.user`, Number(account[1]), valueAt));
  const [, last] = /\[(\d+)\]$/.exec(path) ?? [];
  const place = last === undefined ? '' : ` ${Number(last) + 1}`;
  return { of, word: { zh: `${field.zh}${place}`, en: `${field.en}${place}` } };
}

const withPart = ({ zh, en }: Text, part: string): Text => ({ zh: `${zh} · ${part}`, en: `${en} · ${part}` });

/** The same in one line, from the whole to the part. */
export function valueName(path: string, valueAt: ValueAt): Text | null {
  const found = planWords(path, valueAt);
  if (found === null) {
    return null;
  }
  const { of, word: which } = found;
  return of === null ? which : { zh: `${of.zh} · ${which.zh}`, en: `${of.en} · ${which.en}` };
}

/** The values of a plan by their path. */
export function valuesOf(plan: SitePlan): ValueAt {
  return (path) => {
    let value: unknown = plan;
    for (const key of path.split(/[.[\]]+/).filter((part) => part !== '')) {
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null;
    }
    return typeof value === 'string' ? value : null;
  };
}
