import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import type { Existing } from '../../../contract/run.ts';
import type { PlannedNetwork } from '../../../contract/site-plan.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { SmartxCluster, Vlan } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, notThere, offeringAdoption, type SiteContext, type SiteStep } from '../world.ts';
import { countStep, requireVds } from './network-count.ts';
import { needs, type Candidate, type Planning } from './planning.ts';
import { readAs, readWithSession } from './settings.ts';
import { businessSwitches } from './switches.ts';
import { undoOfCreated } from './undo-created.ts';
import type { Reading } from '../../../ports/reading.ts';

/** The switch is empty where it was not there yet. */
const intentSchema = z.object({ vdsUuid: z.string(), name: z.string(), vlanId: z.number() });
const networkSchema = z.object({ uuid: z.string(), vdsUuid: z.string() });
type Network = z.output<typeof networkSchema>;

interface NetworkOf {
  readonly vdsName: string;
  readonly named: PlannedNetwork;
  readonly planned: PlannedNetwork;
  readonly dependsOnVds: boolean;
}

function conflict(there: Vlan, of: NetworkOf): AppError {
  const planned = of.planned.vlanId ?? 0;
  const text = {
    zh: `${of.vdsName} 上已有虚拟网络 ${there.name}，VLAN ID 为 ${there.vlanId}，规划为 ${planned}；未做任何变更。请修改规划中的名称，或采用现有网络。`,
    en: `Virtual network ${there.name} already exists on ${of.vdsName} with VLAN ID ${there.vlanId}, planned ${planned}; nothing was changed. Rename the planned network, or use the existing one.`,
  };
  return new AppError('API_CONFLICT', text, {
    data: { vlan: there.name, plannedVlanId: of.planned.vlanId, actualVlanId: there.vlanId, adoptable: true },
  });
}

/** The networks of a switch by its name; a switch that is not there (yet) has none. */
async function networksOf(
  cluster: SmartxCluster,
  vdsName: string,
  signal: AbortSignal,
): Promise<Reading<{ vdsUuid: string; vlans: readonly Vlan[] }>> {
  const vds = (await cluster.listVds({ signal })).find(({ name }) => name === vdsName);
  if (vds === undefined) {
    return { kind: 'value', value: { vdsUuid: '', vlans: [] } };
  }
  const vlans = await cluster.listVlans(vds, { signal });
  return vlans.kind === 'unreadable'
    ? vlans
    : { kind: 'value', value: { vdsUuid: vds.uuid, vlans: vlans.value } };
}

const listNetworks = ({ vdsName }: NetworkOf, context: SiteContext): ReturnType<typeof networksOf> =>
  readWithSession(context, ({ cluster }) => networksOf(cluster, vdsName, context.signal));

/** The network of the planned name as it is now. */
async function existingNetwork(
  { vdsName, planned }: NetworkOf,
  { world, signal }: SiteContext,
): Promise<Existing> {
  const reading = await world.session.call(signal, () => networksOf(world.cluster, vdsName, signal));
  const there =
    reading.kind === 'value' ? reading.value.vlans.find(({ name }) => name === planned.name) : undefined;
  if (there === undefined) {
    const found = {
      zh: `${vdsName} 上没有虚拟网络 ${planned.name}`,
      en: `No virtual network ${planned.name} on ${vdsName}`,
    };
    return { verdict: 'absent', found, differences: [] };
  }
  const found = verbatim(`${vdsName} / ${there.name}, VLAN ID ${there.vlanId}`);
  if (there.vlanId === planned.vlanId) {
    return { verdict: 'equal', found, differences: [] };
  }
  const difference = {
    field: verbatim('VLAN ID'),
    planned: verbatim(String(planned.vlanId)),
    actual: verbatim(String(there.vlanId)),
  };
  return { verdict: 'differs', found, differences: [difference] };
}

/** The step keeps the name of the sheet; what is created has the one that it was given since. */
function announced({ planned: { name, vlanId }, named }: NetworkOf): Text {
  const id = vlanId ?? 0;
  return name === named.name
    ? { zh: `创建，VLAN ID ${id}`, en: `Create with VLAN ID ${id}` }
    : { zh: `创建为 ${name}，VLAN ID ${id}`, en: `Create as ${name} with VLAN ID ${id}` };
}

