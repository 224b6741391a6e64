/** All controllers of the practice Kubernetes, at work. */
import { forgetOldEvents } from '../events.ts';
import type { KubernetesWorld } from '../world.ts';
import { createBudgetController, createQuotaController } from './budgets.ts';
import { startControlLoop } from './controller.ts';
import { createCronJobController } from './cron-jobs.ts';
import { createDaemonSetController } from './daemon-sets.ts';
import { createDeploymentController } from './deployments.ts';
import { collectGarbage, createNamespaceController } from './garbage.ts';
import { createJobController } from './jobs.ts';
import { createManagedNodeController } from './managed-nodes.ts';
import { createPodController } from './pods.ts';
import { createReplicaSetController } from './replica-sets.ts';
import { createStatefulSetController } from './stateful-sets.ts';

export interface Controllers {
  /** After what they heed has changed, such as a fault. */
  lookAtAll(): void;
  close(): void;
}

const forgetEventsEveryMs = 60_000;

export function startControllers(world: KubernetesWorld): Controllers {
  const stopCollecting = collectGarbage(world);
  const loop = startControlLoop(world, [
    createNamespaceController(world),
    createDeploymentController(world),
    createReplicaSetController(world),
    createStatefulSetController(world),
    createDaemonSetController(world),
    createJobController(world),
    createCronJobController(world),
    createPodController(world),
    createBudgetController(world),
    createQuotaController(world),
    createManagedNodeController(world),
  ]);
  const forgetting = setInterval(() => forgetOldEvents(world), forgetEventsEveryMs);
  loop.lookAtAll();
  return {
    lookAtAll: () => loop.lookAtAll(),
    close() {
      clearInterval(forgetting);
      stopCollecting();
      loop.close();
    },
  };
}
