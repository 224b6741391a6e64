/** What is known before a restart of how it will go. Each finding names its object; counts are those after rounding. */
import { pausedWords } from '../../contract/restart-names.ts';
import type { Text } from '../../contract/text.ts';
import type { RestartInput } from './input.ts';
import { noPlace } from './placement.ts';
import { podsOf, quantity } from './quantity.ts';
import { isChosen, type Pod, type Surroundings } from './surroundings.ts';
import {
  isOnDelete,
  named,
  podCounts,
  rolloutState,
  strategyOf,
  templateOf,
  type Workload,
} from './workload.ts';

export interface RestartFinding {
  readonly code: string;
  /** `stop`: the restart is not made, unless it is forced; `never`: it is not made at all. */
  readonly weight: 'never' | 'stop' | 'warning' | 'hint';
  readonly text: Text;
}

/** How many pods may be away and how many may be there besides, as the controller counts. */
export function rollingCounts(workload: Workload): { readonly away: number; readonly surge: number } {
  const { rollingUpdate, type } = strategyOf(workload);
  const { desired } = podCounts(workload);
  if (type === 'Recreate') {
    return { away: desired, surge: 0 };
  }
  if (workload.kind === 'deployment') {
    const away = podsOf(rollingUpdate?.maxUnavailable, { of: desired, round: 'down', otherwise: '25%' });
    const surge = podsOf(rollingUpdate?.maxSurge, { of: desired, round: 'up', otherwise: '25%' });
    return away === 0 && surge === 0 ? { away: 1, surge: 0 } : { away, surge };
  }
  const surge = podsOf(rollingUpdate?.maxSurge, { of: desired, round: 'up', otherwise: '0' });
  const away = podsOf(rollingUpdate?.maxUnavailable, { of: desired, round: 'up', otherwise: '1' });
  return { away: surge > 0 ? away : Math.max(1, away), surge };
}

type Check = (workload: Workload, around: Surroundings) => readonly RestartFinding[];

const finding = (code: string, weight: RestartFinding['weight'], text: Text): readonly RestartFinding[] => [
  { code, weight, text },
];

const paused: Check = (workload) =>
  workload.kind === 'deployment' && workload.spec.paused === true
    ? finding('paused', 'never', {
        zh: `${named(workload)} 已暂停：${pausedWords}`,
        en: `${named(workload)} is paused: ${pausedWords}`,
      })
    : [];

const alreadyRolling: Check = (workload) =>
  workload.kind !== 'cronjob' && ['progressing', 'stuck'].includes(rolloutState(workload))
    ? finding('already-rolling', 'stop', {
        zh: `${named(workload)} 的上一次滚动更新尚未完成，请等待其完成或先处理其故障。`,
        en: `The last rollout of ${named(workload)} is not done. Wait for it, or fix what holds it first.`,
      })
    : [];

/** Marks of what puts a workload back as it has it in its own store. */
const keepers: readonly { readonly key: string; readonly name: string }[] = [
  { key: 'argocd.argoproj.io/tracking-id', name: 'Argo CD' },
  { key: 'argocd.argoproj.io/instance', name: 'Argo CD' },
  { key: 'kustomize.toolkit.fluxcd.io/name', name: 'Flux' },
  { key: 'helm.toolkit.fluxcd.io/name', name: 'Flux' },
];

const revertingOwner: Check = (workload) => {
  const { ownerReferences, labels, annotations } = workload.metadata;
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  const keeper = keepers.find(({ key }) => key in { ...labels, ...annotations })?.name;
  const who = owner === undefined ? keeper : `${owner.kind} ${owner.name}`;
  return who === undefined
    ? []
    : finding('reverting-owner', 'stop', {
        zh: `${named(workload)} 由 ${who} 管理，可能会把模板还原；请在 ${who} 中重启。`,
        en: `${named(workload)} is managed by ${who}, which may put its template back. Restart it there.`,
      });
};

const isSingleton = (workload: Workload): boolean => podCounts(workload).desired === 1;

