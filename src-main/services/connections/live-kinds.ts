/** Kinds of objects of a cluster that are followed live for a topic, with how true each of them is. */
import { informAcross } from '../../adapters/kubernetes/across-namespaces.ts';
import type { InformerChange, InformerState } from '../../adapters/kubernetes/informer.ts';
import { clusterWatchRowSchema } from '../../contract/cluster-watch.ts';
import type { ListTools, OpenList } from '../../feed/live-lists.ts';
import type { KubernetesApi, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters, OpenCluster } from './clusters.ts';

/** Declared by each topic whose rows come from watches. */
export const watchCollections = { clusterWatch: clusterWatchRowSchema };

/** How true a list is, and of what. */
export interface WatchState extends InformerState {
  /** The namespaces that it holds where the whole cluster may not be listed; null for all that was asked for. */
  readonly narrowedTo: readonly string[] | null;
}

/** Tells how true the list of a kind is. */
export function tellWatch(
  { rows }: Pick<ListTools, 'rows'>,
  { connection, kind }: { readonly connection: string; readonly kind: string },
  { isLive, seenAt, error, narrowedTo }: WatchState,
): void {
  const said = error?.message ?? null;
  const row = { connection, kind, isLive, seenAt, error: said, narrowedTo: narrowedTo?.slice() ?? null };
  rows.put({ collection: 'clusterWatch', id: `${connection}/${kind}`, row });
}

export interface FollowedKind {
  readonly api: Pick<KubernetesApi, 'list' | 'watch'>;
  readonly clock: Clock;
  readonly kind: ResourceKind;
  readonly of: ListSelection;
  /** Those that take the place of the whole cluster where that may not be listed. */
  readonly namespaces: readonly string[];
  readonly onChange: (change: InformerChange) => void;
  readonly onState: (state: WatchState) => void;
}

/** Resolves with the first list, or once it is known that there will be none for now. */
export function followKind(
  { onChange, onState, ...followed }: FollowedKind,
  signal: AbortSignal,
): Promise<void> {
  const first = Promise.withResolvers<void>();
  let narrowedTo: readonly string[] | null = null;
  const listener = {
    onChange,
    onState(state: InformerState) {
      onState({ ...state, narrowedTo });
      first.resolve();
    },
    onNarrowed(namespaces: readonly string[]) {
      narrowedTo = namespaces;
    },
  };
  void informAcross({ ...followed, random: Math.random }, listener, signal);
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
