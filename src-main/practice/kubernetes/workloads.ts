/** The kinds that roll, as far as the practice controllers look at them. What a request brings was checked and completed. */
import type { Condition, KubernetesObject, Metadata } from './object.ts';

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  imagePullPolicy?: string;
  ports?: { containerPort: number }[];
}

export interface PodSpec {
  containers: Container[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  tolerations?: { key?: string; operator?: string; value?: string; effect?: string }[];
  restartPolicy?: string;
  terminationGracePeriodSeconds?: number;
  hostname?: string;
}

export interface PodTemplate {
  metadata?: Pick<Partial<Metadata>, 'labels' | 'annotations' | 'name'>;
  spec: PodSpec;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: object;
  lastState: object;
  containerID?: string;
}

export interface PodStatus {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  conditions?: Condition[];
  containerStatuses?: ContainerStatus[];
  startTime?: string;
  podIP?: string;
  hostIP?: string;
  reason?: string;
  message?: string;
  qosClass?: string;
}

export interface Pod extends KubernetesObject {
  spec: PodSpec;
  status: PodStatus;
}

export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: object[];
}

export interface ReplicaSet extends KubernetesObject {
  spec: { replicas: number; minReadySeconds?: number; selector: Selector; template: PodTemplate };
  status?: {
    replicas: number;
    fullyLabeledReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
    conditions?: Condition[];
  };
}

export interface Deployment extends KubernetesObject {
  spec: {
    replicas: number;
    selector: Selector;
    template: PodTemplate;
    paused?: boolean;
    minReadySeconds?: number;
    revisionHistoryLimit: number;
    progressDeadlineSeconds: number;
    strategy: {
      type: 'RollingUpdate' | 'Recreate';
      rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
    };
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    unavailableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface StatefulSet extends KubernetesObject {
  spec: {
    replicas: number;
    serviceName?: string;
    selector: Selector;
    template: PodTemplate;
    minReadySeconds?: number;
    podManagementPolicy: 'OrderedReady' | 'Parallel';
    revisionHistoryLimit: number;
    updateStrategy: { type: 'RollingUpdate' | 'OnDelete'; rollingUpdate?: { partition?: number } };
  };
  status?: { currentRevision?: string; updateRevision?: string; replicas?: number; currentReplicas?: number };
}

export interface DaemonSet extends KubernetesObject {
  spec: {
    selector: Selector;
    template: PodTemplate;
    minReadySeconds?: number;
    revisionHistoryLimit: number;
    updateStrategy: {
      type: 'RollingUpdate' | 'OnDelete';
      rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string };
    };
  };
}

export interface Job extends KubernetesObject {
  spec: {
    completions?: number;
    parallelism: number;
    backoffLimit: number;
    suspend?: boolean;
    activeDeadlineSeconds?: number;
    ttlSecondsAfterFinished?: number;
    selector: Selector;
    template: PodTemplate;
  };
  status?: {
    active?: number;
    ready?: number;
    succeeded?: number;
    failed?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: Condition[];
  };
}

export interface CronJob extends KubernetesObject {
  spec: {
    schedule: string;
    suspend?: boolean;
    concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
    successfulJobsHistoryLimit: number;
    failedJobsHistoryLimit: number;
    jobTemplate: { metadata?: Partial<Metadata>; spec: object };
  };
  status?: { lastScheduleTime?: string; lastSuccessfulTime?: string; active?: object[] };
}

export interface Budget extends KubernetesObject {
  spec: { selector?: Selector; minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}

export interface CoreNode extends KubernetesObject {
  spec: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[] };
}

/** A node of the management cluster, `nodes.amd.com`. */
export interface ManagedNode extends KubernetesObject {
  spec: { cluster?: string | null; workspace?: string | null; hostname?: string; privateIP?: string };
  status?: {
    machineStatus?: { phase?: string; hostName?: string; privateIP?: string };
    clusterStatus?: { phase?: string; cluster?: string };
    [key: string]: unknown;
  };
}

export const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

export const isOver = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';

export const isLeaving = ({ metadata }: KubernetesObject): boolean =>
  metadata.deletionTimestamp !== undefined;

/** Milliseconds until a ready pod counts as available: 0 = it is, null = it is not ready. */
export function untilAvailableMs(pod: Pod, minReadySeconds: number, nowMs: number): number | null {
  const ready = pod.status.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  if (ready === undefined) {
    return null;
  }
  const sinceMs = Date.parse(ready.lastTransitionTime ?? '') || 0;
  return minReadySeconds === 0 ? 0 : Math.max(0, sinceMs + minReadySeconds * 1000 - nowMs);
}

/** `25%` of a number, or the number itself. */
export function portionOf(
  value: number | string | undefined,
  whole: number,
  rounding: 'up' | 'down',
): number {
  if (typeof value !== 'string') {
    return value ?? 0;
  }
  const part = (whole * Number.parseFloat(value)) / 100;
  return rounding === 'up' ? Math.ceil(part) : Math.floor(part);
}
