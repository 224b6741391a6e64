import type { Text } from '../../contract/text.ts';
import { namesOf, oddCharacters, withoutUnseen } from '../grid/characters.ts';
import type { NetworkDraft, SiteDraft } from '../plan/draft.ts';
import { isBlank, isBroken, type Field } from '../plan/field.ts';
import { isInSubnet, parseIpv4, parseSubnet, reservedAs, type Subnet } from '../plan/ipv4.ts';
import type { FindingCode, Problem } from './catalog.ts';
import { otherPlace, overriddenLast, referenceText, runsOf } from './cells.ts';
import { placeOf } from './places.ts';

interface AddressEntry {
  readonly field: Field;
  readonly kind:
    'bmc' | 'management' | 'storage' | 'vip' | 'gateway' | 'component' | 'dns' | 'ntp' | 'temporary';
  /** Null for addresses the plan does not hold. */
  readonly path: string | null;
}

/** An address, or a subnet. */
type ValueEntry = Omit<AddressEntry, 'kind'> & { readonly kind: AddressEntry['kind'] | 'subnet' };

const subnetEntry = ({ path, fields }: NetworkDraft): ValueEntry => ({
  field: fields.subnet,
  kind: 'subnet',
  path: `${path}.subnet`,
});

/** Rules on single addresses, and on addresses against the subnets of the plan. */
export function checkAddresses(draft: SiteDraft): readonly Problem[] {
  const entries = addressesOf(draft).filter(({ field }) => field.text !== '');
  return [
    ...subnetProblems(draft, entries),
    ...untidy(draft, entries),
    ...malformed(entries),
    ...severalAddresses(draft, entries),
    ...reserved(draft, entries),
    ...duplicates(entries),
    ...(draft.cluster.vip === null || isBlank(draft.cluster.vip)
      ? [{ code: 'vip-missing', at: placeOf(draft, 'vip') } as const]
      : []),
  ];
}

function addressesOf(draft: SiteDraft): readonly AddressEntry[] {
  const { cluster, services } = draft;
  const single = (
    field: Field | null,
    kind: AddressEntry['kind'],
    path: string | null,
  ): readonly AddressEntry[] => (field === null ? [] : [{ field, kind, path }]);
  return [
    ...single(cluster.vip, 'vip', 'cluster.vip'),
    ...draft.hosts.flatMap(({ path, fields }): readonly AddressEntry[] => [
      { field: fields.bmcAddress, kind: 'bmc', path: `${path}.bmc.address` },
      { field: fields.managementIp, kind: 'management', path: `${path}.managementIp` },
      { field: fields.storageIp, kind: 'storage', path: `${path}.storageIp` },
    ]),
    ...draft.switches.flatMap(({ networks }) =>
      networks.map(({ path, fields }) => ({
        field: fields.gateway,
        kind: 'gateway' as const,
        path: `${path}.gateway`,
      })),
    ),
    ...services.components.map((field) => ({ field, kind: 'component' as const, path: null })),
    ...services.dns.map((field, index) => ({ field, kind: 'dns' as const, path: `network.dns[${index}]` })),
    ...services.ntp.map((field, index) => ({ field, kind: 'ntp' as const, path: `network.ntp[${index}]` })),
    ...single(services.temporaryFirst, 'temporary', 'network.temporaryIpRange.first'),
    ...single(services.temporaryLast, 'temporary', 'network.temporaryIpRange.last'),
  ];
}

function subnetProblems(draft: SiteDraft, entries: readonly AddressEntry[]): readonly Problem[] {
  const subnetOf = (role: 'management' | 'storage'): Field | undefined =>
    draft.switches.find((planned) => planned.role === role)?.networks[0]?.fields.subnet;
  const outside = outsideOf(entries);
  return [
    ...runsOf(outside('bmc', draft.ipmi?.fields.subnet)).map(({ at }) => ({
      code: 'bmc-subnet' as const,
      at,
      details: subnetDetails(draft.ipmi?.fields.subnet),
    })),
    ...eachOutside('mgmt-subnet', outside('management', subnetOf('management')), subnetOf('management')),
    ...eachOutside('storage-subnet', outside('storage', subnetOf('storage')), subnetOf('storage')),
    ...eachOutside('vip-subnet', outside('vip', subnetOf('management')), subnetOf('management')),
  ];
}

function outsideOf(entries: readonly AddressEntry[]) {
  return (kind: AddressEntry['kind'], field: Field | undefined): readonly AddressEntry[] => {
    const subnet = field === undefined ? null : parseSubnet(field.text);
    return entries.filter((entry) => {
      const address = entry.kind === kind ? parseIpv4(entry.field.text) : null;
      return subnet !== null && address !== null && !isInSubnet(subnet, address);
    });
  };
}

function eachOutside(
  code: FindingCode,
  entries: readonly AddressEntry[],
  subnet: Field | undefined,
): readonly Problem[] {
  return entries.map(({ field, path }) => ({
    code,
    at: field.at,
    details: { value: field.text, ...subnetDetails(subnet) },
    blocks: blocksOf(path),
  }));
}

/** A network with a wrong gateway is not created. */
function blocksOf(path: string | null): readonly string[] {
  if (path === null) {
    return [];
  }
  return path.endsWith('.gateway') ? [path, path.replace(/gateway$/, 'vlanId')] : [path];
}

function subnetDetails(field: Field | undefined): Record<string, string> {
  return field === undefined ? {} : { subnet: field.text, cell: referenceText(field) };
}

