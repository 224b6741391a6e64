/**
 * Why a rollout does not go on, within seconds: from the pods of the new revision and what the cluster has said about them.
 * Status comes before events, because an event stays when its cause has gone.
 */
import { z } from 'zod';
import type { RolloutCause } from '../../contract/restart.ts';
import type { KubernetesObject } from '../../ports/kubernetes.ts';

const stateSchema = z
  .looseObject({
    waiting: z.looseObject({ reason: z.string().optional(), message: z.string().optional() }).nullish(),
    terminated: z
      .looseObject({
        exitCode: z.number().optional(),
        reason: z.string().nullish(),
        message: z.string().nullish(),
        finishedAt: z.string().nullish(),
      })
      .nullish(),
    running: z.looseObject({}).nullish(),
  })
  .nullish();

const containerSchema = z.looseObject({
  name: z.string(),
  ready: z.boolean().optional(),
  restartCount: z.number().default(0),
  state: stateSchema,
  lastState: stateSchema,
});
type ContainerStatus = z.infer<typeof containerSchema>;

const podStatusSchema = z.looseObject({
  spec: z.looseObject({ nodeName: z.string().nullish() }).default({}),
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string(),
            reason: z.string().nullish(),
            message: z.string().nullish(),
            lastTransitionTime: z.string().nullish(),
          }),
        )
        .nullish(),
      initContainerStatuses: z.array(containerSchema).nullish(),
      containerStatuses: z.array(containerSchema).nullish(),
    })
    .default({}),
});

/** A pod that is looked at for what keeps it from being ready. */
export interface WatchedPod extends z.infer<typeof podStatusSchema> {
  readonly metadata: KubernetesObject['metadata'];
}

export const toWatchedPod = (object: KubernetesObject): WatchedPod => ({
  ...podStatusSchema.parse(object),
  metadata: object.metadata,
});

const eventSchema = z.looseObject({
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  firstTimestamp: z.string().nullish(),
  involvedObject: z.looseObject({
    kind: z.string().nullish(),
    name: z.string().nullish(),
    uid: z.string().nullish(),
  }),
});
export type ToldEvent = z.infer<typeof eventSchema>;

export const toToldEvent = (object: KubernetesObject): ToldEvent => eventSchema.parse(object);

const timeOf = (text: string | null | undefined): number | null => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
};

export const isReady = ({ status }: WatchedPod): boolean =>
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');

/** Init containers and sidecars too. */
export const containersOf = ({ status }: WatchedPod): readonly ContainerStatus[] => [
  ...(status.initContainerStatuses ?? []),
  ...(status.containerStatuses ?? []),
];

export const restartsOf = (pod: WatchedPod): number =>
  containersOf(pod).reduce((sum, { restartCount }) => sum + restartCount, 0);

/** A container that is being started says nothing yet. */
const underWay = ['ContainerCreating', 'PodInitializing'];

type Ended = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** How it ended: now, or before it was started anew. Null where it has not failed. */
function failureOf({ state, lastState }: ContainerStatus): Ended | null {
  const isRestarted = state?.waiting?.reason === 'CrashLoopBackOff';
  const ended = state?.terminated ?? (isRestarted ? lastState?.terminated : null) ?? null;
  return ended === null || ended.exitCode === 0 ? null : ended;
}

/** Its exit says more than that it waits to be started again; a plain `Error` says less. */
function ofFailure({ name, state }: ContainerStatus, failure: Ended, object: string): RolloutCause {
  const told = failure.reason ?? 'Error';
  const reason = told === 'Error' ? (state?.waiting?.reason ?? told) : told;
  const said = failure.message ? `: ${failure.message}` : '';
  const message = `container ${name}: exit code ${failure.exitCode ?? '?'}${said}`;
  return { reason, object, message, at: timeOf(failure.finishedAt) };
}

function ofContainer(pod: WatchedPod, container: ContainerStatus): RolloutCause | null {
  const object = `Pod/${pod.metadata.name}`;
  const failure = failureOf(container);
  if (failure !== null) {
    return ofFailure(container, failure, object);
  }
  const { reason, message } = container.state?.waiting ?? {};
  return reason === undefined || underWay.includes(reason)
    ? null
    : { reason, object, message: `container ${container.name}: ${message ?? reason}`, at: null };
}

