import type { Text } from '../../contract/text.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Field } from '../plan/field.ts';
import { isInSubnet, isPublic, parseIpv4, parseSubnet, type Subnet } from '../plan/ipv4.ts';
import type { Problem } from './catalog.ts';
import { referenceText, spanOf } from './cells.ts';
import { sheetPlace } from './places.ts';

/** Rules on DNS, NTP and the temporary addresses. */
export function checkServices(draft: SiteDraft): readonly Problem[] {
  const { dns, ntp, dnsPlaces, ntpPlaces } = draft.services;
  const placeOf = (places: readonly Field[]): Problem['at'] =>
    places.length === 0 ? sheetPlace(draft.layout, 'management') : spanOf(places);
  const problems: Problem[] = [];
  if (ntp.length === 2) {
    problems.push({ code: 'ntp-two', at: placeOf(ntpPlaces) });
  }
  if (ntp.length === 0) {
    problems.push({ code: 'ntp-missing', at: placeOf(ntpPlaces) });
  }
  if (dns.length === 0) {
    problems.push({ code: 'dns-missing', at: placeOf(dnsPlaces) });
  }
  return [...problems, ...namedDns(dns), ...publicServers([...ntp, ...dns]), ...temporaryRange(draft)];
}

/** Several servers in one entry have a rule of their own. */
function namedDns(dns: readonly Field[]): readonly Problem[] {
  return dns.flatMap((field, index) =>
    field.text === '' || field.text.includes(' ') || parseIpv4(field.text) !== null
      ? []
      : [
          {
            code: 'dns-ip' as const,
            at: field.at,
            details: { value: field.text },
            blocks: [`network.dns[${index}]`],
          },
        ],
  );
}

function publicServers(servers: readonly Field[]): readonly Problem[] {
  return servers
    .filter((field) => {
      const address = parseIpv4(field.text);
      return address !== null && isPublic(address);
    })
    .map((field) => ({ code: 'public-server', at: field.at, details: { value: field.text } }));
}

function temporaryRange(draft: SiteDraft): readonly Problem[] {
  const { temporaryFirst, temporaryLast } = draft.services;
  const first = parseIpv4(temporaryFirst?.text ?? '');
  const last = parseIpv4(temporaryLast?.text ?? '');
  if (temporaryFirst === null || temporaryLast === null || first === null || last === null) {
    return [];
  }
  const reason = wrongWithRange(draft, first, last);
  const at = spanOf([temporaryFirst, temporaryLast]);
  return reason === null ? [] : [{ code: 'range', at, details: { reason } }];
}

/** Continues a sentence about the range; null when nothing is wrong with it. */
function wrongWithRange(draft: SiteDraft, first: number, last: number): Text | null {
  if (first > last) {
    return { zh: '倒序', en: 'is reversed' };
  }
  const subnet = managementSubnet(draft);
  if (subnet !== null && !(isInSubnet(subnet, first) && isInSubnet(subnet, last))) {
    return {
      zh: `不在管理网段 ${subnet.text} 内`,
      en: `is outside the management subnet ${subnet.text}`,
    };
  }
  const used = usedAddresses(draft).filter((field) => {
    const address = parseIpv4(field.text);
    return address !== null && address >= first && address <= last;
  });
  const cells = used.map(referenceText).join(', ');
  return used.length === 0
    ? null
    : { zh: `含已用 IP（${cells}）`, en: `contains addresses already in use (${cells})` };
}

function managementSubnet({ switches }: SiteDraft): Subnet | null {
  const planned = switches.find(({ role }) => role === 'management')?.networks[0];
  return planned === undefined ? null : parseSubnet(planned.fields.subnet.text);
}

function usedAddresses({ hosts, cluster, services, switches }: SiteDraft): readonly Field[] {
  return [
    ...hosts.flatMap(({ fields }) => [fields.bmcAddress, fields.managementIp, fields.storageIp]),
    ...(cluster.vip === null ? [] : [cluster.vip]),
    ...services.components,
    ...services.dns,
    ...services.ntp,
    ...switches.flatMap(({ networks }) => networks.map(({ fields }) => fields.gateway)),
  ];
}
