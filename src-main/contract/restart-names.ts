/** What the engine that restarts workloads and the groups of its steps are called. */
import type { Text } from './text.ts';

export const restartName: Text = { zh: '工作负载重启', en: 'Workload restart' };

/** As the command line and the addresses of objects spell them. */
export const workloadKinds = ['deployment', 'daemonset', 'statefulset', 'cronjob'] as const;
export type WorkloadKind = (typeof workloadKinds)[number];

/** As Kubernetes spells them. */
export const kindNames: Readonly<Record<WorkloadKind, string>> = {
  deployment: 'Deployment',
  daemonset: 'DaemonSet',
  statefulset: 'StatefulSet',
  cronjob: 'CronJob',
};

interface Named {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/** What kubectl says of a paused Deployment. */
export const pausedWords = "can't restart paused deployment (run rollout resume first)";

/** `NAMESPACE/KIND/NAME`: as steps and targets name it. */
export const workloadKey = ({ namespace, kind, name }: Named): string => `${namespace}/${kind}/${name}`;

export const patchKey = (workload: Named): string => `patch:${workloadKey(workload)}`;
export const rolloutKey = (workload: Named): string => `rollout:${workloadKey(workload)}`;
export const jobKey = (workload: Named): string => `job:${workloadKey(workload)}`;

/** The step that makes the change: a patch of the workload, or a Job from a CronJob. */
export const changeKey = (workload: Named): string =>
  workload.kind === 'cronjob' ? jobKey(workload) : patchKey(workload);
/** The step that tells that it has come to its end. */
export const endKey = (workload: Named): string =>
  workload.kind === 'cronjob' ? jobKey(workload) : rolloutKey(workload);

/** By the groups of the engine's steps. */
export const restartGroups: Readonly<Record<string, Text>> = {
  looks: { zh: '权限与检查', en: 'Rights and checks' },
  batches: { zh: '批次', en: 'Batches' },
  patches: { zh: '重启', en: 'Restarts' },
  rollouts: { zh: '滚动进度', en: 'Rollouts' },
  jobs: { zh: '任务', en: 'Jobs' },
};

/** How a rollout stands; the names are those of the command line. */
export const rolloutStates = [
  'rolledOut',
  'progressing',
  'stuck',
  'annotatedOnly',
  'reverted',
  'superseded',
  'notStarted',
] as const;
export type RolloutState = (typeof rolloutStates)[number];

export const rolloutStateWords: Readonly<Record<RolloutState, Text>> = {
  rolledOut: { zh: '已完成', en: 'Rolled out' },
  progressing: { zh: '滚动中', en: 'Rolling out' },
  stuck: { zh: '卡住', en: 'Stuck' },
  annotatedOnly: { zh: '仅写入注解', en: 'Annotated only' },
  reverted: { zh: '已被还原', en: 'Reverted' },
  superseded: { zh: '已被后续变更取代', en: 'Superseded' },
  notStarted: { zh: '未开始', en: 'Not started' },
};

/** What a canceled restart leaves behind. */
export const restartCancelWays: Readonly<Record<'stay' | 'back', Text>> = {
  stay: {
    zh: '停在这里：已重启的保持新版本，其余不再重启',
    en: 'Stop here: what was restarted keeps its new revision, the rest is not restarted',
  },
  back: {
    zh: '回到上一版本：取消后再建一个撤销任务，确认后把已重启的退回',
    en: 'Go back: once it is canceled, an undo run is made that puts back what was restarted after you confirm it',
  },
};

export const batchesName: Text = { zh: '批次', en: 'Batches' };

export const restartedAtKey = 'kubectl.kubernetes.io/restartedAt';
/** Nanosecond-unique where a restart was forced, so that it happens in any case. */
export const forcedAtKey = 'sitewright.io/forced-at';

interface RestartPatch {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string | null>> };
    };
  };
}

/** The body that kubectl sends, byte for byte; a forced one has an annotation more. */
export function restartPatch(restartedAt: string | null, forcedAt: string | null): RestartPatch {
  const forced = forcedAt === null ? {} : { [forcedAtKey]: forcedAt };
  const annotations = Object.assign({ [restartedAtKey]: restartedAt }, forced);
  return { spec: { template: { metadata: { annotations } } } };
}
