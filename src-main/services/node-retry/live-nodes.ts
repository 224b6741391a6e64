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
import type { Text } from '../../contract/text.ts';
import type { Clock } from '../../runner/ports.ts';
import { toErrorRecord } from '../../contract/errors.ts';
import { toRow } from './node-rows.ts';
import type { NodeSources } from './node-sources.ts';

interface Parts {
  readonly sources: Pick<NodeSources, 'clusters' | 'isPrimus' | 'open'>;
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
    collections: { node: nodeRowSchema, clusterWatch: clusterWatchRowSchema },
    live: (name) => lists.join(name),
  };
}

function openList(name: string, tools: ListTools, { sources: { clusters }, clock }: Parts): OpenList {
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

interface WatchState {
  readonly isLive: boolean;
  readonly seenAt: number | null;
  readonly error: { readonly message: Text } | null;
}

/** What is known of both kinds, and the rows that follow from it. */
class LiveNodes {
  readonly nodes = new Map<string, KubernetesObject>();
  readonly pods = new Map<string, KubernetesObject>();
  readonly #connection: string;
  readonly #rows: ListTools['rows'];

  constructor(connection: string, { rows }: ListTools) {
    this.#connection = connection;
    this.#rows = rows;
  }

  /** Tells the rows that are otherwise than before. */
  tell(): void {
    const failures = new Map([...this.pods.values()].flatMap(failureOf));
    const all = [...this.nodes.values()].map(toSourceNode);
    this.tellRows(all.map((node) => toRow(node, failures.get(node.name))));
  }

  /** These rows, and no others. */
  tellRows(rows: readonly NodeRow[]): void {
    const named = new Map(rows.map((row) => [`${this.#connection}/${row.name}`, row]));
    this.#rows.replace('node', named, (one, other) => JSON.stringify(one) === JSON.stringify(other));
  }

  tellState(kind: string, { isLive, seenAt, error }: WatchState): void {
    const said = error?.message ?? null;
    const row = { connection: this.#connection, kind, isLive, seenAt, error: said };
    this.#rows.put({ collection: 'clusterWatch', id: `${this.#connection}/${kind}`, row });
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
      list.tellState(nodeKind.resource, { isLive: true, seenAt, error: null });
    } catch (thrown) {
      list.tellState(nodeKind.resource, { isLive: false, seenAt, error: toErrorRecord(thrown) });
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