const outage: Check = (workload) => {
  const { desired } = podCounts(workload);
  const { away } = rollingCounts(workload);
  if (workload.kind === 'cronjob' || desired === 0 || isOnDelete(workload)) {
    return [];
  }
  if (strategyOf(workload).type === 'Recreate') {
    return finding('recreate', 'warning', {
      zh: `${named(workload)} 的策略是 Recreate：全部 ${desired} 个 Pod 先停止再启动，期间服务中断。`,
      en: `${named(workload)} has the strategy Recreate: all ${desired} pods stop before new ones start, so the service is interrupted.`,
    });
  }
  if (workload.kind === 'daemonset' || away < desired) {
    return [];
  }
  return finding(isSingleton(workload) ? 'single-replica' : 'all-unavailable', 'warning', {
    zh: `${named(workload)} 可同时停止 ${away} 个 Pod，共 ${desired} 个：期间服务可能中断。`,
    en: `${named(workload)} may have ${away} of its ${desired} pods away at the same time: the service may be interrupted.`,
  });
};

const surge: Check = (workload, around) => {
  const counts = rollingCounts(workload);
  const why = counts.surge > 0 && counts.away === 0 ? noPlace(workload, around) : null;
  return why === null
    ? []
    : finding('surge-cannot-start', 'warning', {
        zh: `${named(workload)} 须先启动 ${counts.surge} 个新 Pod 才停止旧的，但新 Pod 可能无法启动：${why.zh}。`,
        en: `${named(workload)} starts ${counts.surge} new pods before an old one stops, and they may not start: ${why.en}.`,
      });
};

/** What one pod of the workload asks for, in the words of a quota. */
function requestsOf({ spec }: Pod): ReadonlyMap<string, number> {
  const sums = new Map<string, number>([['pods', 1]]);
  for (const { resources } of spec.containers) {
    for (const [kind, amountsOf] of Object.entries({
      requests: resources?.requests,
      limits: resources?.limits,
    })) {
      for (const [resource, amount] of Object.entries(amountsOf ?? {})) {
        const key = `${kind}.${resource}`;
        sums.set(key, (sums.get(key) ?? 0) + (quantity(amount) ?? 0));
      }
    }
  }
  return sums;
}

/** A quota counts `cpu` as `requests.cpu`. */
const quotaKey = (resource: string): string =>
  ['cpu', 'memory'].includes(resource) ? `requests.${resource}` : resource;

const quota: Check = (workload, { quotas, pods }) => {
  const { surge: extra } = rollingCounts(workload);
  const own = pods?.find(({ metadata }) => isChosen(metadata.labels, workload.spec.selector?.matchLabels));
  if (extra === 0 || own === undefined) {
    return [];
  }
  const asked = requestsOf(own);
  return (quotas ?? []).flatMap(({ metadata, status }) =>
    Object.entries(status.hard ?? {}).flatMap(([resource, hard]) => {
      const left = (quantity(hard) ?? 0) - (quantity(status.used?.[resource] ?? 0) ?? 0);
      const one = asked.get(quotaKey(resource)) ?? 0;
      return one > 0 && left < one
        ? finding('quota', 'stop', {
            zh: `命名空间 ${workload.namespace} 的配额 ${metadata.name} 剩余的 ${resource} 不足，${named(workload)} 的新 Pod 无法创建。`,
            en: `Quota ${metadata.name} of namespace ${workload.namespace} has not enough ${resource} left for a new pod of ${named(workload)}.`,
          })
        : [];
    }),
  );
};

const budget: Check = (workload, { budgets }) => {
  const labels = templateOf(workload).metadata?.labels;
  return (budgets ?? []).flatMap(({ metadata, spec }) =>
    spec.selector !== null && spec.selector !== undefined && isChosen(labels, spec.selector.matchLabels)
      ? finding('disruption-budget', 'hint', {
          zh: `PodDisruptionBudget ${metadata.name} 不会阻止 ${named(workload)} 的滚动更新，但期间会阻止节点排空。`,
          en: `PodDisruptionBudget ${metadata.name} does not hold the rollout of ${named(workload)}, but it blocks drains of nodes meanwhile.`,
        })
      : [],
  );
};

