import { AppError } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { Existing } from '../../../contract/run.ts';
import type { PlannedNetwork } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import { verbatim } from '../../../contract/text.ts';
import type { Reading, SmartxCluster, Vds, Vlan } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, notThere, offeringAdoption, onlyLooks } from '../world.ts';
import type { SiteContext, SiteStep } from '../world.ts';
import { needs, settled } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';
import { readWithSession } from './settings.ts';
import { businessSwitches, findVds } from './switches.ts';

interface VlanIntent {
  readonly vdsUuid: string;
  readonly name: string;
  readonly vlanId: number;
}
const intentOf = (intent: Json): VlanIntent => intent as unknown as VlanIntent;

async function requireVds(context: SiteContext, name: string): Promise<Vds> {
  const vds = await findVds(context, name);
  if (vds !== null) return vds;
  const text = {
    zh: `集群中没有虚拟交换机 ${name}，请先创建它，或先执行创建它的步骤。`,
    en: `there is no switch ${name} in the cluster; create it or run its step first`,
  };
  throw new AppError('API_NOT_FOUND', text, { data: { vds: name } });
}

interface NetworkOf {
  readonly vdsName: string;
  readonly named: PlannedNetwork;
  readonly planned: PlannedNetwork;
  readonly dependsOnVds: boolean;
}

function conflict(there: Vlan, of: NetworkOf): AppError {
  const planned = of.planned.vlanId ?? 0;
  const text = {
    zh: `${of.vdsName} 上已有虚拟网络 ${there.name}，VLAN ID 为 ${there.vlanId}，规划为 ${planned}；未做任何变更。请给规划的改名，或采用现有的。`,
    en: `network ${there.name} is on ${of.vdsName} already with VLAN ID ${there.vlanId} instead of ${planned}; nothing was changed. Rename the planned one, or take it as it is`,
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
  if (vds === undefined) return { kind: 'value', value: { vdsUuid: '', vlans: [] } };
  const vlans = await cluster.listVlans(vds.uuid, { signal });
  return vlans.kind === 'unreadable'
    ? vlans
    : { kind: 'value', value: { vdsUuid: vds.uuid, vlans: vlans.value } };
}

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
      en: `${vdsName} has no network ${planned.name}`,
    };
    return { verdict: 'absent', found, differences: [] };
  }
  const found = verbatim(`${vdsName} / ${there.name}, VLAN ID ${there.vlanId}`);
  if (there.vlanId === planned.vlanId) return { verdict: 'equal', found, differences: [] };
  const difference = {
    field: verbatim('VLAN ID'),
    planned: verbatim(String(planned.vlanId)),
    actual: verbatim(String(there.vlanId)),
  };
  return { verdict: 'differs', found, differences: [difference] };
}

function vlanStep(of: NetworkOf): SiteStep {
  const { name, vlanId } = of.planned;
  const id = vlanId ?? 0;
  const key = `vlan:${of.vdsName}/${of.named.name}`;
  const title = titleOf('vlan', of.named.name);
  return {
    ...{
      key,
      title,
      group: 'vlan',
      onFailure: 'fail',
      onCrash: 'probe',
      retry: networkRetry,
    },
    dependsOn: needs('session', ...(of.dependsOnVds ? [`vds:${of.vdsName}`] : [])),
    // One after the other: what a switch does with several new networks at once is not documented.
    pool: { key: `vlan:${of.vdsName}`, limit: 1 },
    async probe(context) {
      const change = { zh: `创建，VLAN ID ${id}`, en: `create with VLAN ID ${id}` };
      const unnamed = { vdsUuid: '', name, vlanId: id };
      const reading = await readWithSession(context, ({ cluster }) =>
        networksOf(cluster, of.vdsName, context.signal),
      );
      if (reading.kind === 'unreadable')
        return { verdict: 'unreadable', why: reading.why, change, intent: unnamed };
      const { vdsUuid, vlans } = reading.value;
      const there = vlans.find((vlan) => vlan.name === name);
      if (there === undefined)
        return { verdict: 'todo', found: notThere, change, intent: { ...unnamed, vdsUuid } };
      if (there.vlanId === id)
        return {
          verdict: 'done',
          found: verbatim(`VLAN ID ${id}`),
          output: { uuid: there.uuid, vdsUuid: there.vdsUuid },
        };
      return { verdict: 'blocked', found: verbatim(`VLAN ID ${there.vlanId}`), cause: conflict(there, of) };
    },
    async apply(stored, context) {
      const { world, signal } = context;
      const intent = intentOf(stored);
      const vdsUuid = intent.vdsUuid === '' ? (await requireVds(context, of.vdsName)).uuid : intent.vdsUuid;
      const created = await offeringAdoption(
        () => world.session.call(signal, () => world.cluster.createVlan({ ...intent, vdsUuid }, { signal })),
        () => existingNetwork(of, context),
      );
      return { uuid: created.uuid, vdsUuid };
    },
    lookAtExisting: (context) => existingNetwork(of, context),
    verify: (_intent, output, context) => verifyVlan(of, output, context),
    undo: {
      title,
      undo: (_intent, output, context) => removeVlan(output, context),
    },
  };
}

