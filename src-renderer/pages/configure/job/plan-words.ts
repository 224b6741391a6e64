/** What a path of the plan stands for, in words: `network.switches[3].networks[6].vlanId` is the VLAN ID of the network VLAN-1126. */
import { useTranslation } from 'react-i18next';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';
import { visible } from '../../../../src-main/contract/visible.ts';

/** Every value of `src-main/contract/site-plan.ts` by its path, without the numbers in lists, and where the catalogue has its word. */
const fields = {
  profile: 'plan:field.profile',
  customer: 'sheet:field.customer',
  project: 'sheet:field.project',
  dataCenter: 'sheet:field.dataCenter',
  'cluster.name': 'sheet:field.name',
  'cluster.version': 'sheet:field.version',
  'cluster.vip': 'sheet:field.vip',
  'cluster.serial': 'sheet:field.serial',
  'cluster.storageLayout': 'sheet:field.storageLayout',
  'cluster.networkLayout': 'sheet:field.networkLayout',
  'cluster.administrator.user': 'sheet:field.user',
  'cluster.administrator.password': 'sheet:field.password',
  'hosts[].number': 'sheet:field.number',
  'hosts[].name': 'sheet:field.name',
  'hosts[].serial': 'sheet:field.serial',
  'hosts[].managementIp': 'sheet:field.managementIp',
  'hosts[].storageIp': 'sheet:field.storageIp',
  'hosts[].rack': 'sheet:field.rack',
  'hosts[].rackUnit': 'sheet:field.rackUnit',
  'hosts[].bmc.address': 'sheet:field.address',
  'hosts[].bmc.user': 'plan:field.bmcUser',
  'hosts[].bmc.password': 'plan:field.bmcPassword',
  'hosts[].accounts[].user': 'sheet:field.user',
  'hosts[].accounts[].password': 'sheet:field.password',
  'network.dns[]': 'sheet:field.dns',
  'network.ntp[]': 'sheet:field.ntp',
  'network.bmcSubnet': 'sheet:field.bmcSubnet',
  'network.switches[].role': 'sheet:field.role',
  'network.switches[].name': 'sheet:field.name',
  'network.switches[].bondMode': 'sheet:field.bondMode',
  'network.switches[].nics[]': 'sheet:field.nics',
  'network.switches[].networks[].name': 'sheet:field.name',
  'network.switches[].networks[].vlanId': 'sheet:field.vlanId',
  'network.switches[].networks[].vlanType': 'sheet:field.vlanType',
  'network.switches[].networks[].subnet': 'sheet:field.subnet',
  'network.switches[].networks[].gateway': 'sheet:field.gateway',
  'network.temporaryIpRange.first': 'sheet:field.first',
  'network.temporaryIpRange.last': 'sheet:field.last',
  serialCell: 'plan:field.serialCell',
  'serialCell.sheet': 'plan:field.serialSheet',
  'serialCell.cell': 'plan:field.serialCell',
} as const;

type Field = keyof typeof fields;

const isField = (pattern: string): pattern is Field => Object.hasOwn(fields, pattern);

/** A list as a whole is known by its items: `network.dns` as `network.dns[]`. */
const fieldOf = (pattern: string): Field | null =>
  [pattern, `${pattern}[]`].find((one): one is Field => isField(one)) ?? null;

/** What values belong to, the innermost first. */
const owners = [
  { kind: 'network', path: /^network\.switches\[\d+\]\.networks\[(\d+)\]/ },
  { kind: 'switch', path: /^network\.switches\[(\d+)\]/ },
  { kind: 'host', path: /^hosts\[(\d+)\]/ },
] as const;

/** Of the cluster, where the word alone would not tell. */
const ofCluster: readonly string[] = ['cluster.name', 'cluster.version', 'cluster.serial'];

interface Owner {
  readonly kind: (typeof owners)[number]['kind'] | 'administrator' | 'cluster';
  /** As the plan calls it; where it does not, by its place in the list, from 1. Empty for what there is once. */
  readonly name: string;
}

export interface DescribedPath {
  readonly word: (typeof fields)[Field];
  /** Null for what belongs to the whole cluster. */
  readonly owner: Owner | null;
  /** The host's account that it belongs to. */
  readonly account: string | null;
  /** Which one of a list it is, from 1. */
  readonly number: number | null;
}

/** Answers the value at a path, where that is known. */
export type ValueAt = (path: string) => string | null;

function ownerOf(path: string, valueAt: ValueAt): Owner | null {
  for (const { kind, path: begins } of owners) {
    const found = begins.exec(path);
    if (found !== null) {
      return { kind, name: nameOf(`${found[0]}.name`, Number(found[1]), valueAt) };
    }
  }
  if (path.startsWith('cluster.administrator.')) {
    return { kind: 'administrator', name: '' };
  }
  return ofCluster.includes(path) ? { kind: 'cluster', name: '' } : null;
}

function nameOf(path: string, index: number, valueAt: ValueAt): string {
  const name = valueAt(path);
  return name === null || name === '' ? `#${index + 1}` : visible(name);
}

/** Null for a path that no plan has. */
export function describePath(path: string, valueAt: ValueAt): DescribedPath | null {
  const field = fieldOf(path.replace(/\[\d+\]/g, '[]'));
  if (field === null) {
    return null;
  }
  const account = /^hosts\[\d+\]\.accounts\[(\d+)\]/.exec(path);
  const [, last] = /\[(\d+)\]$/.exec(path) ?? [];
  return {
    word: fields[field],
    owner: ownerOf(path, valueAt),
    account: account === null ? null : nameOf(`${account[0]}.user`, Number(account[1]), valueAt),
    number: last === undefined ? null : Number(last) + 1,
  };
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

export interface PlanWords {
  /** `虚拟网络 VLAN-1124`; null for what belongs to the whole cluster. */
  readonly of: string | null;
  readonly word: string;
}

/** Says what a path of the plan stands for. Null for one that no plan has. */
export function usePlanWords(): (path: string, valueAt: ValueAt) => PlanWords | null {
  const { t } = useTranslation(['plan', 'sheet']);
  return (path, valueAt) => {
    const found = describePath(path, valueAt);
    if (found === null) {
      return null;
    }
    const { word, owner, account, number } = found;
    const of = [owner === null ? null : t(`plan:owner.${owner.kind}`, { name: owner.name }), account];
    return {
      of: owner === null ? null : inOneLine(...of),
      word: number === null ? t(word) : `${t(word)} ${number}`,
    };
  };
}

/** What there is of them, from the whole to the part. */
export const inOneLine = (...words: readonly (string | null)[]): string =>
  words.filter((word) => word !== null).join(' · ');

/** The same in one line, for whoever lists values by their paths. */
export function useValueName(): (path: string, valueAt: ValueAt) => string | null {
  const said = usePlanWords();
  return (path, valueAt) => {
    const words = said(path, valueAt);
    return words === null ? null : inOneLine(words.of, words.word);
  };
}
