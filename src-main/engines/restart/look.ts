/** Looks at a rollout that is not done: at its pods, and at what the cluster has said about them. */
import type { RolloutCause } from '../../contract/restart.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesApi, KubernetesObject } from '../../ports/kubernetes.ts';
import {
  causeOf,
  containersOf,
  isReady,
  restartsOf,
  toToldEvent,
  toWatchedPod,
  type ToldEvent,
  type WatchedPod,
} from './cause.ts';
import { podSelector, readRevisions } from './revisions.ts';
import { events, pods } from './surroundings.ts';
import type { Workload } from './workload.ts';

/** The pods of a workload by whether they have its newest template. */
export interface PodsSeen {
  readonly newPods: readonly WatchedPod[];
  readonly oldPods: readonly WatchedPod[];
  /** What makes the new ones; null where it is not there yet. */
  readonly maker: KubernetesObject['metadata'] | null;
}

type Reader = Pick<KubernetesApi, 'list' | 'podLog'>;

/** Of all pods that its selector chooses. */
export async function readPods(api: Reader, workload: Workload, signal: AbortSignal): Promise<PodsSeen> {
  const selection = { namespace: workload.namespace, labelSelector: podSelector(workload) };
  const [[newest], { items }] = await Promise.all([
    readRevisions(api, workload, signal),
    api.list(pods, selection, { freshness: 'current', signal }),
  ]);
  const [label = '', value = ''] = newest?.podLabel ?? [];
  const isNew = ({ metadata }: WatchedPod): boolean => metadata.labels?.[label] === value;
  const all = items.map(toWatchedPod);
  return {
    newPods: all.filter((pod) => isNew(pod)),
    oldPods: all.filter((pod) => !isNew(pod)),
    maker: workload.kind === 'deployment' ? (newest?.object.metadata ?? null) : workload.metadata,
  };
}

/** Who may not see events is told less. */
async function readWarnings(
  api: Reader,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly ToldEvent[]> {
  const selection = { namespace, fieldSelector: 'type=Warning' };
  const listed = api.list(events, selection, { freshness: 'current', signal });
  return (await whereRefused(listed, ['API_FORBIDDEN'], null))?.items.map(toToldEvent) ?? [];
}

export interface RolloutLook {
  readonly seen: PodsSeen;
  readonly cause: RolloutCause | null;
}

export async function lookAtRollout(
  api: Reader,
  workload: Workload,
  at: { readonly sinceMs: number; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<RolloutLook> {
  const [seen, told] = await Promise.all([
    readPods(api, workload, at.signal),
    readWarnings(api, workload.namespace, at.signal),
  ]);
  const cause = causeOf({ ...seen, events: told, sinceMs: at.sinceMs, nowMs: at.nowMs });
  return { seen, cause };
}

const lastLines = 5;
/** Beyond it a log says no more than its beginning. */
const longestWords = 1_000;

/** The container that a cause is about, where it has run. */
function failedContainer({ newPods }: PodsSeen, cause: RolloutCause) {
  const pod = newPods.find(({ metadata }) => cause.object === `Pod/${metadata.name}`);
  const container =
    pod === undefined
      ? undefined
      : containersOf(pod).find(({ name }) => cause.message.startsWith(`container ${name}:`));
  const hasRun = (container?.lastState?.terminated ?? container?.state?.terminated ?? null) !== null;
  return pod === undefined || container === undefined || !hasRun ? null : { pod, container };
}

/** The last lines of the container that failed, before its last restart where it had one; null where there are none to be read. */
export async function lastWordsOf(
  api: Reader,
  { seen, cause }: { readonly seen: PodsSeen; readonly cause: RolloutCause },
  signal: AbortSignal,
): Promise<string | null> {
  const failed = failedContainer(seen, cause);
  if (failed === null) {
    return null;
  }
  const { pod, container } = failed;
  const { namespace = null, name } = pod.metadata;
  const isPrevious = container.restartCount > 0;
  const read = api.podLog(
    { namespace, name },
    { container: container.name, tailLines: lastLines, isPrevious, signal },
  );
  const words = (await whereRefused(read, ['API_FORBIDDEN', 'API_NOT_FOUND', 'API_INVALID'], '')).trim();
  return words === '' ? null : words.slice(-longestWords);
}

/** How often the containers of the pods were started anew. */
export const restartsIn = (all: readonly WatchedPod[]): number =>
  all.reduce((sum, pod) => sum + restartsOf(pod), 0);

export const areReady = (all: readonly WatchedPod[]): boolean => all.every(isReady);
