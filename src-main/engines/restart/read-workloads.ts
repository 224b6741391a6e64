import { workloadKey, type WorkloadName } from '../../contract/restart.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import { resources, toWorkload, type Workload } from './workload.ts';

/** From so many on of one kind and namespace one list is asked instead of each by its name. */
const listedFrom = 5;

/** Those that are there, in the order of their names. */
export async function readWorkloads(
  api: Pick<KubernetesApi, 'list' | 'read'>,
  names: readonly WorkloadName[],
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const groups = Map.groupBy(names, ({ kind, namespace }) => `${namespace}/${kind}`);
  const read = await Promise.all([...groups.values()].map((group) => readGroup(api, group, signal)));
  const found = new Map(read.flat().map((workload) => [workloadKey(workload), workload]));
  return names.flatMap((name) => found.get(workloadKey(name)) ?? []);
}

async function readGroup(
  api: Pick<KubernetesApi, 'list' | 'read'>,
  group: readonly WorkloadName[],
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const { kind, namespace } = first;
  if (group.length >= listedFrom) {
    const { items } = await api.list(resources[kind], { namespace }, { freshness: 'current', signal });
    return items.map((object) => toWorkload(kind, object));
  }
  const read = await Promise.all(
    group.map(({ name }) =>
      whereRefused(api.read(resources[kind], { namespace, name }, { signal }), ['API_NOT_FOUND'], null),
    ),
  );
  return read.flatMap((object) => (object === null ? [] : toWorkload(kind, object)));
}
