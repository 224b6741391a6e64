/** The nodes of a cluster as they are now, for whoever follows them: one watch of the nodes and one of their pods for all followers. */
import { isDeepStrictEqual } from 'node:util';
import type { InformerChange } from '../../adapters/kubernetes/informer.ts';
import { nodeRowSchema, type NodeRow } from '../../contract/node-retry.ts';
import { toErrorRecord } from '../../contract/errors.ts';
import {
  failureOf,
  nodeKind,
  operatorNamespace,
  podKind,
  podLabels,
  toSourceNode,
} from '../../engines/node-retry/index.ts';
import { createLiveLists, type ListTools, type OpenList } from '../../feed/live-lists.ts';
import type { TopicSource } from '../../feed/topics.ts';
import type { KubernetesObject, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters } from '../connections/clusters.ts';
import {
  followKind,
  openClusterList,
  tellWatch,
  watchCollections,
  type WatchState,
} from '../connections/live-kinds.ts';
import { toRow } from './node-rows.ts';
import type { NodeSources } from './node-sources.ts';

interface Parts {
  readonly sources: Pick<NodeSources, 'isPrimus' | 'open'> & { readonly clusters: Pick<Clusters, 'open'> };
  readonly clock: Clock;
}

/** The topic `nodes:<connection>`. */
export function nodesTopic({ sources, clock }: Parts): TopicSource {
  const parts = { sources, clock };
  const lists = createLiveLists({
    clock,
    open: (name, tools) =>
      sources.isPrimus(name) ? pollList(name, tools, parts) : openList(name, tools, parts),
  });
  return {
    prefix: 'nodes:',
    collections: { node: nodeRowSchema, ...watchCollections },
    live: (name) => lists.join(name),
  };
}

function openList(name: string, tools: ListTools, { sources: { clusters }, clock }: Parts): OpenList {
  return openClusterList(clusters, name, ({ api }, signal) => {
    const list = new LiveNodes(name, tools);
    const follow = (kind: ResourceKind, of: ListSelection, onChange: (change: InformerChange) => void) => {
      const onState = (state: WatchState): void => list.tellState(kind, state);
      // Nodes lie in no namespace, and their pods in one.
      return followKind({ api, clock, kind, of, namespaces: [], onChange, onState }, signal);
    };
    const pods = { namespace: operatorNamespace, labelSelector: podLabels.node };
    return Promise.all([
      follow(nodeKind, { namespace: null }, (change) => list.takeNodes(change)),
      follow(podKind, pods, (change) => list.takePods(change)),
    ]);
  });
}

/** What is known of both kinds, and the rows that follow from it: a change is told of the nodes that it is about. */
class LiveNodes {
  readonly #nodes = new Map<string, KubernetesObject>();
  /** By name: when the pod's node failed, as far as the pod tells that. */
  readonly #failures = new Map<string, readonly [string, number]>();
  readonly #connection: string;
  readonly #tools: ListTools;

  constructor(connection: string, tools: ListTools) {
    this.#connection = connection;
    this.#tools = tools;
  }

  takeNodes({ present, gone }: InformerChange): void {
    for (const object of present) {
      this.#nodes.set(object.metadata.name, object);
    }
    for (const { metadata } of gone) {
      this.#nodes.delete(metadata.name);
    }
    this.#tellNodes([...present, ...gone].map(({ metadata }) => metadata.name));
  }

  takePods({ present, gone }: InformerChange): void {
    const before = [...present, ...gone].flatMap(
      ({ metadata }) => this.#failures.get(metadata.name)?.[0] ?? [],
    );
    for (const pod of present) {
      const [failure] = failureOf(pod);
      if (failure === undefined) {
        this.#failures.delete(pod.metadata.name);
      } else {
        this.#failures.set(pod.metadata.name, failure);
      }
    }
    for (const { metadata } of gone) {
      this.#failures.delete(metadata.name);
    }
    const now = present.flatMap(({ metadata }) => this.#failures.get(metadata.name)?.[0] ?? []);
    this.#tellNodes([...before, ...now]);
  }

  #tellNodes(names: Iterable<string>): void {
    const failures = new Map(this.#failures.values());
    for (const name of new Set(names)) {
      const object = this.#nodes.get(name);
      const row = object === undefined ? null : toRow(toSourceNode(object), failures.get(name));
      this.#tools.rows.put({ collection: 'node', id: this.#idOf(name), row }, isDeepStrictEqual);
    }
  }

  /** These rows, and no others. */
  tellRows(rows: readonly NodeRow[]): void {
    const byId = new Map(rows.map((row) => [this.#idOf(row.name), row]));
    this.#tools.rows.replace('node', byId, isDeepStrictEqual);
  }

  #idOf(name: string): string {
    return `${this.#connection}/${name}`;
  }

  tellState({ resource }: ResourceKind, state: WatchState): void {
    tellWatch(this.#tools, { connection: this.#connection, kind: resource }, state);
  }
}

/** Milliseconds between two looks where there is no watch. */
const pollEveryMs = 3_000;

/** The nodes of an API server without watches: read again and again. */
function pollList(name: string, tools: ListTools, { sources, clock }: Parts): OpenList {
  const stop = new AbortController();
  const { signal } = stop;
  const list = new LiveNodes(name, tools);
  let seenAt: number | null = null;
  const look = async (): Promise<void> => {
    const { source } = await sources.open({ kind: 'connection', name }, signal);
    try {
      list.tellRows((await source.list(signal)).map((node) => toRow(node, undefined)));
      seenAt = clock.now();
      list.tellState(nodeKind, { isLive: true, seenAt, error: null, narrowedTo: null });
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      list.tellState(nodeKind, { isLive: false, seenAt, error, narrowedTo: null });
    } finally {
      await source.close();
    }
  };
  const again = async (): Promise<void> => {
    while (!signal.aborted) {
      await clock.pause(pollEveryMs, signal);
      await look();
    }
  };
  const ready = look();
  ready.then(again).catch((thrown: unknown) => {
    if (!signal.aborted) {
      tools.fail(thrown);
    }
  });
  return { ready, close: () => stop.abort() };
}