/** Also subnets: what is normalised before it is used is shown. */
function untidy(draft: SiteDraft, entries: readonly AddressEntry[]): readonly Problem[] {
  const networks = [draft.ipmi, ...draft.switches.flatMap((planned) => planned.networks)];
  const subnets = networks.flatMap((network) => (network === null ? [] : [subnetEntry(network)]));
  return [...entries, ...subnets]
    .filter(({ field }) => field.text !== '' && field.raw !== field.text)
    .filter((entry) => valuesOf(entry).length < 2)
    .map(({ field }) => ({
      code: 'ip-whitespace-fullwidth',
      at: field.at,
      details: { value: field.text, characters: charactersIn(field.raw) },
    }));
}

/** What can be seen is told as a kind; every other character has a name. */
function charactersIn(raw: string): Text {
  const odd = oddCharacters(raw.replace(/[\t\r\n]/g, ' '));
  const isNamed = odd.some(({ kind }) => kind !== 'full-width');
  return isNamed ? namesOf(odd) : { zh: '空格或全角字符', en: 'spaces or full-width characters' };
}

/** The addresses of a cell that holds several, with or without mask length. */
function severalIn(raw: string): readonly string[] {
  const parts = withoutUnseen(raw.normalize('NFKC'))
    .split(/[\s,;、|&+~]+|和|及|或|\/(?=\d{1,3}\.)/)
    .filter((part) => part !== '');
  return parts.every((part) => parseIpv4(part.split('/')[0] ?? '') !== null) ? parts : [];
}

/** The values of a cell that holds several. Servers are also given by name; a blank in one stands between two. */
function valuesOf({ field, kind }: ValueEntry): readonly string[] {
  const addresses = severalIn(field.raw);
  return addresses.length < 2 && (kind === 'dns' || kind === 'ntp') ? field.text.split(' ') : addresses;
}

function severalAddresses(draft: SiteDraft, entries: readonly AddressEntry[]): readonly Problem[] {
  const subnets = draft.switches.flatMap((planned) => planned.networks).map(subnetEntry);
  return [...entries, ...subnets]
    .map((entry) => ({ ...entry, values: valuesOf(entry) }))
    .filter(({ values }) => values.length > 1)
    .map(({ field, path, values }) => ({
      code: 'several-values',
      at: field.at,
      details: { values: values.join(', ') },
      blocks: blocksOf(path),
    }));
}

/** Addresses nobody can be given: of a network itself, of everybody in it, and those with a meaning of their own. */
function reserved(draft: SiteDraft, entries: readonly AddressEntry[]): readonly Problem[] {
  const networks = draft.switches.flatMap((planned) => planned.networks);
  const fields = [draft.ipmi, ...networks].flatMap((network) =>
    network === null ? [] : [network.fields.subnet],
  );
  const subnets = fields.flatMap((field) => parseSubnet(field.text) ?? []);
  return entries.flatMap(({ field, kind, path }): readonly Problem[] => {
    const address = parseIpv4(field.text);
    if (address === null) {
      return [];
    }
    // A gateway is compared with its own network by a rule of its own.
    const reason = reservedAs(address) ?? (kind === 'gateway' ? null : edgeOf(address, subnets));
    return reason === null
      ? []
      : [
          {
            code: 'ip-reserved',
            at: field.at,
            details: { value: field.text, reason },
            blocks: blocksOf(path),
          },
        ];
  });
}

function edgeOf(address: number, subnets: readonly Subnet[]): Text | null {
  const subnet = subnets.find(
    ({ first, last }) => last - first > 1 && (address === first || address === last),
  );
  if (subnet === undefined) {
    return null;
  }
  return address === subnet.first
    ? { zh: `是网段 ${subnet.text} 的网络地址`, en: `is the network address of ${subnet.text}` }
    : { zh: `是网段 ${subnet.text} 的广播地址`, en: `is the broadcast address of ${subnet.text}` };
}

const serverName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?$/i;

/** A time server may be given by name; DNS servers have a rule of their own. */
function malformed(entries: readonly AddressEntry[]): readonly Problem[] {
  return entries
    .filter((entry) => {
      const { field, kind } = entry;
      const isName = kind === 'ntp' && /[a-z]/i.test(field.text) && serverName.test(field.text);
      const isOther = isName || isBroken(field) || valuesOf(entry).length > 1;
      return kind !== 'dns' && !isOther && parseIpv4(field.text) === null;
    })
    .map(({ field, path }) => ({
      code: 'ip-format',
      at: field.at,
      details: { value: field.text },
      blocks: blocksOf(path),
    }));
}

/** The later of two cells is reported, or the one that was overridden. One server may serve names and time, and a gateway may do both. */
function duplicates(entries: readonly AddressEntry[]): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<number, AddressEntry[]>();
  for (const entry of overriddenLast(entries, ({ field }) => field)) {
    const address = entry.kind === 'temporary' ? null : parseIpv4(entry.field.text);
    if (address === null) {
      continue;
    }
    const earlier = seen.get(address) ?? [];
    const other = earlier.find((candidate) => !mayShare(candidate, entry));
    if (other !== undefined) {
      problems.push({
        code: 'ip-duplicate',
        at: entry.field.at,
        details: { value: entry.field.text, other: otherPlace(entry.field, other.field) },
        blocks: blocksOf(entry.path),
      });
    }
    seen.set(address, [...earlier, entry]);
  }
  return problems;
}

function mayShare(left: AddressEntry, right: AddressEntry): boolean {
  const server = ['dns', 'ntp', 'gateway'];
  return left.kind !== right.kind && server.includes(left.kind) && server.includes(right.kind);
}
