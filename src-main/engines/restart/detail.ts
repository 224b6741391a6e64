/** One workload with what belongs to it: its pods, its revisions, and what the cluster has said about all of them. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { restartedAtKey } from '../../contract/restart-names.ts';
import { workloadKey, type WorkloadName } from '../../contract/restart.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type {
  WorkloadDetail,
  WorkloadEvent,
  WorkloadPod,
  WorkloadRevision,
} from '../../contract/workload-detail.ts';
import type { KubernetesApi, KubernetesObject } from '../../ports/kubernetes.ts';
import { containersOf, isReady, restartsOf, timeOfEvent, toToldEvent, type WatchedPod } from './cause.ts';
import { readPods } from './look.ts';
import { readWorkloads } from './read-workloads.ts';
import { readRevisions, type Revision } from './revisions.ts';
import { rolloutRow } from './rollout-rows.ts';
import { events } from './surroundings.ts';
import { named, templateSchema, toRow, type Workload } from './workload.ts';

type Reader = Pick<KubernetesApi, 'list' | 'read' | 'podLog'>;

interface At {
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** No right to see it: the others are told all the same. */
const unseen = ['API_FORBIDDEN'] as const;

const timeOf = (text: string | null | undefined): number | null => Date.parse(text ?? '') || null;

function stateOf(pod: WatchedPod): string {
  const waiting = containersOf(pod).find(({ state }) => state?.waiting?.reason !== undefined);
  const ended = containersOf(pod).find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  const isLeaving = (pod.metadata.deletionTimestamp ?? null) !== null;
  return isLeaving
    ? 'Terminating'
    : (waiting?.state?.waiting?.reason ?? ended?.state?.terminated?.reason ?? pod.status.phase ?? 'Unknown');
}

const toPod = (pod: WatchedPod, isNew: boolean): WorkloadPod => ({
  name: pod.metadata.name,
  isNew,
  isReady: isReady(pod),
  state: stateOf(pod),
  restarts: restartsOf(pod),
  node: pod.spec.nodeName ?? null,
  createdAt: timeOf(pod.metadata.creationTimestamp),
});

/** A ReplicaSet has the template in its spec, a ControllerRevision in the patch that leads to it. */
const withTemplate = z.looseObject({
  spec: z.looseObject({ template: templateSchema }).optional(),
  data: z.looseObject({ spec: z.looseObject({ template: templateSchema }) }).optional(),
});

function toRevision({ number, object }: Revision): WorkloadRevision {
  const { spec, data } = withTemplate.parse(object);
  const template = spec?.template ?? data?.spec.template ?? {};
  return {
    number,
    name: object.metadata.name,
    createdAt: timeOf(object.metadata.creationTimestamp),
    images: (template.spec?.containers ?? []).flatMap(({ image }) => image ?? []),
    restartedAt: template.metadata?.annotations?.[restartedAtKey] ?? null,
  };
}

/** Those of the namespace that are about one of the objects. */
async function readEvents(
  api: Reader,
  { namespace, about }: { readonly namespace: string; readonly about: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<WorkloadEvent[]> {
  const { items } = await api.list(events, { namespace }, { freshness: 'current', signal });
  return items
    .map(toToldEvent)
    .filter(({ involvedObject }) => about.has(involvedObject.uid ?? ''))
    .map((event) => ({
      at: timeOfEvent(event),
      isWarning: event.type === 'Warning',
      reason: event.reason ?? '',
      object: `${event.involvedObject.kind ?? ''}/${event.involvedObject.name ?? ''}`,
      message: event.message ?? '',
    }))
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0))
    .slice(0, mostEvents);
}

const mostEvents = 100;

const missing = (name: WorkloadName): AppError =>
  new AppError(
    'WORKLOAD_NOT_FOUND',
    {
      zh: `集群中没有 ${named(name)}，可能已被删除；请在工作负载列表中查看现有的工作负载。`,
      en: `${named(name)} is not in the cluster; it may have been deleted. See the list of workloads for what is there.`,
    },
    { data: { workloads: [workloadKey(name)] } },
  );

const uidsOf = (objects: readonly { readonly metadata: KubernetesObject['metadata'] }[]): string[] =>
  objects.map(({ metadata }) => metadata.uid);

/** A CronJob has no pods of its own, and no revisions. */
async function readParts(api: Reader, workload: Workload, signal: AbortSignal) {
  if (workload.kind === 'cronjob') {
    return { seen: { newPods: [], oldPods: [] }, revisions: [] };
  }
  const [seen, revisions] = await Promise.all([
    whereRefused(readPods(api, workload, signal), unseen, null),
    whereRefused(readRevisions(api, workload, signal), unseen, null),
  ]);
  return { seen, revisions };
}

/** Throws WORKLOAD_NOT_FOUND, and what the API says. */
export async function readDetail(
  api: Reader,
  name: WorkloadName,
  { nowMs, signal }: At,
): Promise<Omit<WorkloadDetail, 'target'>> {
  const [workload] = await readWorkloads(api, [name], signal);
  if (workload === undefined) {
    throw missing(name);
  }
  const { seen, revisions } = await readParts(api, workload, signal);
  const newPods = seen?.newPods ?? [];
  const oldPods = seen?.oldPods ?? [];
  const makers = (revisions ?? []).map(({ object }) => object);
  const about = new Set(uidsOf([workload, ...newPods, ...oldPods, ...makers]));
  const [status, told] = await Promise.all([
    whereRefused(rolloutRow(api, workload, { nowMs, signal }), unseen, null),
    whereRefused(readEvents(api, { namespace: workload.namespace, about }, signal), unseen, null),
  ]);
  return {
    row: toRow(workload),
    status,
    pods:
      seen === null
        ? null
        : [...newPods.map((pod) => toPod(pod, true)), ...oldPods.map((pod) => toPod(pod, false))],
    revisions: revisions?.map(toRevision) ?? null,
    events: told,
  };
}
