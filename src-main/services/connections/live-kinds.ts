/** Kinds of objects of a cluster that are followed live for a topic, with how true each of them is. */
import { inform, type InformerChange, type InformerState } from '../../adapters/kubernetes/informer.ts';
import { clusterWatchRowSchema } from '../../contract/cluster-watch.ts';
import type { ListTools, OpenList } from '../../feed/live-lists.ts';
import type { KubernetesApi, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters, OpenCluster } from './clusters.ts';

/** Declared by each topic whose rows come from watches. */
export const watchCollections = { clusterWatch: clusterWatchRowSchema };

/** Tells how true the list of a kind is. */
export function tellWatch(
  { rows }: Pick<ListTools, 'rows'>,
  { connection, kind }: { readonly connection: string; readonly kind: string },
  { isLive, seenAt, error }: InformerState,
): void {
  const row = { connection, kind, isLive, seenAt, error: error?.message ?? null };
  rows.put({ collection: 'clusterWatch', id: `${connection}/${kind}`, row });
}

export interface FollowedKind {
  readonly api: Pick<KubernetesApi, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly kind: ResourceKind;
  readonly of: ListSelection;
  readonly onChange: (change: InformerChange) => void;
  readonly onState: (state: InformerState) => void;
}

/** Resolves with the first list, or once it is known that there will be none for now. */
export function followKind(
  { api, clock, kind, of, onChange, onState }: FollowedKind,
  signal: AbortSignal,
): Promise<void> {
  const first = Promise.withResolvers<void>();
  const listener = {
    onChange,
    onState(state: InformerState) {
      onState(state);
      first.resolve();
    },
  };
  void inform({ api, kind, of, clock, random: Math.random }, listener, signal);
  return first.promise;
}

/** Opens the cluster of a connection for as long as its list is open. */
export function openClusterList(
  clusters: Pick<Clusters, 'open'>,
  connection: string,
  follow: (cluster: OpenCluster, signal: AbortSignal) => Promise<unknown>,
): OpenList {
  const stop = new AbortController();
  const opened = clusters.open({ kind: 'connection', name: connection }, stop.signal);
  return {
    ready: opened.then((cluster) => follow(cluster, stop.signal)).then(() => undefined),
    close() {
      stop.abort();
      opened.then(
        ({ api }) => api.close(),
        () => undefined,
      );
    },
  };
}
