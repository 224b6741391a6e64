import { listAcross } from '../../adapters/kubernetes/across-namespaces.ts';
import { workloadKinds, type WorkloadKind } from '../../contract/restart-names.ts';
import type { WorkloadRow } from '../../contract/restart.ts';
import { resources, toRow, toWorkload } from '../../engines/restart/index.ts';
import type { ListSelection } from '../../ports/kubernetes.ts';
import type { OpenCluster } from '../connections/clusters.ts';

export interface WorkloadQuery {
  /** Null: all. */
  readonly kind: WorkloadKind | null;
  /** Null: of all namespaces. */
  readonly namespace: string | null;
  readonly labelSelector: string | null;
}

interface WorkloadList {
  /** By namespace, kind and name. */
  readonly workloads: WorkloadRow[];
  /** The namespaces that were listed where the whole cluster may not be; null where it was. */
  readonly narrowedTo: string[] | null;
}

export async function listWorkloads(
  { api, namespaces }: Pick<OpenCluster, 'api' | 'namespaces'>,
  { kind, namespace, labelSelector }: WorkloadQuery,
  signal: AbortSignal,
): Promise<WorkloadList> {
  const kinds = kind === null ? workloadKinds : [kind];
  const of: ListSelection = labelSelector === null ? { namespace } : { namespace, labelSelector };
  const options = { freshness: 'current', signal } as const;
  const lists = await Promise.all(
    kinds.map(async (each) => {
      const { items, isNarrowed } = await listAcross(api, resources[each], { of, namespaces, options });
      return { rows: items.map((object) => toRow(toWorkload(each, object))), isNarrowed };
    }),
  );
  return {
    workloads: lists
      .flatMap(({ rows }) => rows)
      .sort(
        (one, other) =>
          one.namespace.localeCompare(other.namespace) ||
          one.kind.localeCompare(other.kind) ||
          one.name.localeCompare(other.name),
      ),
    narrowedTo: lists.some(({ isNarrowed }) => isNarrowed) ? [...namespaces] : null,
  };
}
