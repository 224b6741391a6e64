/** The workloads of a cluster as they are now, for whoever follows them: one watch of each kind for all followers. */
import { inform } from '../../adapters/kubernetes/informer.ts';
import { clusterWatchRowSchema } from '../../contract/cluster-watch.ts';
import { workloadKinds, type WorkloadKind } from '../../contract/restart-names.ts';
import { workloadKey, workloadRowSchema, type WorkloadRow } from '../../contract/restart.ts';
import { resources, toRow, toWorkload } from '../../engines/restart/index.ts';
import { createLiveLists, type ListTools, type OpenList } from '../../feed/live-lists.ts';
import type { TopicSource } from '../../feed/topics.ts';
import type { KubernetesObject } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters, OpenCluster } from '../connections/clusters.ts';

interface Parts {
  readonly clusters: Clusters;
  readonly clock: Clock;
}

/** The topic `workloads:<connection>`. */
export function workloadsTopic({ clusters, clock }: Parts): TopicSource {
  const lists = createLiveLists({ clock, open: (name, tools) => openList(name, tools, { clusters, clock }) });
  return {
    prefix: 'workloads:',
    collections: { workload: workloadRowSchema, clusterWatch: clusterWatchRowSchema },
    live: (name) => lists.join(name),
  };
}

function openList(name: string, tools: ListTools, { clusters, clock }: Parts): OpenList {
  const stop = new AbortController();
  const opened = clusters.open({ kind: 'connection', name }, stop.signal);
  const ready = opened.then((cluster) =>
    Promise.all(
      workloadKinds.map((kind) => followKind({ kind, name, cluster }, { tools, clock }, stop.signal)),
    ),
  );
  return {
    ready: ready.then(() => undefined),
    close() {
      stop.abort();
      opened.then(
        ({ api }) => api.close(),
        () => undefined,
      );
    },
  };
}

interface Following {
  readonly kind: WorkloadKind;
  /** Of the connection. */
  readonly name: string;
  readonly cluster: OpenCluster;
}

/** Resolves with the first list, or once it is known that there will be none for now. */
function followKind(
  { kind, name, cluster: { api } }: Following,
  { tools: { rows }, clock }: { readonly tools: ListTools; readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const first = Promise.withResolvers<void>();
  const idOf = (row: WorkloadRow): string => `${name}/${workloadKey(row)}`;
  const known = new Map<string, WorkloadRow>();
  const put = (object: KubernetesObject): string => {
    const row = toRow(toWorkload(kind, object));
    const id = idOf(row);
    if (JSON.stringify(known.get(id)) !== JSON.stringify(row)) {
      rows.put({ collection: 'workload', id, row });
    }
    known.set(id, row);
    return id;
  };
  const remove = (id: string): void => {
    known.delete(id);
    rows.put({ collection: 'workload', id, row: null });
  };
  void inform(
    { api, kind: resources[kind], of: { namespace: null }, clock, random: Math.random },
    {
      onChange({ isWhole, present, gone }) {
        const there = new Set(present.map(put));
        const left = isWhole ? [...known.keys()].filter((id) => !there.has(id)) : [];
        for (const id of [...left, ...gone.map((object) => idOf(toRow(toWorkload(kind, object))))]) {
          remove(id);
        }
      },
      onState({ isLive, seenAt, error }) {
        const row = { connection: name, kind, isLive, seenAt, error: error === null ? null : error.message };
        rows.put({ collection: 'clusterWatch', id: `${name}/${kind}`, row });
        first.resolve();
      },
    },
    signal,
  );
  return first.promise;
}
