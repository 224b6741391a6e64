import { createFollowedObjects } from '../../adapters/kubernetes/followed-objects.ts';
import type { Application } from '../../api/application.ts';
import type { Call } from '../../api/context.ts';
import { restartOrderSchema } from '../../contract/restart.ts';
import {
  createRestartEngine,
  readDetail,
  rolloutRows,
  targetOf,
  type OpenRestartWorld,
  type RestartInput,
} from '../../engines/restart/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import { createClusters, type Clusters } from '../connections/clusters.ts';
import { parseOrder, type EngineService } from '../engine-service.ts';
import type { OpenHome, Services } from '../open-home.ts';
import { listWorkloads } from './list.ts';
import { workloadsTopic } from './live-workloads.ts';
import { lookBefore } from './look-before.ts';
import { orderedWorkloads } from './order.ts';

/** Workload restart in a home that its owner has opened. */
export function openRestart({ services }: OpenHome): EngineService & {
  readonly rooms: Pick<Application, 'workloads'>;
} {
  const clusters = createClusters(services);
  return {
    engine: bind(createRestartEngine(openWorld(clusters, services))),
    preflight: (request, call) => lookBefore(request, clusters, call),
    order: async (request, call) => ({ input: await inputOf(request, clusters, call), mayLogIn: false }),
    topics: [workloadsTopic({ clusters, clock: services.clock })],
    rooms: {
      workloads: {
        list: async ({ cluster, ...of }, call) => {
          const { api } = await clusters.open(await clusters.keep(cluster, call), call.signal);
          return listWorkloads(api, of, call.signal).finally(() => api.close());
        },
        status: async ({ cluster, workloads }, call) => {
          const { api } = await clusters.open(await clusters.keep(cluster, call), call.signal);
          const at = { nowMs: services.clock.now(), signal: call.signal };
          return rolloutRows(api, workloads, at).finally(() => api.close());
        },
        show: async ({ cluster, workload }, call) => {
          const { api, isPractice } = await clusters.open(await clusters.keep(cluster, call), call.signal);
          const at = { nowMs: services.clock.now(), signal: call.signal };
          const detail = await readDetail(api, workload, at).finally(() => api.close());
          return { ...detail, target: targetOf({ server: api.server, isPractice }, workload) };
        },
      },
    },
  };
}

/** The order with its selections resolved; what may not be restarted is refused here, before there is a run. */
async function inputOf(request: unknown, clusters: Clusters, call: Call): Promise<RestartInput> {
  const { selections, cluster: choice, ...order } = parseOrder(restartOrderSchema, request);
  const cluster = await clusters.keep(choice, call);
  const { api, name, isPractice } = await clusters.open(cluster, call.signal);
  try {
    const ordered = { ...order, selections, cluster: choice };
    const workloads = await orderedWorkloads(ordered, api, call.signal);
    return { ...order, cluster, clusterName: name, server: api.server, isPractice, workloads };
  } finally {
    await api.close();
  }
}

const openWorld =
  (clusters: Clusters, { clock }: Pick<Services, 'clock'>): OpenRestartWorld =>
  async ({ cluster }, { signal, isPreview }) => {
    const { api, identity } = await clusters.open(cluster, signal);
    const followed = createFollowedObjects({ api, clock });
    return {
      kind: 'ready',
      world: { api, followed, clock, isPreview, identity },
      async release() {
        followed.close();
        await api.close();
      },
    };
  };
