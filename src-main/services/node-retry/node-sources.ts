/** Where nodes are, as orders and runs name it: a cluster, or the API server of Primus-SaFE. */
import { createFollowedObjects } from '../../adapters/kubernetes/followed-objects.ts';
import type { Call } from '../../api/context.ts';
import type { ClusterChoice, KeptCluster } from '../../contract/cluster-choice.ts';
import {
  createKubernetesSource,
  createPrimusSource,
  type NodeSource,
} from '../../engines/node-retry/index.ts';
import { createClusters, type Clusters } from '../connections/clusters.ts';
import type { Services } from '../open-home.ts';

/** Whoever opens it closes its source. */
export interface OpenNodes {
  readonly source: NodeSource;
  /** Of the connection, or of the context. */
  readonly name: string;
  readonly isPractice: boolean;
  readonly identity: string | null;
}

export interface NodeSources {
  readonly clusters: Clusters;
  /** Whether the connection leads to an API server of Primus-SaFE, which has no watch. */
  isPrimus(connection: string): boolean;
  open(cluster: KeptCluster, signal: AbortSignal): Promise<OpenNodes>;
  /** Opens what is chosen for one piece of work. */
  within<T>(
    choice: ClusterChoice,
    call: Call,
    work: (opened: OpenNodes, kept: KeptCluster) => Promise<T>,
  ): Promise<T>;
}

export function createNodeSources(services: Services): NodeSources {
  const clusters = createClusters(services);
  const { clock, connections } = services;
  const isPrimus = (name: string): boolean => connections.kept(name).kind === 'primus';

  /** It tells nothing that its server could be known by again. */
  function openPrimus(name: string): OpenNodes {
    const api = connections.openPrimus(name);
    const source = createPrimusSource({ ...api.nodes, server: api.server, close: () => api.close() });
    return { source, name, isPractice: false, identity: null };
  }

  async function open(cluster: KeptCluster, signal: AbortSignal): Promise<OpenNodes> {
    if (cluster.kind === 'connection' && isPrimus(cluster.name)) {
      return openPrimus(cluster.name);
    }
    const { api, name, isPractice, identity } = await clusters.open(cluster, signal);
    const source = createKubernetesSource(api, createFollowedObjects({ api, clock }));
    return { source, name, isPractice, identity };
  }

  return {
    clusters,
    isPrimus,
    open,
    async within(choice, call, work) {
      const kept = await clusters.keep(choice, call);
      const opened = await open(kept, call.signal);
      try {
        return await work(opened, kept);
      } finally {
        await opened.source.close();
      }
    },
  };
}
