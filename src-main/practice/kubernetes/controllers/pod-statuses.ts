/** What a kubelet says about a pod at each point of its life. */
import { createHash } from 'node:crypto';
import { withCondition, type Condition } from '../object.ts';
import type { Container, ContainerStatus, Pod, PodStatus } from '../workloads.ts';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function addressOf(uid: string): string {
  const [a = 0, b = 0] = createHash('sha256').update(uid).digest();
  return `10.244.${a}.${(b % 253) + 2}`;
}

function container({ name, image }: Container, uid: string, more: Partial<ContainerStatus>): ContainerStatus {
  const isMade = more.started === true || (more.restartCount ?? 0) > 0;
  return {
    name,
    image,
    imageID: isMade ? `docker.io/library/${image}@sha256:${digestOf(image)}` : '',
    ready: false,
    started: false,
    restartCount: 0,
    state: {},
    lastState: {},
    ...(isMade ? { containerID: `containerd://${digestOf(`${uid}/${name}`)}` } : {}),
    ...more,
  };
}

interface Told {
  readonly pod: Pod;
  readonly now: string;
}

function conditions(
  { pod, now }: Told,
  readiness: Pick<Condition, 'status' | 'reason' | 'message'>,
): Condition[] {
  const set = (known: Condition[] | undefined, condition: Condition): Condition[] =>
    withCondition(known, { lastProbeTime: null, ...condition, lastTransitionTime: now });
  let all = set(pod.status.conditions, { type: 'PodReadyToStartContainers', status: 'True' });
  all = set(all, { type: 'Initialized', status: 'True' });
  all = set(all, { type: 'Ready', ...readiness });
  all = set(all, { type: 'ContainersReady', ...readiness });
  return set(all, { type: 'PodScheduled', status: 'True' });
}

const unready = ({ pod }: Told): Pick<Condition, 'status' | 'reason' | 'message'> => ({
  status: 'False',
  reason: 'ContainersNotReady',
  message: `containers with unready status: [${pod.spec.containers.map(({ name }) => name).join(' ')}]`,
});

const placed = ({ pod, now }: Told): Pick<PodStatus, 'startTime' | 'hostIP' | 'qosClass'> => ({
  startTime: pod.status.startTime ?? now,
  hostIP: '10.0.30.11',
  qosClass: pod.status.qosClass ?? 'BestEffort',
});

const each = (
  { pod }: Told,
  make: (known: ContainerStatus | undefined) => Partial<ContainerStatus>,
): ContainerStatus[] =>
  pod.spec.containers.map((one) =>
    container(
      one,
      pod.metadata.uid,
      make(pod.status.containerStatuses?.find(({ name }) => name === one.name)),
    ),
  );

/** A container that waits for this reason. */
export const waiting = (told: Told, reason: string, message?: string): PodStatus => ({
  ...placed(told),
  phase: 'Pending',
  conditions: conditions(told, unready(told)),
  containerStatuses: each(told, () => ({
    state: { waiting: message === undefined ? { reason } : { reason, message } },
  })),
});

export const running = (told: Told, ready: boolean): PodStatus => ({
  ...placed(told),
  phase: 'Running',
  podIP: addressOf(told.pod.metadata.uid),
  conditions: conditions(told, ready ? { status: 'True' } : unready(told)),
  containerStatuses: each(told, (known) => ({
    ready,
    started: true,
    restartCount: known?.restartCount ?? 0,
    lastState: known?.lastState ?? {},
    state: { running: { startedAt: told.now } },
  })),
});

/** One that ended with an error and waits for its next start. */
export const crashing = (told: Told): PodStatus => ({
  ...placed(told),
  phase: 'Running',
  podIP: addressOf(told.pod.metadata.uid),
  conditions: conditions(told, unready(told)),
  containerStatuses: each(told, (known) => {
    const restartCount = (known?.restartCount ?? 0) + 1;
    const { name } = told.pod.spec.containers.find((one) => one.name === known?.name) ?? { name: '' };
    const message = `back-off ${Math.min(10 * 2 ** (restartCount - 1), 300)}s restarting failed container=${name} pod=${told.pod.metadata.name}_${told.pod.metadata.namespace ?? ''}(${told.pod.metadata.uid})`;
    const terminated = { exitCode: 1, reason: 'Error', startedAt: told.now, finishedAt: told.now };
    return {
      restartCount,
      state: { waiting: { reason: 'CrashLoopBackOff', message } },
      lastState: { terminated },
    };
  }),
});

/** One whose work has ended. */
export const ended = (told: Told, exitCode: number): PodStatus => ({
  ...placed(told),
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  podIP: told.pod.status.podIP ?? addressOf(told.pod.metadata.uid),
  conditions: conditions(told, {
    status: 'False',
    reason: exitCode === 0 ? 'PodCompleted' : 'PodFailed',
  }),
  containerStatuses: each(told, (known) => ({
    restartCount: known?.restartCount ?? 0,
    state: {
      terminated: {
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
        startedAt: told.pod.status.startTime ?? told.now,
        finishedAt: told.now,
      },
    },
    started: true,
  })),
});

export const unschedulable = ({ pod, now }: Told, message: string): PodStatus => ({
  ...pod.status,
  phase: 'Pending',
  conditions: withCondition(pod.status.conditions, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: now,
  }),
});
