/** Virtual switches and their networks. */
import { z } from 'zod';
import type { Vds, Vlan } from '../../engines/configure/ports.ts';
import { listOf, optionalNumber, optionalText, text, textAt, valueAt, wholeNumber } from './shape-parts.ts';

/** The planning sheet's word for the mode the system calls `lacp`. */
function plannedBondMode(systemMode: string): string {
  return systemMode === 'lacp' ? 'balance-tcp' : systemMode;
}

/** The system's word for what the planning sheet calls balance-tcp. */
export function systemBondMode(plannedMode: string): string {
  return plannedMode === 'balance-tcp' ? 'lacp' : plannedMode;
}

export const virtualSwitches = listOf<Vds>(
  z
    .object({
      uuid: text,
      name: z.string(),
      bond_mode: optionalText,
      vlans_count: optionalNumber,
      hosts_associated: z
        .array(z.object({ host_uuid: text, nics_associated: z.array(text).nullish() }))
        .nullish()
        .catch(null),
    })
    .transform((value) => ({
      uuid: value.uuid,
      name: value.name,
      bondMode: typeof value.bond_mode === 'string' ? plannedBondMode(value.bond_mode) : null,
      vlansCount: value.vlans_count ?? null,
      hosts: (value.hosts_associated ?? []).map((host) => ({
        hostUuid: host.host_uuid,
        nics: host.nics_associated ?? [],
      })),
    })),
  'vdses',
  'vds',
);

/** Of one switch, bare or under its name; null where there is none. */
export const vlansCount = z
  .record(z.string(), z.unknown())
  .transform(
    (value) =>
      optionalNumber.parse(value['vlans_count'] ?? valueAt(value, 'vds', 'vlans_count') ?? null) ?? null,
  );

function vlanEntry(vdsUuid: string): z.ZodType<Vlan> {
  return z
    .object({
      uuid: text,
      name: z.string(),
      vlan_id: z.union([wholeNumber, z.tuple([wholeNumber]).transform(([only]) => only)]),
      vds_uuid: optionalText,
    })
    .transform((value) => ({
      uuid: value.uuid,
      name: value.name,
      vlanId: value.vlan_id,
      vdsUuid: value.vds_uuid ?? vdsUuid,
    }));
}

export function vlansOf(vdsUuid: string): z.ZodType<readonly Vlan[]> {
  return listOf(vlanEntry(vdsUuid), 'vlans');
}

/** The uuid of a network just made, null where the answer does not name it. */
export const madeVlan = z
  .unknown()
  .transform((value) => textAt(value, 'uuid') ?? textAt(value, 'vlan', 'uuid'));