const heldBack: Check = (workload) => {
  const partition = strategyOf(workload).rollingUpdate?.partition ?? 0;
  if (isOnDelete(workload)) {
    return finding('on-delete', 'warning', {
      zh: `${named(workload)} 的更新策略是 OnDelete：只写入注解，Pod 要逐个手动删除后才会更新。`,
      en: `${named(workload)} has the update strategy OnDelete: only the annotation is written, and each pod is replaced once somebody deletes it.`,
    });
  }
  return partition > 0
    ? finding('partition', 'warning', {
        zh: `${named(workload)} 的 partition 为 ${partition}：序号小于 ${partition} 的 Pod 不会重启。`,
        en: `${named(workload)} has a partition of ${partition}: pods with a lower ordinal are not restarted.`,
      })
    : [];
};

const scaled: Check = (workload, { scalers }) =>
  (scalers ?? []).flatMap(({ metadata, spec: { scaleTargetRef: of } }) =>
    of.kind.toLowerCase() === workload.kind && of.name === workload.name
      ? finding('autoscaler', 'hint', {
          zh: `HorizontalPodAutoscaler ${metadata.name} 会在重启期间调整 ${named(workload)} 的副本数。`,
          en: `HorizontalPodAutoscaler ${metadata.name} may change the replicas of ${named(workload)} during the restart.`,
        })
      : [],
  );

const unreadyNodes: Check = (workload, { nodes, pods }) => {
  const unready = (nodes ?? []).filter(({ status }) =>
    (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is !== 'True'),
  );
  const own = (pods ?? []).filter(({ metadata }) =>
    isChosen(metadata.labels, workload.spec.selector?.matchLabels),
  );
  return unready
    .filter(({ metadata }) => own.some(({ spec }) => spec.nodeName === metadata.name))
    .flatMap(({ metadata }) =>
      finding('node-not-ready', 'warning', {
        zh: `${named(workload)} 有 Pod 位于未就绪的节点 ${metadata.name}：旧 Pod 可能停不下来。`,
        en: `${named(workload)} has a pod on node ${metadata.name}, which is not ready: the old pod may not stop.`,
      }),
    );
};

const images: Check = (workload, { nodes }) => {
  const held = new Set(
    (nodes ?? []).flatMap(({ status }) => (status.images ?? []).flatMap(({ names }) => names ?? [])),
  );
  const containers = templateOf(workload).spec?.containers ?? [];
  return containers.flatMap(({ image = '', ...container }) => {
    const isLatest = image.endsWith(':latest') || !/[:@][^/]*$/.test(image);
    const pulls = container['imagePullPolicy'] === 'Always' || isLatest;
    const isHeld = [...held].some((name) => name === image || name.endsWith(`/${image}`));
    return image !== '' && pulls && held.size > 0 && !isHeld
      ? finding('image-pulled', 'hint', {
          zh: `${named(workload)} 每次启动都拉取镜像 ${image}，而节点报告的镜像中没有它（该列表不完整）：请确认镜像仓库可达。`,
          en: `${named(workload)} pulls image ${image} at each start, and no node lists it (their lists are not complete). Check that the registry can be reached.`,
        })
      : [];
  });
};

const noWayBack: Check = (workload) =>
  workload.spec.revisionHistoryLimit === 0
    ? finding('no-history', 'warning', {
        zh: `${named(workload)} 的 revisionHistoryLimit 为 0：重启后无法回退到上一版本。`,
        en: `${named(workload)} has a revisionHistoryLimit of 0: there is no previous revision to go back to.`,
      })
    : [];

const concurrent: Check = (workload) =>
  workload.kind === 'cronjob'
    ? finding('concurrency-policy', 'hint', {
        zh: `${named(workload)} 立即创建一个 Job，不受 concurrencyPolicy 约束。`,
        en: `A Job of ${named(workload)} is created now, whatever its concurrencyPolicy says.`,
      })
    : [];

const checks: readonly Check[] = [
  paused,
  alreadyRolling,
  revertingOwner,
  quota,
  outage,
  surge,
  heldBack,
  unreadyNodes,
  noWayBack,
  budget,
  scaled,
  images,
  concurrent,
];

export const findingsOf = (workload: Workload, around: Surroundings): readonly RestartFinding[] =>
  checks.flatMap((check) => check(workload, around));

/** Those that keep it from being restarted. */
export const stopping = (
  all: readonly RestartFinding[],
  { force, findings }: Pick<RestartInput, 'force' | 'findings'>,
): readonly RestartFinding[] =>
  all.filter(({ weight }) => weight === 'never' || (weight === 'stop' && !force && findings === 'stop'));