function ofStatus(pod: WatchedPod): RolloutCause | null {
  const containers = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const container of containers) {
    const cause = ofContainer(pod, container);
    if (cause !== null) {
      return cause;
    }
  }
  const unscheduled = pod.status.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (unscheduled !== undefined) {
    const { reason, message, lastTransitionTime } = unscheduled;
    return {
      reason: reason ?? 'Unschedulable',
      object: `Pod/${pod.metadata.name}`,
      message: message ?? 'not scheduled',
      at: timeOf(lastTransitionTime),
    };
  }
  return null;
}

export const timeOfEvent = ({ lastTimestamp, eventTime, firstTimestamp }: ToldEvent): number | null =>
  timeOf(lastTimestamp ?? eventTime ?? firstTimestamp);

/** The last warning about one of the objects since the rollout began. */
function ofEvents(
  about: readonly KubernetesObject['metadata'][],
  events: readonly ToldEvent[],
  sinceMs: number,
): RolloutCause | null {
  const uids = new Set(about.map(({ uid }) => uid));
  const [last] = events
    .filter(({ type, involvedObject }) => type === 'Warning' && uids.has(involvedObject.uid ?? ''))
    .map((event) => ({ event, at: timeOfEvent(event) }))
    .filter(({ at }) => at === null || at >= sinceMs)
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
  if (last === undefined) {
    return null;
  }
  const { reason, message, involvedObject } = last.event;
  return {
    reason: reason ?? 'Warning',
    object: `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`,
    message: message ?? '',
    at: last.at,
  };
}

/** An old pod that is to go and does not. */
function ofLeaving(pod: WatchedPod, nowMs: number): RolloutCause | null {
  const { deletionTimestamp, name } = pod.metadata;
  const dueAt = timeOf(deletionTimestamp);
  if (dueAt === null || nowMs < dueAt + leavingGraceMs) {
    return null;
  }
  const finalizers = pod.metadata['finalizers'];
  const held =
    Array.isArray(finalizers) && finalizers.length > 0 ? ` finalizers ${finalizers.join(', ')}` : '';
  const message =
    held === '' ? `does not end on node ${pod.spec.nodeName ?? '?'}` : `does not end, because of its${held}`;
  return { reason: 'Terminating', object: `Pod/${name}`, message, at: dueAt };
}

/** Milliseconds beyond its own deadline before a pod that stays is told. */
const leavingGraceMs = 5_000;

/** What is there of a rollout that is not done. */
export interface RolloutSight {
  /** Of the new revision only: what an old pod complains about is not the restart's. */
  readonly newPods: readonly WatchedPod[];
  readonly oldPods: readonly WatchedPod[];
  /** What makes the new pods: the newest ReplicaSet, or the workload itself. */
  readonly maker: KubernetesObject['metadata'] | null;
  readonly events: readonly ToldEvent[];
  /** When the restart was sent, milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/** Null where nothing holds it, as far as can be seen: a cause that has gone is withdrawn. */
export function causeOf({
  newPods,
  oldPods,
  maker,
  events,
  sinceMs,
  nowMs,
}: RolloutSight): RolloutCause | null {
  const unready = newPods.filter((pod) => !isReady(pod));
  for (const pod of unready) {
    const cause = ofStatus(pod);
    if (cause !== null) {
      return cause;
    }
  }
  const aboutPods = ofEvents(
    unready.map(({ metadata }) => metadata),
    events,
    sinceMs,
  );
  if (aboutPods !== null) {
    return aboutPods;
  }
  // Where every new pod is ready, a refusal to make one lies in the past.
  const makers = maker === null || (newPods.length > 0 && unready.length === 0) ? [] : [maker];
  const aboutMaker = ofEvents(makers, events, sinceMs);
  if (aboutMaker !== null) {
    return aboutMaker;
  }
  for (const pod of oldPods) {
    const cause = ofLeaving(pod, nowMs);
    if (cause !== null) {
      return cause;
    }
  }
  return null;
}
