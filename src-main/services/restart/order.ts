import { AppError } from '../../contract/errors.ts';
import { pausedWords } from '../../contract/restart-names.ts';
import {
  workloadKey,
  type RestartOrder,
  type WorkloadName,
  type WorkloadSelection,
} from '../../contract/restart.ts';
import {
  missingRight,
  named,
  readWorkloads,
  resourceName,
  resources,
  rightMissing,
  toWorkload,
  type Workload,
} from '../../engines/restart/index.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';

/**
 * The workloads that an order names or selects, each once. Where one of them cannot be restarted and the others are not to
 * be restarted without it, throws what stands against it: WORKLOAD_NOT_FOUND, API_FORBIDDEN, WORKLOAD_PAUSED.
 */
export async function orderedWorkloads(
  order: Pick<RestartOrder, 'workloads' | 'selections' | 'onFailure' | 'action'>,
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<WorkloadName[]> {
  const { onFailure, action } = order;
  const names = await namedWorkloads(order, api, signal);
  if (names.length === 0) {
    throw nothingSelected();
  }
  if (onFailure === 'stop') {
    await requireAll(names, { action, api }, signal);
  }
  return names;
}

/** Those that an order names or selects, each once, whether they are there or not. */
export async function namedWorkloads(
  { workloads, selections }: Pick<RestartOrder, 'workloads' | 'selections'>,
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<WorkloadName[]> {
  const selected = await Promise.all(selections.map((selection) => select(selection, api, signal)));
  const all = [...workloads, ...selected.flat()];
  return [...new Map(all.map((name) => [workloadKey(name), name])).values()];
}

async function select(
  { kind, namespace, labelSelector }: WorkloadSelection,
  api: KubernetesApi,
  signal: AbortSignal,
): Promise<readonly WorkloadName[]> {
  const { items } = await api.list(
    resources[kind],
    { namespace, labelSelector },
    { freshness: 'current', signal },
  );
  return items.map((object) => nameOf(toWorkload(kind, object)));
}

const nameOf = ({ kind, namespace, name }: Workload): WorkloadName => ({ kind, namespace, name });

interface Ordered {
  readonly action: RestartOrder['action'];
  readonly api: KubernetesApi;
}

async function requireAll(
  names: readonly WorkloadName[],
  { action, api }: Ordered,
  signal: AbortSignal,
): Promise<void> {
  const found = new Map((await readWorkloads(api, names, signal)).map((one) => [workloadKey(one), one]));
  const missing = names.filter((name) => !found.has(workloadKey(name)));
  if (missing.length > 0) {
    throw workloadsMissing(missing);
  }
  const right = await missingRight(api, names, signal);
  if (right !== null) {
    throw rightMissing(right);
  }
  const paused = [...found.values()].filter(
    ({ kind, spec }) => kind === 'deployment' && spec.paused === true,
  );
  if (paused.length > 0 && action === 'restart') {
    throw workloadsPaused(paused);
  }
}

const nothingSelected = (): AppError =>
  new AppError('WORKLOAD_NOT_FOUND', {
    zh: '没有符合条件的工作负载；请核对名称、命名空间和标签选择器。',
    en: 'No workload matches. Check the names, the namespace and the label selector.',
  });

/** In the words of the API server. */
function workloadsMissing(missing: readonly WorkloadName[]): AppError {
  const words = missing.map(({ kind, name }) => `${resourceName(kind)} "${name}" not found`).join('; ');
  const text = {
    zh: `${words}。请核对名称和命名空间。`,
    en: `${words}. Check the names and the namespaces.`,
  };
  return new AppError('WORKLOAD_NOT_FOUND', text, { data: { workloads: missing.map(workloadKey) } });
}

/** In the words of kubectl. */
function workloadsPaused(paused: readonly WorkloadName[]): AppError {
  const names = paused.map(named).join(', ');
  const text = { zh: `${names}：${pausedWords}`, en: `${names}: ${pausedWords}` };
  return new AppError('WORKLOAD_PAUSED', text, { data: { workloads: paused.map(workloadKey) } });
}
