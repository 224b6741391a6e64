import { AppError, isAppError } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { PlannedSwitch } from '../../../contract/site-plan.ts';
import { followJob } from '../job.ts';
import type { Vds } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, noSession } from '../world.ts';
import type { SiteContext, SiteStep } from '../world.ts';
import { needs } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';
import { pairedHosts } from './site.ts';

/** Looks the switch up by its name; null when it is not there. */
export async function findVds({ world, signal }: SiteContext, name: string): Promise<Vds | null> {
  const all = await world.session.call(signal, () => world.cluster.listVds({ signal }));
  return all.find((vds) => vds.name === name) ?? null;
}

interface VdsIntent {
  readonly name: string;
  readonly bondMode: string;
  readonly hosts: readonly {
    readonly hostUuid: string;
    readonly nics: readonly string[];
    readonly dataIp: string | null;
  }[];
  readonly jobId?: string;
}
const intentOf = (intent: Json): VdsIntent => intent as unknown as VdsIntent;

function intendedVds(context: SiteContext, { plan, input }: Planning, vds: PlannedSwitch): VdsIntent {
  const hosts = pairedHosts(context).map((paired) => {
    const index = input.plan.hosts.findIndex(({ name }) => name === paired.name);
    const absent = vds.nics.filter((nic) => paired.nics.length > 0 && !paired.nics.includes(nic));
    if (absent.length > 0) {
      const message = `host ${paired.name} has no ${absent.join(', ')}; it has ${paired.nics.join(', ')}. Correct the ports of ${vds.name} in the sheet, then retry`;
      throw new AppError('API_INVALID', message, { data: { host: paired.name, nics: absent } });
    }
    return { hostUuid: paired.uuid, nics: vds.nics, dataIp: plan.hosts[index]?.storageIp ?? null };
  });
  return { name: vds.name, bondMode: vds.bondMode ?? 'active-backup', hosts };
}

/** How the switch that is there differs from the planned one; empty when it does not. */
function differences(there: Vds, planned: VdsIntent): string[] {
  const found: string[] = [];
  if (there.bondMode !== null && there.bondMode !== planned.bondMode)
    found.push(`bond mode ${there.bondMode} instead of ${planned.bondMode}`);
  for (const host of planned.hosts) {
    const nics = there.hosts.find(({ hostUuid }) => hostUuid === host.hostUuid)?.nics;
    if (nics === undefined) found.push(`host ${host.hostUuid} is not on it`);
    else if (nics.toSorted().join() !== host.nics.toSorted().join())
      found.push(`host ${host.hostUuid} is on it with ${nics.join(', ')}`);
  }
  return found;
}

/** In a preview of a new site nobody can log in yet; that is no failure of the step. */
async function findVdsOrUnreadable(context: SiteContext, name: string): Promise<Vds | 'unreadable' | null> {
  try {
    return await findVds(context, name);
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'LOGIN_REFUSED') return 'unreadable';
    throw thrown;
  }
}

/** Waits for the end of an earlier attempt's job, however it ends: the list of switches then tells what came of it. */
async function outlast(context: SiteContext, jobId: string, name: string): Promise<void> {
  try {
    await followJob(context, { jobId }, `switch ${name}`);
  } catch (thrown) {
    if (!isAppError(thrown) || (thrown.code !== 'JOB_FAILED' && thrown.code !== 'API_NOT_FOUND'))
      throw thrown;
    context.log.warn(`an earlier job for switch ${name} came to nothing: ${thrown.message}`, { jobId });
  }
}

