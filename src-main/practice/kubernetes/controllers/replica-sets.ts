/** ReplicaSets: as many pods as wanted, no more. */
import { timeText, withCondition } from '../object.ts';
import { kinds } from '../resources.ts';
import { setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, isOver, isReady, untilAvailableMs, type Pod, type ReplicaSet } from '../workloads.ts';
import { controlledBy, ownerKeys, soonest, type Controller } from './controller.ts';
import { dropPod, makePod } from './pod-makers.ts';

const component = 'replicaset-controller';
const triesAgainMs = 1_500;

/** Those that are least use go first: not placed, not ready, then the youngest. */
function leastUseful(pods: readonly Pod[]): Pod[] {
  const use = (pod: Pod): number => (pod.spec.nodeName === undefined ? 0 : isReady(pod) ? 2 : 1);
  return [...pods].sort(
    (a, b) => use(a) - use(b) || (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1),
  );
}

export function createReplicaSetController(world: KubernetesWorld): Controller {
  /** Whether a pod could not be made. */
  const fill = (set: ReplicaSet, pods: readonly Pod[]): boolean => {
    for (let missing = set.spec.replicas - pods.length; missing > 0; missing -= 1) {
      const { template } = set.spec;
      const name = { generate: `${set.metadata.name}-` };
      if (makePod(world, { owner: set, template, name, component }) === null) {
        return true;
      }
    }
    for (const pod of leastUseful(pods).slice(0, Math.max(0, pods.length - set.spec.replicas))) {
      dropPod(world, pod, { owner: set, component });
    }
    return false;
  };

  const report = (set: ReplicaSet, isRefused: boolean): number | null => {
    const nowMs = world.clock.now();
    const pods = controlledBy<Pod>(world, set, kinds.pods).filter((pod) => !isLeaving(pod) && !isOver(pod));
    const waits = pods.map((pod) => untilAvailableMs(pod, set.spec.minReadySeconds ?? 0, nowMs));
    const ready = pods.filter(isReady).length;
    const available = waits.filter((wait) => wait === 0).length;
    const others = set.status?.conditions?.filter(({ type }) => type !== 'ReplicaFailure') ?? [];
    const conditions = isRefused
      ? withCondition(set.status?.conditions, {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: 'exceeded quota',
          lastTransitionTime: timeText(nowMs),
        })
      : others;
    const status = {
      replicas: pods.length,
      ...(pods.length === 0 ? {} : { fullyLabeledReplicas: pods.length }),
      ...(ready === 0 ? {} : { readyReplicas: ready }),
      ...(available === 0 ? {} : { availableReplicas: available }),
      observedGeneration: set.metadata.generation ?? 1,
      ...(conditions.length === 0 ? {} : { conditions }),
    };
    setStatus(world, kinds.replicaSets, { of: set, status });
    return soonest(waits.map((wait) => (wait === 0 ? null : wait)));
  };

  return {
    resource: kinds.replicaSets,
    concerns: (change) => (change.resource === kinds.pods ? ownerKeys(change, 'ReplicaSet') : []),
    reconcile(key) {
      const set = world.store.get(kinds.replicaSets, key) as ReplicaSet | undefined;
      if (set === undefined) {
        return null;
      }
      const pods = controlledBy<Pod>(world, set, kinds.pods).filter((pod) => !isLeaving(pod) && !isOver(pod));
      const isRefused = !isLeaving(set) && fill(set, pods);
      const again = report(set, isRefused);
      return isRefused ? triesAgainMs : again;
    },
  };
}
