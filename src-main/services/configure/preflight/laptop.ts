import { BlockList, isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import type { PreflightItem } from '../../../contract/preflight.ts';
import type { SitePlan } from '../../../contract/site-plan.ts';
import { notLookedAt } from './looking.ts';

const looked = { code: 'laptop-ip', subject: 'laptop' } as const;

/** As the operating system lists them, by name. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

interface OwnAddress {
  readonly name: string;
  readonly address: string;
}

function ownAddresses(interfaces: Interfaces): OwnAddress[] {
  return Object.entries(interfaces).flatMap(([name, list = []]) =>
    list
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ name, address })),
  );
}

/** Null for what is no IPv4 network. */
function rangeOf(subnet: string): BlockList | null {
  const [network = '', bits = ''] = subnet.split('/');
  if (!isIPv4(network) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
    return null;
  }
  const range = new BlockList();
  range.addSubnet(network, Number(bits), 'ipv4');
  return range;
}

/** The first network of the management switch with a subnet. */
export function managementSubnet(plan: SitePlan): string | null {
  const management = plan.network.switches.find(({ role }) => role === 'management');
  return management?.networks.find(({ subnet }) => subnet !== null)?.subnet ?? null;
}

const listed = (addresses: readonly OwnAddress[]): string =>
  addresses.map(({ name, address }) => `${address} (${name})`).join(', ') || '—';

/** Whether this laptop has an address in the management network; on the wrong VLAN nothing else works. */
export function laptopItem(subnet: string | null, interfaces: Interfaces): PreflightItem {
  const own = ownAddresses(interfaces);
  const facts = { subnet, addresses: own.map(({ name, address }) => ({ name, address })) };
  const range = subnet === null ? null : rangeOf(subnet);
  if (subnet === null || range === null) {
    const message = {
      zh: `规划表中没有可用的管理网段（${subnet ?? '未填写'}），无法核对本机地址；请补齐管理网络的网段。`,
      en: `The workbook has no usable management subnet (${subnet ?? 'empty'}), so this computer's address cannot be checked. Enter the subnet of the management network.`,
    };
    return { ...notLookedAt(looked, message), facts };
  }
  const inside = own.find(({ address }) => range.check(address, 'ipv4'));
  if (inside !== undefined) {
    const message = {
      zh: `本机网口 ${inside.name} 的地址 ${inside.address} 在管理网段 ${subnet} 内。`,
      en: `This computer's address ${inside.address} on ${inside.name} is in the management subnet ${subnet}.`,
    };
    return { ...looked, verdict: 'ok', message, facts: { ...facts, inside: { ...inside } } };
  }
  const message = {
    zh: `本机没有管理网段 ${subnet} 内的地址（现有 ${listed(own)}）；请检查网线、接入 VLAN，并为本机配置该网段的地址。`,
    en: `This computer has no address in the management subnet ${subnet} (it has ${listed(own)}). Check the cable and the VLAN, and set an address in this subnet.`,
  };
  return { ...looked, verdict: 'warning', message, facts };
}

/** The practice site is on this machine, so the sheet's networks say nothing about the way to it. */
export function laptopInPractice(subnet: string | null): PreflightItem {
  return notLookedAt(looked, {
    zh: `演练环境在本机上，与管理网段 ${subnet ?? '（未填写）'} 无关；在真实站点上才核对本机地址。`,
    en: `The practice site runs on this computer, so the management subnet ${subnet ?? '(empty)'} does not matter. This computer's address is checked on a real site only.`,
  });
}
