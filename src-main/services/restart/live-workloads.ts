/** The workloads of a cluster as they are now, for whoever follows them: one watch of each kind for all followers. */
import type { InformerChange } from '../../adapters/kubernetes/informer.ts';
import { workloadKinds, type WorkloadKind } from '../../contract/restart-names.ts';
import { workloadKey, workloadRowSchema, type WorkloadRow } from '../../contract/restart.ts';
import { resources, toRow, toWorkload } from '../../engines/restart/index.ts';
import { createLiveLists, type ListTools } from '../../feed/live-lists.ts';
import type { TopicSource } from '../../feed/topics.ts';
import type { KubernetesObject } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters } from '../connections/clusters.ts';
import {
  followKind,
  openClusterList,
  tellWatch,
  watchCollections,
  type WatchState,
} from '../connections/live-kinds.ts';

interface Parts {
  readonly clusters: Clusters;
  readonly clock: Clock;
}

/** The topic `workloads:<connection>`. */
export function workloadsTopic({ clusters, clock }: Parts): TopicSource {
  const lists = createLiveLists({
    clock,
    open: (connection, tools) =>
      openClusterList(clusters, connection, ({ api, namespaces }, signal) =>
        Promise.all(
          workloadKinds.map((kind) => {
            const onChange = keepRows({ connection, kind }, tools);
            const onState = (state: WatchState): void => tellWatch(tools, { connection, kind }, state);
            const of = { namespace: null };
            const followed = { api, clock, kind: resources[kind], of, namespaces, onChange, onState };
            return followKind(followed, signal);
          }),
        ),
      ),
  });
  return {
    prefix: 'workloads:',
    collections: { workload: workloadRowSchema, ...watchCollections },
    live: (name) => lists.join(name),
  };
}

interface Kept {
  readonly connection: string;
  readonly kind: WorkloadKind;
}

/** Tells the rows of a kind as its objects change; one that looks the same is not told again. */
function keepRows({ connection, kind }: Kept, { rows }: ListTools): (change: InformerChange) => void {
  const told = new Map<string, string>();
  const rowOf = (object: KubernetesObject): WorkloadRow => toRow(toWorkload(kind, object));
  const idOf = (row: WorkloadRow): string => `${connection}/${workloadKey(row)}`;
  return ({ present, gone }) => {
    for (const row of present.map(rowOf)) {
      const [id, text] = [idOf(row), JSON.stringify(row)];
      if (told.get(id) !== text) {
        told.set(id, text);
        rows.put({ collection: 'workload', id, row });
      }
    }
    for (const id of gone.map((object) => idOf(rowOf(object)))) {
      told.delete(id);
      rows.put({ collection: 'workload', id, row: null });
    }
  };
}
