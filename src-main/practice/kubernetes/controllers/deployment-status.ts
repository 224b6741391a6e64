import { timeText, withCondition, type Condition } from '../object.ts';
import type { Deployment, ReplicaSet } from '../workloads.ts';
import { allowanceOf, type Sets } from './rolling.ts';

const sum = (sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number | undefined): number =>
  sets.reduce((total, set) => total + (of(set) ?? 0), 0);

type Counts = Readonly<Record<'replicas' | 'updated' | 'ready' | 'available' | 'unavailable', number>>;

function countsOf(deployment: Deployment, { current, old }: Sets): Counts {
  const all = current === null ? old : [...old, current];
  const available = sum(all, ({ status }) => status?.availableReplicas);
  const wanted = sum(all, ({ spec }) => spec.replicas);
  return {
    replicas: sum(all, ({ status }) => status?.replicas),
    updated: current?.status?.replicas ?? 0,
    ready: sum(all, ({ status }) => status?.readyReplicas),
    available,
    unavailable: Math.max(0, Math.max(wanted, deployment.spec.replicas) - available),
  };
}

function availability(deployment: Deployment, { available }: Counts): Condition {
  const least = deployment.spec.replicas - allowanceOf(deployment).unavailable;
  return available >= least
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

const isDone = ({ spec }: Deployment, { updated, replicas, available }: Counts): boolean =>
  updated === spec.replicas && replicas === spec.replicas && available === spec.replicas;

/** Whether anything came nearer to the end since the status that is there. */
function hasProgressed({ status = {} }: Deployment, counts: Counts): boolean {
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  return (
    counts.updated > updatedReplicas ||
    counts.replicas - counts.updated < replicas - updatedReplicas ||
    counts.ready > readyReplicas ||
    counts.available > availableReplicas
  );
}

interface Progressing {
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
  /** Counts as progress even where it says the same as before. */
  readonly isNews?: boolean;
}

interface Progress {
  readonly counts: Counts;
  readonly name: string;
  readonly before: Condition | undefined;
  readonly nowMs: number;
}

/** Of one that is on its way. */
function goingOn(deployment: Deployment, { counts, name, before, nowMs }: Progress): Progressing {
  const updated = {
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: `ReplicaSet "${name}" is progressing.`,
  } as const;
  const isNewer = deployment.status?.observedGeneration !== deployment.metadata.generation;
  if (before === undefined || before.status === 'Unknown' || isNewer || hasProgressed(deployment, counts)) {
    return { ...updated, isNews: true };
  }
  const sinceMs = nowMs - Date.parse(before.lastUpdateTime ?? '');
  return sinceMs >= deployment.spec.progressDeadlineSeconds * 1000
    ? {
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${name}" has timed out progressing.`,
      }
    : updated;
}

function progress(deployment: Deployment, known: Progress): Progressing {
  const { counts, name, before } = known;
  if (deployment.spec.paused === true) {
    return { status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
  }
  const message = `ReplicaSet "${name}" has successfully progressed.`;
  const wasDone = before?.reason === 'NewReplicaSetAvailable' && before.message === message;
  // One that was done stays so while its pods come and go.
  return wasDone || isDone(deployment, counts)
    ? { status: 'True', reason: 'NewReplicaSetAvailable', message }
    : goingOn(deployment, known);
}

const unlessZero = (counts: Readonly<Record<string, number>>): object =>
  Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== 0));

/** When a condition was last worth telling. */
function updateTime(before: Condition | undefined, next: Omit<Condition, 'type'>, now: string): string {
  const isSame =
    before?.status === next.status && before.reason === next.reason && before.message === next.message;
  return isSame ? (before.lastUpdateTime ?? now) : now;
}

function conditionsOf(deployment: Deployment, known: Progress, progressing: Progressing): Condition[] {
  const now = timeText(known.nowMs);
  const { isNews = false, ...told } = progressing;
  const conditions = deployment.status?.conditions;
  const available = availability(deployment, known.counts);
  const availableBefore = conditions?.find(({ type }) => type === 'Available');
  return withCondition(
    withCondition(conditions, {
      ...available,
      lastUpdateTime: updateTime(availableBefore, available, now),
      lastTransitionTime: now,
    }),
    {
      type: 'Progressing',
      ...told,
      lastUpdateTime: isNews ? now : updateTime(known.before, told, now),
      lastTransitionTime: now,
    },
  );
}

/** The status of a Deployment, and in how many milliseconds its deadline may be over. */
export function deploymentStatus(
  deployment: Deployment,
  sets: Sets,
  nowMs: number,
): { readonly status: object; readonly againMs: number | null } {
  const counts = countsOf(deployment, sets);
  const before = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  const known = { counts, name: sets.current?.metadata.name ?? '', before, nowMs };
  const progressing = progress(deployment, known);
  const status = {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...unlessZero({
      replicas: counts.replicas,
      updatedReplicas: counts.updated,
      readyReplicas: counts.ready,
      availableReplicas: counts.available,
      unavailableReplicas: counts.unavailable,
    }),
    conditions: conditionsOf(deployment, known, progressing),
  };
  const isWaiting = progressing.reason === 'ReplicaSetUpdated';
  return { status, againMs: isWaiting ? deployment.spec.progressDeadlineSeconds * 1000 : null };
}