async function verifyVlan(
  { planned, vdsName }: NetworkOf,
  output: Json,
  context: SiteContext,
): Promise<void> {
  const { vdsUuid } = output as { vdsUuid: string };
  const reading = await readWithSession(context, ({ cluster }) =>
    cluster.listVlans(vdsUuid, { signal: context.signal }),
  );
  if (reading.kind === 'unreadable') return;
  if (reading.value.some((vlan) => vlan.name === planned.name && vlan.vlanId === planned.vlanId)) return;
  const id = planned.vlanId ?? 0;
  const text = {
    zh: `集群已接受虚拟网络 ${planned.name}，但 ${vdsName} 上没有列出 VLAN ID 为 ${id} 的该网络，请到集群核对后重试。`,
    en: `the cluster accepted network ${planned.name} but does not list it with VLAN ID ${id} on ${vdsName}; look at the cluster, then retry`,
  };
  throw new AppError('VERIFY_FAILED', text, { data: { vlan: planned.name } });
}

async function removeVlan(output: Json, { world, signal }: SiteContext): Promise<void> {
  const { uuid, vdsUuid } = output as { uuid: string; vdsUuid: string };
  await world.session.call(signal, () => world.cluster.deleteVlan({ vdsUuid, uuid }, { signal }));
}

/** The count is known to lag behind; after this long it counts as wrong. */
const countDeadlineMs = 20_000;

interface Counted {
  readonly vlans: readonly { readonly key: string; readonly name: string }[];
  /** The step that makes the switch, where it is part of the run. */
  readonly vdsKeys: readonly string[];
}

/** Names that are missing, [] when all are there; null while only the number can be compared and it is too small. */
async function missingNetworks(
  context: SiteContext,
  vdsName: string,
  names: readonly string[],
): Promise<{ missing: readonly string[]; count: number | null }> {
  const { world, signal } = context;
  const vds = await requireVds(context, vdsName);
  const list = await world.session.call(signal, () => world.cluster.listVlans(vds.uuid, { signal }));
  if (list.kind === 'unreadable')
    return {
      missing: vds.vlansCount !== null && vds.vlansCount < names.length ? ['?'] : [],
      count: vds.vlansCount,
    };
  const missing = names.filter((name) => !list.value.some((vlan) => vlan.name === name));
  return {
    missing:
      missing.length === 0 && vds.vlansCount !== null && vds.vlansCount < list.value.length ? ['?'] : missing,
    count: vds.vlansCount,
  };
}

const networksCounted = (count: number): Text => ({ zh: `${count} 个虚拟网络`, en: `${count} networks` });

function countStep(vdsName: string, { vlans, vdsKeys }: Counted): SiteStep {
  const names = vlans.map(({ name }) => name);
  return {
    ...onlyLooks,
    ...{
      key: `vlan-count:${vdsName}`,
      title: titleOf('vlan-count', vdsName),
      group: 'vlan',
      onFailure: 'warn',
    },
    dependsOn: [...needs('session', ...vdsKeys), ...settled(...vlans.map(({ key }) => key))],
    async probe(context) {
      if (context.runId === 'preview')
        return {
          verdict: 'unreadable',
          why: { zh: '创建完成后统计', en: 'counted after they are created' },
          change: networksCounted(names.length),
          intent: {},
        };
      const until = context.world.elapsed() + countDeadlineMs;
      for (;;) {
        const { missing, count } = await missingNetworks(context, vdsName, names);
        if (missing.length === 0)
          return { verdict: 'done', found: networksCounted(count ?? names.length), output: { count } };
        if (context.world.elapsed() >= until || !missing.includes('?'))
          return {
            verdict: 'blocked',
            cause: countFailure(vdsName, { missing, count, planned: names.length }),
          };
        await context.world.pause(1_000, context.signal);
      }
    },
  };
}

function countFailure(
  vdsName: string,
  of: { missing: readonly string[]; count: number | null; planned: number },
): AppError {
  const named = of.missing.filter((name) => name !== '?');
  const which =
    named.length === 0
      ? {
          zh: `规划 ${of.planned} 个虚拟网络，集群统计为 ${of.count ?? 0} 个`,
          en: `the cluster counts ${of.count ?? 'none'} of ${of.planned} networks`,
        }
      : { zh: `缺少虚拟网络 ${named.join('、')}`, en: `missing: ${named.join(', ')}` };
  const text = {
    zh: `${vdsName}：${which.zh}，请先重试失败的虚拟网络，再到集群核对。`,
    en: `${vdsName}: ${which.en}; retry the networks that failed, then look at the cluster`,
  };
  return new AppError('VLAN_MISSING', text, { data: { vds: vdsName, missing: named, count: of.count } });
}

export function networkCandidates(planning: Planning): readonly Candidate[] {
  return businessSwitches(planning).flatMap(({ named, index, on, created }) => {
    const vlans = named.networks.map((network, position): Candidate => {
      const path = `network.switches[${index}].networks[${position}]`;
      const planned = planning.plan.network.switches[index]?.networks[position] ?? network;
      const step = vlanStep({ vdsName: on, named: network, planned, dependsOnVds: created });
      const candidate = {
        step,
        consumes: [`${path}.name`, `${path}.vlanId`, `${path}.gateway`, `${path}.subnet`],
      };
      const absent = {
        zh: `${network.name} 未填写 VLAN ID`,
        en: `no VLAN ID is filled in for ${network.name}`,
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
      if (chosen.has(key)) bySwitch.set(on, [...(bySwitch.get(on) ?? []), { key, name }]);
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
