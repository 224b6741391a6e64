/** The nodes of a cluster as they are now, for whoever follows them: one watch of the nodes and one of their pods for all followers. */
import { inform } from '../../adapters/kubernetes/informer.ts';
import { clusterWatchRowSchema } from '../../contract/cluster-watch.ts';
import { nodeRowSchema, type NodeRow } from '../../contract/node-retry.ts';
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
import type { KubernetesApi, KubernetesObject, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { Clusters } from '../connections/clusters.ts';
import { toRow } from './node-rows.ts';

interface Parts {
  readonly clusters: Clusters;
  readonly clock: Clock;
}

/** The topic `nodes:<connection>`. */
export function nodesTopic({ clusters, clock }: Parts): TopicSource {
  const lists = createLiveLists({ clock, open: (name, tools) => openList(name, tools, { clusters, clock }) });
  return {
    prefix: 'nodes:',
    collections: { node: nodeRowSchema, clusterWatch: clusterWatchRowSchema },
    live: (name) => lists.join(name),
  };
}

function openList(name: string, tools: ListTools, { clusters, clock }: Parts): OpenList {
  const stop = new AbortController();
  const opened = clusters.open({ kind: 'connection', name }, stop.signal);
  const ready = opened.then(async ({ api }) => {
    const list = new LiveNodes(name, tools);
    const follow = (kind: ResourceKind, of: ListSelection, known: Map<string, KubernetesObject>) =>
      followKind({ api, clock, kind, of }, { list, known }, stop.signal);
    const pods = { namespace: operatorNamespace, labelSelector: podLabels.node };
    await Promise.all([follow(nodeKind, { namespace: null }, list.nodes), follow(podKind, pods, list.pods)]);
  });
  return {
    ready,
    close() {
      stop.abort();
      opened.then(
        ({ api }) => api.close(),
        () => undefined,
      );
    },
  };
}

/** What is known of both kinds, and the rows that follow from it. */
class LiveNodes {
  readonly nodes = new Map<string, KubernetesObject>();
  readonly pods = new Map<string, KubernetesObject>();
  readonly #connection: string;
  readonly #rows: ListTools['rows'];
  readonly #told = new Map<string, string>();

  constructor(connection: string, { rows }: ListTools) {
    this.#connection = connection;
    this.#rows = rows;
  }

  /** Tells the rows that are otherwise than before. */
  tell(): void {
    const failures = new Map([...this.pods.values()].flatMap(failureOf));
    for (const object of this.nodes.values()) {
      const node = toSourceNode(object);
      this.#put(node.name, toRow(node, failures.get(node.name)));
    }
    for (const name of this.#told.keys()) {
      if (!this.nodes.has(name)) {
        this.#told.delete(name);
        this.#rows.put({ collection: 'node', id: `${this.#connection}/${name}`, row: null });
      }
    }
  }

  #put(name: string, row: NodeRow): void {
    const text = JSON.stringify(row);
    if (this.#told.get(name) !== text) {
      this.#told.set(name, text);
      this.#rows.put({ collection: 'node', id: `${this.#connection}/${name}`, row });
    }
  }

  tellState(
    kind: string,
    { isLive, seenAt, error }: Parameters<Parameters<typeof inform>[1]['onState']>[0],
  ): void {
    const said = error === null ? null : error.message;
    const row = { connection: this.#connection, kind, isLive, seenAt, error: said };
    this.#rows.put({ collection: 'clusterWatch', id: `${this.#connection}/${kind}`, row });
  }
}

interface Followed {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly kind: ResourceKind;
  readonly of: ListSelection;
}

/** Resolves with the first list, or once it is known that there will be none for now. */
function followKind(
  { api, clock, kind, of }: Followed,
  { list, known }: { readonly list: LiveNodes; readonly known: Map<string, KubernetesObject> },
  signal: AbortSignal,
): Promise<void> {
  const first = Promise.withResolvers<void>();
  void inform(
    { api, kind, of, clock, random: Math.random },
    {
      onChange({ isWhole, present, gone }) {
        if (isWhole) {
          known.clear();
        }
        for (const object of present) {
          known.set(object.metadata.name, object);
        }
        for (const { metadata } of gone) {
          known.delete(metadata.name);
        }
        list.tell();
      },
      onState(state) {
        list.tellState(kind.resource, state);
        first.resolve();
      },
    },
    signal,
  );
  return first.promise;
}
