/** What a namespace's quota, or the fault of one, does not let in. */
import { treeAt, treesAt, type KubernetesObject } from './object.ts';
import { forbidden } from './refusals.ts';
import { kinds } from './resources.ts';
import type { KubernetesWorld } from './world.ts';
import { isOver, type Pod } from './workloads.ts';

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** `500m`, `2`, `1Gi` as a number. */
function amountOf(quantity: unknown): number {
  const [, digits = '0', unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(String(quantity)) ?? [];
  return Number(digits) * (units[unit] ?? 1);
}

/** What one pod takes of a quota's resource, such as `pods` or `requests.cpu`. */
function takenBy(pod: KubernetesObject, resource: string): number {
  if (resource === 'pods' || resource === 'count/pods') {
    return 1;
  }
  const [from = '', name = ''] = resource.includes('.') ? resource.split('.') : ['requests', resource];
  return treesAt(pod, 'spec.containers')
    .map((container) => amountOf(treeAt(container, `resources.${from}`)[name] ?? 0))
    .reduce((sum, amount) => sum + amount, 0);
}

interface Limit {
  readonly name: string;
  readonly hard: Readonly<Record<string, unknown>>;
}

function limitsOf({ store, faults }: KubernetesWorld, namespace: string): Limit[] {
  const limits = [...store.all(kinds.quotas)]
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map((quota) => ({ name: quota.metadata.name, hard: treeAt(quota, 'spec.hard') }));
  const isOrdered = faults.has('quotaExceeded', { namespace });
  return isOrdered ? [...limits, { name: 'practice-quota', hard: { pods: '0' } }] : limits;
}

/** Throws `exceeded quota: …` where a new pod is one too many. */
export function requireQuota(world: KubernetesWorld, pod: KubernetesObject): void {
  const namespace = pod.metadata.namespace ?? '';
  const limits = limitsOf(world, namespace);
  if (limits.length === 0) {
    return;
  }
  const there = (world.store.inNamespace(kinds.pods, namespace) as Pod[]).filter((each) => !isOver(each));
  for (const { name, hard } of limits) {
    for (const [resource, limit] of Object.entries(hard)) {
      const used = there.reduce((sum, each) => sum + takenBy(each, resource), 0);
      const wanted = takenBy(pod, resource);
      // The fault's quota is used up by what is there.
      const most = name === 'practice-quota' ? used : amountOf(limit);
      if (wanted > 0 && used + wanted > most) {
        const why = `exceeded quota: ${name}, requested: ${resource}=${wanted}, used: ${resource}=${used}, limited: ${resource}=${most}`;
        throw forbidden(kinds.pods, pod.metadata.name, why);
      }
    }
  }
}

/** What is used of each quota of a namespace. */
export function quotaStatus(world: KubernetesWorld, quota: KubernetesObject): object {
  const hard = treeAt(quota, 'spec.hard');
  const namespace = quota.metadata.namespace ?? '';
  const there = (world.store.inNamespace(kinds.pods, namespace) as Pod[]).filter((each) => !isOver(each));
  const used = Object.keys(hard).map((resource) => {
    const sum = there.reduce((total, each) => total + takenBy(each, resource), 0);
    return [resource, String(sum)] as const;
  });
  return { hard, used: Object.fromEntries(used) };
}
