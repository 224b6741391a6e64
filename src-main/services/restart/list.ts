import { workloadKinds, type WorkloadKind } from '../../contract/restart-names.ts';
import type { WorkloadRow } from '../../contract/restart.ts';
import { resources, toRow, toWorkload } from '../../engines/restart/index.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';

export interface WorkloadQuery {
  /** Null: all. */
  readonly kind: WorkloadKind | null;
  /** Null: of all namespaces. */
  readonly namespace: string | null;
  readonly labelSelector: string | null;
}

/** By namespace, kind and name. */
export async function listWorkloads(
  api: Pick<KubernetesApi, 'list'>,
  { kind, namespace, labelSelector }: WorkloadQuery,
  signal: AbortSignal,
): Promise<WorkloadRow[]> {
  const kinds = kind === null ? workloadKinds : [kind];
  const selection = labelSelector === null ? { namespace } : { namespace, labelSelector };
  const lists = await Promise.all(
    kinds.map(async (each) => {
      const { items } = await api.list(resources[each], selection, { freshness: 'current', signal });
      return items.map((object) => toRow(toWorkload(each, object)));
    }),
  );
  return lists
    .flat()
    .sort(
      (one, other) =>
        one.namespace.localeCompare(other.namespace) ||
        one.kind.localeCompare(other.kind) ||
        one.name.localeCompare(other.name),
    );
}