function vlanStep(of: NetworkOf): SiteStep {
  const { name, vlanId } = of.planned;
  const id = vlanId ?? 0;
  const key = `vlan:${of.vdsName}/${of.named.name}`;
  const title = titleOf('vlan', of.named.name);
  return defineStep({
    key,
    intent: intentSchema,
    output: networkSchema,
    title,
    group: 'vlan',
    onFailure: 'fail',
    onCrash: 'probe',
    retry: networkRetry,
    dependsOn: needs('session', ...(of.dependsOnVds ? [`vds:${of.vdsName}`] : [])),
    // One after the other: what a switch does with several new networks at once is not documented.
    pool: { key: `vlan:${of.vdsName}`, limit: 1 },
    async probe(context) {
      const change = announced(of);
      const unnamed = { vdsUuid: '', name, vlanId: id };
      const reading = await listNetworks(of, context);
      if (reading.kind === 'unreadable') {
        return { verdict: 'unreadable', why: reading.why, change, intent: unnamed };
      }
      const { vdsUuid, vlans } = reading.value;
      const there = vlans.find((vlan) => vlan.name === name);
      if (there === undefined) {
        return { verdict: 'todo', found: notThere, change, intent: { ...unnamed, vdsUuid } };
      }
      if (there.vlanId === id) {
        return {
          verdict: 'done',
          found: verbatim(`VLAN ID ${id}`),
          output: { uuid: there.uuid, vdsUuid: there.vdsUuid },
        };
      }
      return { verdict: 'blocked', found: verbatim(`VLAN ID ${there.vlanId}`), cause: conflict(there, of) };
    },
    async apply(intent, context) {
      const { world, signal } = context;
      const vdsUuid = intent.vdsUuid === '' ? (await requireVds(context, of.vdsName)).uuid : intent.vdsUuid;
      const created = await offeringAdoption(
        () => world.session.call(signal, () => world.cluster.createVlan({ ...intent, vdsUuid }, { signal })),
        () => existingNetwork(of, context),
      );
      return { uuid: created.uuid, vdsUuid };
    },
    lookAtExisting: (context) => existingNetwork(of, context),
    verify: (_intent, output, context) => verifyVlan(of, output, context),
    undo: undoOfCreated<z.output<typeof intentSchema>, Network>({
      title,
      async find(intent, context) {
        return readAs(await listNetworks(of, context), ({ vdsUuid, vlans }) => {
          const made = vlans.find((vlan) => vlan.name === intent.name && vlan.vlanId === intent.vlanId);
          return made === undefined ? null : { uuid: made.uuid, vdsUuid };
        });
      },
      async isThere(made, context) {
        return readAs(await listNetworks(of, context), ({ vlans }) =>
          vlans.some(({ uuid }) => uuid === made.uuid),
        );
      },
      remove: ({ uuid, vdsUuid }, { world, signal }) =>
        world.session.call(signal, () => world.cluster.deleteVlan({ vdsUuid, uuid, name }, { signal })),
    }),
  });
}

async function verifyVlan(
  { planned, vdsName }: NetworkOf,
  { vdsUuid }: Network,
  context: SiteContext,
): Promise<void> {
  const reading = await readWithSession(context, ({ cluster }) =>
    cluster.listVlans({ uuid: vdsUuid, name: vdsName }, { signal: context.signal }),
  );
  if (reading.kind === 'unreadable') {
    return;
  }
  if (reading.value.some((vlan) => vlan.name === planned.name && vlan.vlanId === planned.vlanId)) {
    return;
  }
  const id = planned.vlanId ?? 0;
  const text = {
    zh: `集群已接受虚拟网络 ${planned.name}，但 ${vdsName} 上没有列出 VLAN ID 为 ${id} 的该网络，请到集群核对后重试。`,
    en: `The cluster accepted virtual network ${planned.name}, but ${vdsName} does not list it with VLAN ID ${id}. Check on the cluster, then retry.`,
  };
  throw new AppError('VERIFY_FAILED', text, { data: { vlan: planned.name } });
}

export function networkCandidates(planning: Planning): readonly Candidate[] {
  return businessSwitches(planning).flatMap(({ named, index, on, created }) => {
    const vlans = named.networks.map((network, position): Candidate => {
      const path = `network.switches[${index}].networks[${position}]`;
      const planned = planning.plan.network.switches[index]?.networks[position] ?? network;
      const step = vlanStep({ vdsName: on, named: network, planned, dependsOnVds: created });
      const candidate = {
        step,
        consumes: ['name', 'vlanId', 'vlanType', 'gateway', 'subnet'].map((part) => `${path}.${part}`),
      };
      const absent = {
        zh: `${network.name} 未填写 VLAN ID`,
        en: `VLAN ID of ${network.name} is empty`,
      };
      return planned.vlanId === null ? { ...candidate, absent } : candidate;
    });
    return vlans;
  });
}

/** Made after it is known which networks belong to the run; empty when none does. */
export function countCandidates(planning: Planning, chosen: ReadonlySet<string>): readonly Candidate[] {
  const bySwitch = new Map<string, { key: string; name: string }[]>();
  for (const { named, index, on } of businessSwitches(planning)) {
    named.networks.forEach((network, position) => {
      const key = `vlan:${on}/${network.name}`;
      const name = planning.plan.network.switches[index]?.networks[position]?.name ?? network.name;
      if (chosen.has(key)) {
        bySwitch.set(on, [...(bySwitch.get(on) ?? []), { key, name }]);
      }
    });
  }
  return [...bySwitch].map(([vdsName, vlans]) => ({
    step: countStep(vdsName, {
      vlans,
      vdsKeys: [`vds:${vdsName}`].filter((key) => chosen.has(key)),
    }),
    consumes: [],
  }));
}
