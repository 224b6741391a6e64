import { counted } from '../../../contract/counted.ts';
import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import type { Existing } from '../../../contract/run.ts';
import type { PlannedSwitch } from '../../../contract/site-plan.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import { followJob } from '../job.ts';
import type { SmartxCluster, Vds } from '../ports.ts';
import { allOf, switchDifferences, switchFields } from '../switch-differences.ts';
import { titleOf } from '../titles.ts';
import {
  networkRetry,
  noSession,
  notThere,
  offeringAdoption,
  type SiteContext,
  type SiteStep,
} from '../world.ts';
import { needs, type Candidate, type Planning } from './planning.ts';
import { pairedHosts } from './site.ts';
import { undoOfCreated } from './undo-created.ts';
import { onceAccepted } from '../../../runner/once-accepted.ts';

/** Looks the switch up by its name; null when it is not there. */
export async function findVds({ world, signal }: SiteContext, name: string): Promise<Vds | null> {
  const all = await world.session.call(signal, () => world.cluster.listVds({ signal }));
  return all.find((vds) => vds.name === name) ?? null;
}

const intentSchema = z.object({
  name: z.string(),
  bondMode: z.string(),
  hosts: z
    .array(
      z.object({
        hostUuid: z.string(),
        nics: z.array(z.string()).readonly(),
        dataIp: z.string().nullable(),
      }),
    )
    .readonly(),
  /** The cluster's job that creates it, once there is one. */
  jobId: z.string().exactOptional(),
});
type VdsIntent = z.output<typeof intentSchema>;

const madeSchema = z.object({ uuid: z.string(), name: z.string() });

function intendedVds(context: SiteContext, { plan, input }: Planning, vds: PlannedSwitch): VdsIntent {
  const hosts = pairedHosts(context).map((paired) => {
    const index = input.plan.hosts.findIndex(({ name }) => name === paired.name);
    const absent = vds.nics.filter((nic) => paired.nics.length > 0 && !paired.nics.includes(nic));
    if (absent.length > 0) {
      const text = {
        zh: `主机 ${paired.name} 没有网口 ${absent.join('、')}，现有网口为 ${paired.nics.join('、')}。请修正规划表中 ${vds.name} 的网口后重试。`,
        en: `Host ${paired.name} has no port ${absent.join(', ')}; it has ${paired.nics.join(', ')}. Correct the ports of ${vds.name} in the workbook, then retry.`,
      };
      throw new AppError('API_INVALID', text, { data: { host: paired.name, nics: absent } });
    }
    return { hostUuid: paired.uuid, nics: vds.nics, dataIp: plan.hosts[index]?.storageIp ?? null };
  });
  return { name: vds.name, bondMode: vds.bondMode ?? 'active-backup', hosts };
}

/** The same with the hosts called by their names. */
function differences(context: SiteContext, there: Vds, planned: VdsIntent): Text[] {
  return switchDifferences(there, planned, hostNames(context));
}

function hostNames(context: SiteContext): (uuid: string) => string {
  const paired = pairedHosts(context);
  return (uuid) => paired.find((host) => host.uuid === uuid)?.name ?? uuid;
}

const switchCalled = (name: string): Text => ({ zh: `虚拟交换机 ${name}`, en: `Virtual switch ${name}` });

/** In a preview of a new site nobody can log in yet; that is no failure of the step. */
async function findVdsOrUnreadable(context: SiteContext, name: string): Promise<Vds | 'unreadable' | null> {
  try {
    return await findVds(context, name);
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'LOGIN_REFUSED') {
      return 'unreadable';
    }
    throw thrown;
  }
}

/** Waits for the end of an earlier attempt's job, however it ends: the list of switches then tells what came of it. */
async function outlast(context: SiteContext, jobId: string, name: string): Promise<void> {
  try {
    await followJob(context, { jobId }, switchCalled(name));
  } catch (thrown) {
    if (!isAppError(thrown) || (thrown.code !== 'JOB_FAILED' && thrown.code !== 'API_NOT_FOUND')) {
      throw thrown;
    }
    const text = {
      zh: `虚拟交换机 ${name} 上次的集群任务没有成功：${thrown.text.zh}`,
      en: `A previous cluster job for virtual switch ${name} failed: ${thrown.text.en}`,
    };
    context.log.warn(text, { jobId });
  }
}

async function uuidOfMade(
  context: SiteContext,
  accepted: Awaited<ReturnType<SmartxCluster['createVds']>>,
  name: string,
): Promise<string> {
  const job = await followJob(context, accepted, switchCalled(name));
  const uuid = accepted.uuid ?? job?.resourceUuid ?? (await findVds(context, name))?.uuid;
  if (uuid !== undefined) {
    return uuid;
  }
  throw new AppError('VERIFY_FAILED', {
    zh: `集群已接受虚拟交换机 ${name}，但列表中没有它，请到集群核对后重试。`,
    en: `The cluster accepted virtual switch ${name} but does not list it. Check on the cluster, then retry.`,
  });
}

