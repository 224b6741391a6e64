import type { SitePlan } from '../../../src-main/contract/site-plan.ts';

/** Names of the plan's values as the catalogue has them. */
const fieldNames = [
  ...['customer', 'project', 'dataCenter', 'name', 'version', 'vip', 'serial', 'storageLayout'],
  ...['networkLayout', 'user', 'password', 'number', 'managementIp', 'storageIp', 'rack', 'rackUnit'],
  ...['address', 'dns', 'ntp', 'bmcSubnet', 'role', 'bondMode', 'nics', 'vlanId', 'vlanType', 'subnet'],
  ...['gateway', 'first', 'last'],
] as const;

type FieldName = (typeof fieldNames)[number];

export const isFieldName = (name: string): name is FieldName => fieldNames.some((field) => field === name);

/** What a path of the plan stands for: `network.switches[3].networks[6].vlanId` is the VLAN id of VLAN-1126. */
export interface PathWords {
  /** The last name in the path, a key of the catalogue where that knows it. */
  readonly field: string;
  /** The name of the host, switch or network that it belongs to; null for what belongs to the whole cluster. */
  readonly subject: string | null;
}

export function describePath(plan: SitePlan, path: string): PathWords {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const subjects: string[] = [];
  let value = propertiesOf(plan);
  for (const [depth, key] of keys.slice(0, -1).entries()) {
    value = propertiesOf(value[key]);
    const { name, user } = value;
    if (depth > 0 && typeof name === 'string' && name !== '') subjects.splice(0, subjects.length, name);
    else if (keys[depth - 1] === 'accounts' && typeof user === 'string') subjects.push(user);
  }
  const field = keys.findLast((key) => !/^\d+$/.test(key)) ?? '';
  return { field, subject: subjects.length === 0 ? null : subjects.join(' ') };
}

const propertiesOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
