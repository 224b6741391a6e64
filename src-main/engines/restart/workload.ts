/** A workload as Kubernetes has it, and how its rollout stands: computed as `kubectl rollout status` does. */
import { z } from 'zod';
import type { PodCounts, WorkloadName, WorkloadRow } from '../../contract/restart.ts';
import {
  kindNames,
  restartedAtKey,
  type RolloutState,
  type WorkloadKind,
} from '../../contract/restart-names.ts';
import type { KubernetesObject, ResourceKind } from '../../ports/kubernetes.ts';

export const resources: Readonly<Record<WorkloadKind, ResourceKind>> = {
  deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  daemonset: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  statefulset: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  cronjob: { group: 'batch', version: 'v1', resource: 'cronjobs' },
};

/** `deployments.apps`: as the API server and kubectl name a kind in their sentences. */
export const resourceName = (kind: WorkloadKind): string =>
  `${resources[kind].resource}.${resources[kind].group}`;

/** `Deployment web/portal`: for sentences. */
export const named = ({ kind, namespace, name }: WorkloadName): string =>
  `${kindNames[kind]} ${namespace}/${name}`;

/** Where a Deployment keeps the number of its newest ReplicaSet. */
export const revisionKey = 'deployment.kubernetes.io/revision';

const textMap = z.record(z.string(), z.string()).nullish();
const intOrText = z.union([z.number(), z.string()]).nullish();
const count = z.number().nullish();

export const templateSchema = z.looseObject({
  metadata: z.looseObject({ annotations: textMap, labels: textMap }).nullish(),
  spec: z
    .looseObject({
      containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })).nullish(),
      initContainers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })).nullish(),
    })
    .nullish(),
});
export type PodTemplate = z.infer<typeof templateSchema>;

const strategySchema = z
  .looseObject({
    type: z.string().optional(),
    rollingUpdate: z
      .looseObject({ maxUnavailable: intOrText, maxSurge: intOrText, partition: z.number().nullish() })
      .nullish(),
  })
  .nullish();

