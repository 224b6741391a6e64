import type { PlannedNetwork, PlannedSwitch } from '../../../contract/site-plan.ts';
import type { Vds, Vlan } from '../ports.ts';
import { readWithSession } from '../steps/settings.ts';
import { businessSwitches, findVds } from '../steps/switches.ts';
import { notThere } from '../world.ts';
import type { Check } from '../report/check-groups.ts';
import { compare, list, type Rereading } from './check.ts';
import type { Reading } from '../../../ports/reading.ts';

interface SwitchOf {
  /** As its step is called. */
  readonly named: string;
  readonly planned: PlannedSwitch;
  readonly path: string;
  /** The switch that the networks are on. */
  readonly on: string;
  readonly vds: Vds | null;
}

function switchChecks(of: Rereading, { named, planned, path, on, vds }: SwitchOf): Check[] {
  const ports = vds === null ? null : list([...new Set(vds.hosts.flatMap(({ nics }) => nics))].sort());
  const row = { step: `vds:${named}`, group: 'vds' as const, of: on };
  return [
    compare(of, {
      ...row,
      subject: { zh: '绑定模式', en: 'Bond mode' },
      planned: planned.bondMode ?? 'active-backup',
      path: `${path}.bondMode`,
      actual: vds === null ? notThere : vds.bondMode,
    }),
    compare(of, {
      ...row,
      subject: { zh: '关联网口', en: 'Uplink ports' },
      planned: list(planned.nics.toSorted()),
      path: `${path}.nics`,
      actual: ports ?? notThere,
    }),
  ];
}

interface NetworkOf {
  readonly step: string;
  readonly network: PlannedNetwork;
  readonly path: string;
  readonly on: string;
  readonly reading: Reading<readonly Vlan[]>;
}

function networkCheck(of: Rereading, { step, network, path, on, reading }: NetworkOf): Check {
  const row = {
    step,
    group: 'vlan' as const,
    of: on,
    subject: network.name,
    planned: `VLAN ID ${network.vlanId ?? 0}`,
    path,
  };
  if (reading.kind === 'unreadable') {
    return compare(of, { ...row, actual: null, note: reading.why });
  }
  const there = reading.value.find(({ name }) => name === network.name);
  const actual = there === undefined ? notThere : `VLAN ID ${there.vlanId}`;
  return compare(of, { ...row, actual });
}

export async function rereadNetworks(of: Rereading): Promise<readonly Check[]> {
  const { planning, context } = of;
  const checks: Check[] = [];
  for (const { named, index, on, created } of businessSwitches(planning)) {
    const planned = planning.plan.network.switches[index] ?? named;
    const path = `network.switches[${index}]`;
    const positions = named.networks.flatMap(({ name }, position) =>
      of.inScope(`vlan:${on}/${name}`) ? [position] : [],
    );
    const checksSwitch = created && of.inScope(`vds:${named.name}`);
    if (positions.length === 0 && !checksSwitch) {
      continue;
    }
    const vds = await findVds(context, created ? planned.name : on);
    if (checksSwitch) {
      checks.push(...switchChecks(of, { named: named.name, planned, path, on, vds }));
    }
    const reading = await networksOn(vds, of);
    for (const position of positions) {
      const network = planned.networks[position];
      const step = `vlan:${on}/${named.networks[position]?.name ?? ''}`;
      if (network !== undefined) {
        checks.push(networkCheck(of, { step, network, path: `${path}.networks[${position}]`, on, reading }));
      }
    }
  }
  return checks;
}

function networksOn(vds: Vds | null, { context }: Rereading): Promise<Reading<readonly Vlan[]>> {
  if (vds === null) {
    return Promise.resolve({ kind: 'value', value: [] });
  }
  return readWithSession(context, ({ cluster }) => cluster.listVlans(vds, { signal: context.signal }));
}
