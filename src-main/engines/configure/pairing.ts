import type { PairingRow } from '../../contract/configure.ts';
import type { PlannedHost, SitePlan } from '../../contract/site-plan.ts';
import type { ScannedHost } from './ports.ts';

/** What a planned host and a scanned one have in common. */
export type PairingFact = 'serial' | 'name' | 'address' | 'storage';

/** Facts by which a planned host and a scanned one can be told to be the same. */
export function agreeing(planned: PlannedHost, scanned: ScannedHost): PairingFact[] {
  const same = (a: string | null, b: string | null): boolean =>
    a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();
  const facts: PairingFact[] = [];
  if (same(planned.serial, scanned.serial)) {
    facts.push('serial');
  }
  if (same(planned.name, scanned.hostname)) {
    facts.push('name');
  }
  if (scanned.addresses.includes(planned.managementIp)) {
    facts.push('address');
  }
  if (planned.storageIp !== null && scanned.addresses.includes(planned.storageIp)) {
    facts.push('storage');
  }
  return facts;
}

/**
 * The pairing table: each planned host beside the scanned one that any of its facts points at. Ambiguous when its
 * facts point at several, or when two planned hosts point at the same one.
 */
export function pairHosts(plan: SitePlan, scanned: readonly ScannedHost[]): PairingRow[] {
  const candidates = plan.hosts.map((planned) => ({
    planned,
    found: scanned.filter((host) => agreeing(planned, host).length > 0),
  }));
  const claims = new Map<string, number>();
  for (const { found } of candidates) {
    for (const { uuid } of found) {
      claims.set(uuid, (claims.get(uuid) ?? 0) + 1);
    }
  }
  return candidates.map(({ planned, found }) => {
    const [first] = found;
    const clear = found.length === 1 && first !== undefined && claims.get(first.uuid) === 1;
    return {
      planned: planned.name,
      uuid: first?.uuid ?? null,
      serial: first?.serial ?? null,
      hostname: first?.hostname ?? null,
      bmcAddress: planned.bmc.address,
      agreeing: first === undefined ? [] : agreeing(planned, first),
      verdict: first === undefined ? 'missing' : clear ? 'paired' : 'ambiguous',
    };
  });
}

/** `name=uuid,name=uuid`, as a person gives a pairing that could not be told; null when it does not fit the hosts. */
export function parsePairing(
  text: string,
  plan: SitePlan,
  scanned: readonly ScannedHost[],
): ReadonlyMap<string, string> | null {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const given = new Map<string, string>();
  for (const [name, uuid] of pairs) {
    const known = plan.hosts.some((host) => host.name === name) && scanned.some((host) => host.uuid === uuid);
    if (name === undefined || uuid === undefined || !known) {
      return null;
    }
    given.set(name, uuid);
  }
  return new Set(given.values()).size === given.size ? given : null;
}
