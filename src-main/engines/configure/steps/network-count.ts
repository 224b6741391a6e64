import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import type { Text } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { Vds } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { onlyLooks, type SiteContext, type SiteStep } from '../world.ts';
import { needs, settled } from './planning.ts';
import { findVds } from './switches.ts';

export async function requireVds(context: SiteContext, name: string): Promise<Vds> {
  const vds = await findVds(context, name);
  if (vds !== null) {
    return vds;
  }
  const text = {
    zh: `集群中没有虚拟交换机 ${name}，请先创建它，或先执行创建它的步骤。`,
    en: `The cluster has no virtual switch ${name}. Create it, or run its step first.`,
  };
  throw new AppError('API_NOT_FOUND', text, { data: { vds: name } });
}

/** The count is known to lag behind; after this long it counts as wrong. */
const countDeadlineMs = 20_000;

interface Counted {
  readonly vlans: readonly { readonly key: string; readonly name: string }[];
  /** The step that makes the switch, where it is part of the run. */
  readonly vdsKeys: readonly string[];
}

interface Look {
  /** Names that the list lacks; null where it cannot be read. */
  readonly missing: readonly string[] | null;
  /** `vlans_count` as the cluster gives it for this switch; null where it gives none. */
  readonly count: number | null;
  /** How many the list has; null where it cannot be read. */
  readonly listed: number | null;
}

async function lookAtNetworks(
  context: SiteContext,
  vdsName: string,
  names: readonly string[],
): Promise<Look> {
  const { world, signal } = context;
  const vds = await requireVds(context, vdsName);
  const count = await world.session.call(signal, () => world.cluster.countVlans(vds, { signal }));
  const list = await world.session.call(signal, () => world.cluster.listVlans(vds, { signal }));
  const counted = count.kind === 'value' ? count.value : null;
  if (list.kind === 'unreadable') {
    return { missing: null, count: counted, listed: null };
  }
  const missing = names.filter((name) => !list.value.some((vlan) => vlan.name === name));
  return { missing, count: counted, listed: list.value.length };
}

/** The number is known to lag behind what is there. */
function lags({ missing, count, listed }: Look, planned: number): boolean {
  return count !== null && (missing === null || missing.length === 0) && count < (listed ?? planned);
}

function countedAs({ count, listed }: Look): Text {
  if (count !== null) {
    return networksCounted(count);
  }
  return {
    zh: `列表中有 ${listed ?? 0} 个虚拟网络；集群没有给出 vlans_count`,
    en: `${listed ?? 0} virtual networks listed; the cluster provides no vlans_count`,
  };
}

const networksCounted = (count: number): Text => ({
  zh: `${count} 个虚拟网络`,
  en: `${count} virtual networks`,
});

export function countStep(vdsName: string, { vlans, vdsKeys }: Counted): SiteStep {
  const names = vlans.map(({ name }) => name);
  return defineStep({
    ...onlyLooks,
    key: `vlan-count:${vdsName}`,
    output: z.object({ count: z.number().nullable() }),
    title: titleOf('vlan-count', vdsName),
    group: 'vlan',
    onFailure: 'warn',
    dependsOn: [...needs('session', ...vdsKeys), ...settled(...vlans.map(({ key }) => key))],
    async probe(context) {
      if (context.runId === 'preview') {
        return {
          verdict: 'unreadable',
          why: { zh: '创建完成后统计', en: 'Counted after they are created' },
          change: networksCounted(names.length),
          intent: {},
        };
      }
      const until = context.world.elapsed() + countDeadlineMs;
      for (;;) {
        const look = await lookAtNetworks(context, vdsName, names);
        const { missing, count } = look;
        const isLagging = lags(look, names.length);
        if (missing === null && count === null) {
          return { verdict: 'blocked', cause: notCounted(vdsName) };
        }
        if ((missing ?? []).length === 0 && !isLagging) {
          return { verdict: 'done', found: countedAs(look), output: { count } };
        }
        if (context.world.elapsed() >= until || !isLagging) {
          return {
            verdict: 'blocked',
            cause: countFailure(vdsName, { missing: missing ?? [], count, planned: names.length }),
          };
        }
        await context.world.pause(1_000, context.signal);
      }
    },
  });
}

function notCounted(vdsName: string): AppError {
  const text = {
    zh: `${vdsName} 的虚拟网络无法核对：集群既没有给出 vlans_count，也没有列出虚拟网络。请到集群上手工核对。`,
    en: `The virtual networks on ${vdsName} cannot be checked: the cluster provides neither vlans_count nor a list. Check them manually on the cluster.`,
  };
  return new AppError('VERIFY_FAILED', text, { data: { vds: vdsName } });
}

function countFailure(
  vdsName: string,
  of: { missing: readonly string[]; count: number | null; planned: number },
): AppError {
  const named = of.missing;
  const which =
    named.length === 0
      ? {
          zh: `规划 ${of.planned} 个虚拟网络，集群统计为 ${of.count ?? '—'} 个`,
          en: `the cluster counts ${of.count ?? '—'} of ${of.planned} planned virtual networks`,
        }
      : { zh: `缺少虚拟网络 ${named.join('、')}`, en: `missing virtual networks: ${named.join(', ')}` };
  const text = {
    zh: `${vdsName}：${which.zh}，请先重试失败的虚拟网络，再到集群核对。`,
    en: `${vdsName}: ${which.en}. Retry the failed virtual networks, then check on the cluster.`,
  };
  return new AppError('VLAN_MISSING', text, { data: { vds: vdsName, missing: named, count: of.count } });
}
