import { createNodeAttemptStore, type NodeAttemptStore } from '../../adapters/sqlite/node-attempts.ts';
import type { Application } from '../../api/application.ts';
import type { Call } from '../../api/context.ts';
import { nodeOrderSchema } from '../../contract/node-retry.ts';
import {
  changedAttempts,
  createNodeEngine,
  siteOf,
  targetOf,
  type NodeInput,
  type NodeSource,
  type OpenNodeWorld,
} from '../../engines/node-retry/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import { parseOrder, type EngineService } from '../engine-service.ts';
import type { OpenHome, Services } from '../open-home.ts';
import { nodesTopic } from './live-nodes.ts';
import { listNodes, showNode } from './node-rows.ts';
import { createNodeSources, type NodeSources } from './node-sources.ts';
import { orderedNodes } from './order.ts';

interface Parts {
  readonly sources: NodeSources;
  readonly attempts: NodeAttemptStore;
  readonly clock: Services['clock'];
  /** What tells this home from others, in the claims on nodes. */
  readonly home: () => string;
}

/** Retrying, managing and unmanaging nodes in a home that its owner has opened. */
export function openNodeRetry({ services, reader }: OpenHome): EngineService & {
  readonly rooms: Pick<Application, 'nodes'>;
} {
  const { clock, database } = services;
  const attempts = createNodeAttemptStore(database);
  const sources = createNodeSources(services);
  const now = ({ signal }: Call) => ({ nowMs: clock.now(), signal });
  const parts = { sources, attempts, clock, home: () => reader.facts().storeId };
  const engine = createNodeEngine({
    openWorld: openWorld(parts),
    keepAttempts(_transaction, input, change) {
      const nowMs = clock.now();
      for (const { node, ...attempt } of changedAttempts(input, change)) {
        const hasEnded = attempt.outcome === 'succeeded' || attempt.outcome === 'failed';
        const at = { site: siteOf(input), node };
        attempts.keep(at, { ...attempt, beganAt: nowMs, endedAt: hasEnded ? nowMs : null });
      }
    },
  });
  return {
    engine: bind(engine),
    order: async (request, call) => ({ input: await inputOf(request, parts, call), mayLogIn: false }),
    topics: [nodesTopic({ sources, clock })],
    forgetPractice: async () => attempts.forget('practice:own'),
    rooms: {
      nodes: {
        list: ({ cluster }, call) =>
          sources.within(cluster, call, ({ source }) => listNodes(source, now(call))),
        show: ({ cluster, name }, call) =>
          sources.within(cluster, call, async ({ source, isPractice }) => {
            const place = placeOf(source, isPractice);
            const site = siteOf(place);
            const shown = await showNode(source, name, now(call));
            return {
              ...shown,
              attempts: [...attempts.of({ site, node: name })],
              target: targetOf(place, name),
            };
          }),
      },
    },
  };
}

const placeOf = (
  { server, retriesItself }: NodeSource,
  isPractice: boolean,
): Pick<NodeInput, 'server' | 'isPractice' | 'system'> => ({
  server,
  isPractice,
  system: retriesItself ? 'primus' : 'kubernetes',
});

/** The order with its nodes by name; what cannot be done for any of them is refused here, before there is a run. */
function inputOf(request: unknown, { sources, clock, home }: Parts, call: Call): Promise<NodeInput> {
  const order = parseOrder(nodeOrderSchema, request);
  return sources.within(order.cluster, call, async ({ source, name, isPractice }, cluster) => {
    const { by } = call.caller;
    const claimant = { home: home(), run: '', by };
    const { names, into } = await orderedNodes(order, { source, clock, claimant }, call.signal);
    const { action, atOnce, timeoutMs } = order;
    const asked = { action, names, into, atOnce, timeoutMs, by };
    return { ...asked, cluster, clusterName: name, ...placeOf(source, isPractice) };
  });
}

const openWorld =
  ({ sources, attempts, clock, home }: Parts): OpenNodeWorld =>
  async (input, { runId, signal }) => {
    const { source, identity } = await sources.open(input.cluster, signal);
    const site = siteOf(input);
    return {
      kind: 'ready',
      world: {
        source,
        clock,
        identity,
        claimant: { home: home(), run: runId, by: input.by },
        earlierAttempts: (node) => attempts.countExcept({ site, node }, runId),
      },
      release: () => source.close(),
    };
  };