function vdsStep(planning: Planning, named: PlannedSwitch, vds: PlannedSwitch): SiteStep {
  const title = titleOf('vds', planning.input.language, named.name);
  return {
    ...{
      key: `vds:${named.name}`,
      title,
      group: 'vds',
      dependsOn: needs('session', 'pairing'),
      onFailure: 'warn',
      onCrash: 'probe',
      retry: networkRetry,
    },
    async probe(context) {
      const intent = intendedVds(context, planning, vds);
      const change = `create with ${intent.bondMode}, ${vds.nics.join(', ')} on ${intent.hosts.length} hosts`;
      const pending =
        context.interruptedIntent === null ? undefined : intentOf(context.interruptedIntent).jobId;
      if (pending !== undefined) await outlast(context, pending, vds.name);
      const there = await findVdsOrUnreadable(context, vds.name);
      if (there === 'unreadable')
        return { verdict: 'unreadable', why: noSession, change, intent: intent as unknown as Json };
      if (there === null)
        return { verdict: 'todo', found: 'not there', change, intent: intent as unknown as Json };
      const different = differences(there, intent);
      if (different.length === 0)
        return {
          verdict: 'done',
          found: `there with ${intent.hosts.length} hosts`,
          output: { uuid: there.uuid, name: vds.name },
        };
      const message = `a switch ${vds.name} is there that differs from the plan (${different.join('; ')}); take it as it is, or rename the planned one`;
      return {
        verdict: 'blocked',
        found: different.join('; '),
        cause: new AppError('API_CONFLICT', message, { data: { vds: vds.name, adoptable: true, different } }),
      };
    },
    async apply(stored, context) {
      const { world, signal } = context;
      const intent = intentOf(stored);
      const accepted = await world.session.call(signal, () => world.cluster.createVds(intent, { signal }));
      if (accepted.jobId !== null) await context.checkpoint({ ...intent, jobId: accepted.jobId });
      const job = await followJob(context, accepted, `switch ${vds.name}`);
      const uuid = accepted.uuid ?? job?.resourceUuid ?? (await findVds(context, vds.name))?.uuid;
      if (uuid === undefined)
        throw new AppError(
          'VERIFY_FAILED',
          `the cluster accepted the switch ${vds.name} but does not list it; look at the cluster, then retry`,
        );
      return { uuid, name: vds.name };
    },
    verify: (intent, _output, context) => verifyVds(vds.name, intentOf(intent), context),
    undo: { title, undo: (_intent, output, context) => removeVds(vds.name, output, context) },
  };
}

async function verifyVds(name: string, intent: VdsIntent, context: SiteContext): Promise<void> {
  const there = await findVds(context, name);
  const different = there === null ? ['it is not listed'] : differences(there, intent);
  if (different.length === 0) return;
  const message = `the switch ${name} was created, but ${different.join('; ')}; look at the cluster, then retry`;
  throw new AppError('VERIFY_FAILED', message, { data: { vds: name } });
}

async function removeVds(name: string, output: Json, context: SiteContext): Promise<void> {
  const { uuid } = output as { uuid: string };
  const { world, signal } = context;
  const accepted = await world.session.call(signal, () => world.cluster.deleteVds(uuid, { signal }));
  await followJob(context, accepted, `switch ${name}`);
}

/** Which switches get networks from the sheet, and whether they are created: with shared management they are there already. */
export function businessSwitches({ input }: Planning): readonly {
  readonly named: PlannedSwitch;
  readonly index: number;
  readonly on: string;
  readonly created: boolean;
}[] {
  const { switches } = input.plan.network;
  const shared = input.plan.cluster.networkLayout === 'storage-separate';
  const management = switches.find(({ role }) => role === 'management');
  return switches.flatMap((named, index) => {
    if (named.role !== 'business') return [];
    return [{ named, index, on: shared ? (management?.name ?? named.name) : named.name, created: !shared }];
  });
}

export function switchCandidates(planning: Planning): readonly Candidate[] {
  return businessSwitches(planning)
    .filter(({ created }) => created)
    .map(({ named, index }) => {
      const vds = planning.plan.network.switches[index] ?? named;
      const path = `network.switches[${index}]`;
      const candidate = {
        step: vdsStep(planning, named, vds),
        consumes: [`${path}.name`, `${path}.nics`, `${path}.bondMode`, 'cluster.networkLayout'],
      };
      return vds.nics.length === 0
        ? { ...candidate, absent: `no port is filled in for ${named.name}` }
        : candidate;
    });
}