/** The parts of a workload that are looked at; what a kind does not have is absent. */
const workloadSchema = z.looseObject({
  spec: z.looseObject({
    replicas: count,
    paused: z.boolean().nullish(),
    selector: z.looseObject({ matchLabels: textMap }).nullish(),
    strategy: strategySchema,
    updateStrategy: strategySchema,
    revisionHistoryLimit: count,
    podManagementPolicy: z.string().nullish(),
    progressDeadlineSeconds: count,
    template: templateSchema.optional(),
    schedule: z.string().optional(),
    suspend: z.boolean().nullish(),
    jobTemplate: z
      .looseObject({
        metadata: z.looseObject({ annotations: textMap, labels: textMap }).nullish(),
        spec: z.looseObject({ template: templateSchema.optional() }),
      })
      .optional(),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      currentRevision: z.string().nullish(),
      updateRevision: z.string().nullish(),
      desiredNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string(),
            reason: z.string().nullish(),
            message: z.string().nullish(),
            lastUpdateTime: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** A workload that was read, with what every object has. */
export interface Workload extends WorkloadName {
  readonly metadata: KubernetesObject['metadata'];
  readonly spec: z.infer<typeof workloadSchema>['spec'];
  readonly status: NonNullable<z.infer<typeof workloadSchema>['status']>;
}

/** Throws a ZodError for an object that is no workload; the API server has checked them against its own schema. */
export function toWorkload(kind: WorkloadKind, object: KubernetesObject): Workload {
  const { spec, status } = workloadSchema.parse(object);
  const { metadata } = object;
  const { namespace = 'default', name } = metadata;
  return { kind, namespace, name, metadata, spec, status: status ?? {} };
}

export const templateOf = ({ spec }: Workload): PodTemplate =>
  spec.template ?? spec.jobTemplate?.spec.template ?? {};

export const templateAnnotations = (workload: Workload): Readonly<Record<string, string>> =>
  templateOf(workload).metadata?.annotations ?? {};

export const strategyOf = ({ spec }: Workload): NonNullable<z.infer<typeof strategySchema>> =>
  spec.strategy ?? spec.updateStrategy ?? {};

/** Written, and the pods stay as they are until somebody deletes them. */
export const isOnDelete = (workload: Workload): boolean => strategyOf(workload).type === 'OnDelete';

/** Null for a CronJob, which has no revisions, and for a DaemonSet, whose revisions are objects of their own. */
export function revisionOf({ kind, metadata, status }: Workload): string | null {
  return kind === 'deployment'
    ? (metadata.annotations?.[revisionKey] ?? null)
    : (status.updateRevision ?? null);
}

export function podCounts({ kind, spec, status }: Workload): PodCounts {
  if (kind === 'daemonset') {
    return {
      desired: status.desiredNumberScheduled ?? 0,
      updated: status.updatedNumberScheduled ?? 0,
      ready: status.numberReady ?? 0,
      available: status.numberAvailable ?? 0,
    };
  }
  return {
    desired: kind === 'cronjob' ? 0 : (spec.replicas ?? 1),
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  };
}

/** Whether the controller has seen the newest generation, or at least this one. */
const isObserved = ({ kind, metadata, status }: Workload): boolean =>
  // A CronJob says nothing of generations, and has nothing that rolls.
  kind === 'cronjob' || (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);

function isDeploymentDone(workload: Workload): boolean {
  const { desired, updated, available } = podCounts(workload);
  const all = workload.status.replicas ?? 0;
  return updated >= desired && all <= updated && available >= updated;
}

function isDaemonSetDone(workload: Workload): boolean {
  const { desired, updated, available } = podCounts(workload);
  return updated >= desired && available >= desired;
}

function isStatefulSetDone(workload: Workload): boolean {
  const { desired, updated, ready } = podCounts(workload);
  const partition = strategyOf(workload).rollingUpdate?.partition ?? 0;
  if (ready < desired) {
    return false;
  }
  if (partition > 0) {
    return updated >= desired - partition;
  }
  const { currentRevision, updateRevision } = workload.status;
  return updateRevision === currentRevision;
}

const isDone: Readonly<Record<WorkloadKind, (workload: Workload) => boolean>> = {
  deployment: isDeploymentDone,
  daemonset: isDaemonSetDone,
  statefulset: isStatefulSetDone,
  cronjob: () => true,
};

/** The deadline of a Deployment for its own progress has passed. */
export const isPastDeadline = ({ status }: Workload): boolean =>
  (status.conditions ?? []).some(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );

/** How the newest rollout of a workload stands, as it says itself. */
export function rolloutState(
  workload: Workload,
): Extract<RolloutState, 'rolledOut' | 'progressing' | 'stuck' | 'annotatedOnly'> {
  if (isOnDelete(workload)) {
    return 'annotatedOnly';
  }
  if (isObserved(workload) && isDone[workload.kind](workload)) {
    return 'rolledOut';
  }
  return isObserved(workload) && isPastDeadline(workload) ? 'stuck' : 'progressing';
}

/** As the list of a cluster tells it. */
export function toRow(workload: Workload): WorkloadRow {
  const { kind, namespace, name, metadata, spec } = workload;
  return {
    kind,
    namespace,
    name,
    uid: metadata.uid,
    ...podCounts(workload),
    strategy: kind === 'cronjob' ? (spec.schedule ?? '') : (strategyOf(workload).type ?? 'RollingUpdate'),
    paused: spec.paused === true || spec.suspend === true,
    restartedAt: templateAnnotations(workload)[restartedAtKey] ?? null,
    state: rolloutState(workload),
    images: (templateOf(workload).spec?.containers ?? []).flatMap(({ image }) => image ?? []),
    labels: metadata.labels ?? {},
  };
}
