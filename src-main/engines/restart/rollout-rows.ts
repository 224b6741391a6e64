import type { RestartRow, WorkloadName } from '../../contract/restart.ts';
import { restartedAtKey } from '../../contract/restart-names.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import { lookAtRollout } from './look.ts';
import { readWorkloads } from './read-workloads.ts';
import { podCounts, revisionOf, rolloutState, templateAnnotations, type Workload } from './workload.ts';

interface At {
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** How the newest rollout of each workload stands, with what holds it; those that are not there are left out. */
export async function rolloutRows(
  api: Pick<KubernetesApi, 'list' | 'read' | 'podLog'>,
  names: readonly WorkloadName[],
  at: At,
): Promise<RestartRow[]> {
  const workloads = await readWorkloads(api, names, at.signal);
  return Promise.all(workloads.map((workload) => rolloutRow(api, workload, at)));
}

export async function rolloutRow(
  api: Pick<KubernetesApi, 'list' | 'podLog'>,
  workload: Workload,
  at: At,
): Promise<RestartRow> {
  const { kind, namespace, name } = workload;
  const { desired, updated, ready } = podCounts(workload);
  const restartedAt = templateAnnotations(workload)[restartedAtKey] ?? null;
  const told = rolloutState(workload);
  const isOpen = told === 'progressing' || told === 'stuck';
  const sinceMs = Date.parse(restartedAt ?? workload.metadata.creationTimestamp ?? '') || 0;
  const cause = isOpen ? (await lookAtRollout(api, workload, { ...at, sinceMs })).cause : null;
  return {
    kind,
    namespace,
    name,
    restartedAt,
    patched: restartedAt !== null,
    state: cause === null ? told : 'stuck',
    updated,
    ready,
    desired,
    revisionAfter: revisionOf(workload) ?? undefined,
    cause: cause ?? undefined,
  };
}
