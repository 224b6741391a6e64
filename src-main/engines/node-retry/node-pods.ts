/** The pods that bring a node into its cluster and out of it, and what they tell. */
import { z } from 'zod';
import type { NodeEvidence } from '../../contract/node-retry.ts';
import { isAppError } from '../../contract/errors.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesApi, KubernetesObject } from '../../ports/kubernetes.ts';
import type { Direction, SourceNode } from './ports.ts';
import { eventKind, operatorNamespace, podKind } from './source-node.ts';

const prefix = 'primus-safe.cluster.manage';
export const podLabels = {
  cluster: `${prefix}.cluster`,
  action: `${prefix}.action`,
  node: `${prefix}.node`,
} as const;

const podSchema = z.looseObject({
  spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string() })).default([]) }),
  status: z
    .looseObject({
      phase: z.string().nullish(),
      reason: z.string().nullish(),
      containerStatuses: z
        .array(
          z.looseObject({
            state: z
              .looseObject({
                terminated: z
                  .looseObject({ reason: z.string().nullish(), finishedAt: z.string().nullish() })
                  .nullish(),
                waiting: z.looseObject({ reason: z.string().nullish() }).nullish(),
              })
              .nullish(),
          }),
        )
        .nullish(),
    })
    .default({}),
});

const eventSchema = z.looseObject({
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.looseObject({ uid: z.string().nullish() }),
});

/** The real controller labels by the name of the node in one place and by that of its machine in another. */
function selectorOf({ name, hostName, cluster }: SourceNode, direction: Direction): string {
  const names = [...new Set([name, hostName ?? name])].join(',');
  return `${podLabels.cluster}=${cluster ?? ''},${podLabels.action}=${direction},${podLabels.node} in (${names})`;
}

type Reader = Pick<KubernetesApi, 'list' | 'podLog'>;

export async function readNodePods(
  api: Pick<KubernetesApi, 'list'>,
  of: { readonly node: SourceNode; readonly direction: Direction },
  signal: AbortSignal,
): Promise<readonly KubernetesObject[]> {
  if (of.node.cluster === null) {
    return [];
  }
  const labelSelector = selectorOf(of.node, of.direction);
  const selection = { namespace: operatorNamespace, labelSelector };
  return (await api.list(podKind, selection, { freshness: 'current', signal })).items;
}

/** When the last container of the pod ended, milliseconds since the epoch. */
export function endOf(pod: KubernetesObject): number | null {
  const ends = (podSchema.parse(pod).status.containerStatuses ?? [])
    .map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? ''))
    .filter((at) => !Number.isNaN(at));
  return ends.length === 0 ? null : Math.max(...ends);
}

export const hasFailed = (pod: KubernetesObject): boolean => podSchema.parse(pod).status.phase === 'Failed';

const lastLines = 200;
/** Of one log; beyond it the beginning is left out. */
const longestLog = 40_000;
const mostEvents = 20;

type PodEvidence = NodeEvidence['pods'][number];

/** Reads what a person without all rights may see; what they may not is named in `missing`. */
async function orMissing<T, Instead>(
  read: () => Promise<T>,
  {
    what,
    missing,
    instead,
  }: { readonly what: string; readonly missing: Set<string>; readonly instead: Instead },
): Promise<T | Instead> {
  try {
    return await read();
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'API_FORBIDDEN') {
      missing.add(what);
      return instead;
    }
    throw thrown;
  }
}

function reasonOf({ status }: z.infer<typeof podSchema>): string | null {
  const [first] = status.containerStatuses ?? [];
  return status.reason ?? first?.state?.terminated?.reason ?? first?.state?.waiting?.reason ?? null;
}

async function evidenceOf(
  api: Reader,
  {
    pod,
    events,
    missing,
  }: { pod: KubernetesObject; events: readonly KubernetesObject[]; missing: Set<string> },
  signal: AbortSignal,
): Promise<PodEvidence> {
  const { name, uid } = pod.metadata;
  const read = podSchema.parse(pod);
  const container = read.spec.containers[0]?.name ?? '';
  const log = await orMissing(
    () =>
      whereRefused(
        api.podLog({ namespace: operatorNamespace, name }, { container, tailLines: lastLines, signal }),
        ['API_NOT_FOUND', 'API_INVALID'],
        null,
      ),
    { what: 'pods/log', missing, instead: null },
  );
  const told = events
    .map((event) => eventSchema.parse(event))
    .filter(({ involvedObject }) => involvedObject.uid === uid)
    .slice(-mostEvents)
    .map(({ reason, message, lastTimestamp, eventTime }) => ({
      reason: reason ?? '',
      message: message ?? '',
      at: lastTimestamp ?? eventTime ?? null,
    }));
  return {
    name,
    uid,
    phase: read.status.phase ?? '',
    reason: reasonOf(read),
    endedAt: endOf(pod),
    log: log === null ? null : log.slice(-longestLog),
    events: told,
  };
}

/** What is there of a node's failure; what may not be read is named, and nothing is refused for it. */
export async function readEvidence(
  api: Reader,
  of: { readonly node: SourceNode; readonly direction: Direction },
  signal: AbortSignal,
): Promise<NodeEvidence> {
  const missing = new Set<string>();
  const pods = await orMissing(() => readNodePods(api, of, signal), { what: 'pods', missing, instead: [] });
  const events = await orMissing(
    async () => {
      const selection = { namespace: operatorNamespace };
      return pods.length === 0
        ? []
        : (await api.list(eventKind, selection, { freshness: 'current', signal })).items;
    },
    { what: 'events', missing, instead: [] },
  );
  const told = await Promise.all(pods.map((pod) => evidenceOf(api, { pod, events, missing }, signal)));
  const { name, phase, conditions } = of.node;
  return { node: name, phase, conditions, pods: told, missing: [...missing].sort() };
}

/** The line of a log that says what went wrong: the last one with an error, else the last one. */
export function tellingLine({ pods }: NodeEvidence): string | null {
  const lines = pods.flatMap(({ log }) => (log ?? '').split('\n')).filter((line) => line.trim() !== '');
  const wrong = lines.filter((line) => /\b(fatal|error|failed!)/i.test(line));
  return (wrong.at(-1) ?? lines.at(-1))?.slice(0, 500) ?? null;
}
