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
