/** PodDisruptionBudgets: how many of their pods may be missing now; and the quotas of namespaces. */
import { keyOf, timeText, withCondition, type Condition } from '../object.ts';
import type { Change } from '../object-store.ts';
import { quotaStatus } from '../quota.ts';
import { kinds, type Resource } from '../resources.ts';
import { selectorMatches } from '../selectors.ts';
import { setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, isOver, isReady, portionOf, type Budget, type Pod } from '../workloads.ts';
import type { Controller } from './controller.ts';

/** Objects of this kind in the namespace of a pod that has changed. */
const besidePods =
  ({ store }: KubernetesWorld, resource: Resource) =>
  (change: Change): string[] =>
    change.resource === kinds.pods && store.count(resource) > 0
      ? store.inNamespace(resource, change.object.metadata.namespace ?? '').map(keyOf)
      : [];

export const podsOfBudget = ({ store }: KubernetesWorld, { metadata, spec }: Budget): Pod[] =>
  (store.inNamespace(kinds.pods, metadata.namespace ?? '') as Pod[]).filter(
    (pod) => !isOver(pod) && selectorMatches(spec.selector ?? {}, pod.metadata.labels),
  );

export function createBudgetController(world: KubernetesWorld): Controller {
  return {
    resource: kinds.budgets,
    concerns: besidePods(world, kinds.budgets),
    reconcile(key) {
      const budget = world.store.get(kinds.budgets, key) as Budget | undefined;
      if (budget === undefined) {
        return null;
      }
      const pods = podsOfBudget(world, budget);
      const healthy = pods.filter((pod) => isReady(pod) && !isLeaving(pod)).length;
      const { minAvailable, maxUnavailable } = budget.spec;
      const wanted =
        minAvailable === undefined
          ? Math.max(0, pods.length - portionOf(maxUnavailable ?? 1, pods.length, 'up'))
          : portionOf(minAvailable, pods.length, 'up');
      const allowed = Math.max(0, healthy - wanted);
      const known = (budget.status as { conditions?: Condition[] } | undefined)?.conditions;
      const status = {
        conditions: withCondition(known, {
          type: 'DisruptionAllowed',
          status: allowed > 0 ? 'True' : 'False',
          reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
          message: '',
          observedGeneration: budget.metadata.generation ?? 1,
          lastTransitionTime: timeText(world.clock.now()),
        }),
        currentHealthy: healthy,
        desiredHealthy: wanted,
        disruptionsAllowed: allowed,
        expectedPods: pods.length,
        observedGeneration: budget.metadata.generation ?? 1,
      };
      setStatus(world, kinds.budgets, { of: budget, status });
      return null;
    },
  };
}

export function createQuotaController(world: KubernetesWorld): Controller {
  return {
    resource: kinds.quotas,
    concerns: besidePods(world, kinds.quotas),
    reconcile(key) {
      const quota = world.store.get(kinds.quotas, key);
      if (quota !== undefined) {
        setStatus(world, kinds.quotas, { of: quota, status: quotaStatus(world, quota) });
      }
      return null;
    },
  };
}
