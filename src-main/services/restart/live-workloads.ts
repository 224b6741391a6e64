/** The workloads of a cluster as they are now, for whoever follows them: one watch of each kind for all followers. */
import { isDeepStrictEqual } from 'node:util';
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
  const rowOf = (object: KubernetesObject): WorkloadRow => toRow(toWorkload(kind, object));
  const tell = (told: WorkloadRow, row: WorkloadRow | null): void =>
    rows.put({ collection: 'workload', id: `${connection}/${workloadKey(told)}`, row }, isDeepStrictEqual);
  return ({ present, gone }) => {
    for (const row of present.map(rowOf)) {
      tell(row, row);
    }
    for (const row of gone.map(rowOf)) {
      tell(row, null);
    }
  };
}
