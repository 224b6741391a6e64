import { portionOf, type Deployment, type ReplicaSet } from '../workloads.ts';

/** The ReplicaSets of a Deployment: the one of today's template, and those before it, oldest first. */
export interface Sets {
  readonly current: ReplicaSet | null;
  readonly old: readonly ReplicaSet[];
}

/** How many pods more than wanted, and how many fewer, a rollout may have. */
export function allowanceOf({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  if (spec.strategy.type === 'Recreate') {
    return { surge: 0, unavailable: 0 };
  }
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy.rollingUpdate ?? {};
  const surge = portionOf(maxSurge, spec.replicas, 'up');
  const unavailable = portionOf(maxUnavailable, spec.replicas, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, spec.replicas) };
}
