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
  const now = ({ signal }: Call) => ({ nowMs: services.clock.now(), signal });
  return {
    engine: bind(createRestartEngine(openWorld(clusters, services))),
    preflight: (request, call) => lookBefore(request, clusters, call),
    order: async (request, call) => ({ input: await inputOf(request, clusters, call), mayLogIn: false }),
    topics: [workloadsTopic({ clusters, clock: services.clock })],
    rooms: {
      workloads: {
        list: ({ cluster, ...of }, call) =>
          clusters.within(cluster, call, (opened) => listWorkloads(opened, of, call.signal)),
        status: ({ cluster, workloads }, call) =>
          clusters.within(cluster, call, ({ api }) => rolloutRows(api, workloads, now(call))),
        show: ({ cluster, workload }, call) =>
          clusters.within(cluster, call, async ({ api, isPractice }) => ({
            ...(await readDetail(api, workload, now(call))),
            target: targetOf({ server: api.server, isPractice }, workload),
          })),
      },
    },
  };
}

/** The order with its selections resolved; what may not be restarted is refused here, before there is a run. */
function inputOf(request: unknown, clusters: Clusters, call: Call): Promise<RestartInput> {
  const { selections, cluster: choice, ...order } = parseOrder(restartOrderSchema, request);
  return clusters.within(choice, call, async ({ api, name, isPractice }, cluster) => {
    const workloads = await orderedWorkloads({ ...order, selections }, api, call.signal);
    return { ...order, cluster, clusterName: name, server: api.server, isPractice, workloads };
  });
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
