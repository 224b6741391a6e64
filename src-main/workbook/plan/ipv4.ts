import type { Text } from '../../contract/text.ts';

/** An IPv4 address as a number; null unless it is four decimal parts without leading zeros. */
export function parseIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) {
    return null;
  }
  let address = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || String(Number(part)) !== part) {
      return null;
    }
    address = address * 256 + Number(part);
  }
  return address;
}

/** A network; `first` and `last` are its lowest and highest address. */
export interface Subnet {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** `10.0.20.0/24`; null when it is not a network address with a mask length. */
export function parseSubnet(text: string): Subnet | null {
  const [address = '', bits = '', ...more] = text.split('/');
  const first = parseIpv4(address);
  if (first === null || more.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
    return null;
  }
  const size = 2 ** (32 - Number(bits));
  return first % size === 0 ? { first, last: first + size - 1, text } : null;
}

/** The network an address lies in, `192.0.2.0/24`; null when the address or the mask length is none. */
export function subnetAround(address: string, bits: string): string | null {
  const parsed = parseIpv4(address);
  if (parsed === null || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
    return null;
  }
  const first = parsed - (parsed % 2 ** (32 - Number(bits)));
  const parts = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(first / unit) % 256);
  return `${parts.join('.')}/${bits}`;
}

export function isInSubnet(subnet: Subnet, address: number): boolean {
  return address >= subnet.first && address <= subnet.last;
}

export function overlap(left: Subnet, right: Subnet): boolean {
  return left.first <= right.last && right.first <= left.last;
}

const reservedNetworks = (
  [
    ['0.0.0.0/8', { zh: '是未指定地址', en: 'is unspecified' }],
    ['127.0.0.0/8', { zh: '是环回地址', en: 'is a loopback address' }],
    ['224.0.0.0/4', { zh: '是组播地址', en: 'is a multicast address' }],
    ['255.255.255.255/32', { zh: '是广播地址', en: 'is the broadcast address' }],
    ['240.0.0.0/4', { zh: '是保留地址', en: 'is reserved' }],
  ] as const
).map(([text, reason]) => ({ subnet: parseSubnet(text), reason }));

/** Why no machine can have this address, whatever its network; null when one can. Continues a sentence. */
export function reservedAs(address: number): Text | null {
  const found = reservedNetworks.find(({ subnet }) => subnet !== null && isInSubnet(subnet, address));
  return found?.reason ?? null;
}

/** Private (RFC 1918, RFC 6598), documentation (RFC 5737), benchmarking (RFC 2544), loopback and link-local networks. */
const reachableInside = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '198.18.0.0/15',
  '127.0.0.0/8',
  '169.254.0.0/16',
].map(parseSubnet);

/** Whether an address belongs to the public internet. */
export function isPublic(address: number): boolean {
  return reachableInside.every((subnet) => subnet === null || !isInSubnet(subnet, address));
}