function vdsStep(planning: Planning, named: PlannedSwitch, vds: PlannedSwitch): SiteStep {
  const title = titleOf('vds', named.name);
  return defineStep({
    key: `vds:${named.name}`,
    intent: intentSchema,
    output: madeSchema,
    title,
    group: 'vds',
    dependsOn: needs('session', 'pairing'),
    onFailure: 'warn',
    onCrash: 'probe',
    retry: networkRetry,
    async probe(context) {
      const intent = intendedVds(context, planning, vds);
      const change = creation(intent, vds.nics);
      const pending = context.interruptedIntent?.jobId;
      if (pending !== undefined) {
        await outlast(context, pending, vds.name);
      }
      const there = await findVdsOrUnreadable(context, vds.name);
      if (there === 'unreadable') {
        return { verdict: 'unreadable', why: noSession, change, intent };
      }
      if (there === null) {
        return { verdict: 'todo', found: notThere, change, intent };
      }
      const different = differences(context, there, intent);
      if (different.length > 0) {
        return { verdict: 'blocked', found: allOf(different), cause: existsOtherwise(vds.name, different) };
      }
      const count = intent.hosts.length;
      return {
        verdict: 'done',
        found: { zh: `已存在，关联 ${count} 台主机`, en: `Exists on ${counted(count, 'host')}` },
        output: { uuid: there.uuid, name: vds.name },
      };
    },
    async apply(intent, context) {
      const { world, signal } = context;
      const accepted = await offeringAdoption(
        () => world.session.call(signal, () => world.cluster.createVds(intent, { signal })),
        () => existingVds(intent, context),
      );
      if (accepted.jobId !== null) {
        await context.checkpoint({ ...intent, jobId: accepted.jobId });
      }
      return { uuid: await onceAccepted(() => uuidOfMade(context, accepted, vds.name)), name: vds.name };
    },
    lookAtExisting: (context) => existingVds(intendedVds(context, planning, vds), context),
    verify: (intent, _output, context) => verifyVds(vds.name, intent, context),
    undo: undoOfCreated<VdsIntent, z.output<typeof madeSchema>>({
      title,
      async find({ name, jobId }, context) {
        if (jobId !== undefined) {
          await outlast(context, jobId, name);
        }
        const there = await findVds(context, name);
        return { kind: 'value', value: there === null ? null : { uuid: there.uuid, name } };
      },
      async isThere(made, context) {
        const there = await findVds(context, made.name);
        return { kind: 'value', value: there?.uuid === made.uuid };
      },
      remove: removeVds,
    }),
  });
}

/** The switch of the planned name as it is now. */
async function existingVds(planned: VdsIntent, context: SiteContext): Promise<Existing> {
  const there = await findVds(context, planned.name);
  if (there === null) {
    const found = { zh: `没有虚拟交换机 ${planned.name}`, en: `No virtual switch ${planned.name}` };
    return { verdict: 'absent', found, differences: [] };
  }
  const differences = switchFields(there, planned, hostNames(context));
  return {
    verdict: differences.length === 0 ? 'equal' : 'differs',
    found: verbatim(there.name),
    differences,
  };
}

function creation({ bondMode, hosts }: VdsIntent, nics: readonly string[]): Text {
  return {
    zh: `创建，绑定模式 ${bondMode}，网口 ${nics.join('、')}，关联 ${hosts.length} 台主机`,
    en: `Create with bond mode ${bondMode}, ports ${nics.join(', ')}, on ${counted(hosts.length, 'host')}`,
  };
}

function existsOtherwise(name: string, different: readonly Text[]): AppError {
  const { zh, en } = allOf(different);
  const text = {
    zh: `虚拟交换机 ${name} 已存在，但与规划不一致（${zh}）。请采用现有交换机，或修改规划中的名称。`,
    en: `Virtual switch ${name} exists but differs from the plan (${en}). Use the existing switch, or rename the planned one.`,
  };
  const facts = { vds: name, adoptable: true, different: different.map((one) => one.en) };
  return new AppError('API_CONFLICT', text, { data: facts });
}

async function verifyVds(name: string, intent: VdsIntent, context: SiteContext): Promise<void> {
  const there = await findVds(context, name);
  const unlisted = { zh: '列表中没有它', en: 'it is not listed' };
  const different = there === null ? [unlisted] : differences(context, there, intent);
  if (different.length === 0) {
    return;
  }
  const { zh, en } = allOf(different);
  const text = {
    zh: `虚拟交换机 ${name} 已创建，但${zh}，请到集群核对后重试。`,
    en: `Virtual switch ${name} was created, but ${en}. Check on the cluster, then retry.`,
  };
  throw new AppError('VERIFY_FAILED', text, { data: { vds: name } });
}

async function removeVds(made: z.output<typeof madeSchema>, context: SiteContext): Promise<void> {
  const { world, signal } = context;
  const accepted = await world.session.call(signal, () => world.cluster.deleteVds(made, { signal }));
  await followJob(context, accepted, switchCalled(made.name));
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
    if (named.role !== 'business') {
      return [];
    }
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
      const absent = { zh: `${named.name} 未填写网口`, en: `Ports of ${named.name} are empty` };
      return vds.nics.length === 0 ? { ...candidate, absent } : candidate;
    });
}
