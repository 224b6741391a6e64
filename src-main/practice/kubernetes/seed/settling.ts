/** Objects as they stand long after they were made, brought about by the controllers themselves with no time between. */
import { createDaemonSetController } from '../controllers/daemon-sets.ts';
import { createDeploymentController } from '../controllers/deployments.ts';
import { createNamespaceController } from '../controllers/garbage.ts';
import { createJobController } from '../controllers/jobs.ts';
import { createPodController } from '../controllers/pods.ts';
import { createReplicaSetController } from '../controllers/replica-sets.ts';
import { createStatefulSetController } from '../controllers/stateful-sets.ts';
import { keyOf } from '../object.ts';
import type { Timings } from '../timings.ts';
import type { KubernetesWorld } from '../world.ts';

const atOnce: Timings = {
  scheduling: 0,
  start: [0, 0],
  slowStart: 0,
  termination: 0,
  backOff: 0,
  task: 0,
  successor: 0,
  phase: 0,
  kubespray: 0,
  machineCheck: 0,
};

/** The world some hours ago: nothing is broken on purpose, and nobody tells what happens. */
export function earlierWorld(world: KubernetesWorld, agoMs: number): KubernetesWorld {
  const { faults, clock } = world;
  return {
    store: world.store,
    clock: { now: () => clock.now() - agoMs },
    faults: { ...faults, find: () => null, has: () => false, all: () => [] },
    timings: () => atOnce,
    isQuiet: true,
  };
}

/** More rounds than any chain of controllers needs. */
const mostRounds = 40;

/** Has the controllers look at everything until nothing changes any more. */
export function settle(world: KubernetesWorld): void {
  const controllers = [
    createNamespaceController(world),
    createDeploymentController(world),
    createReplicaSetController(world),
    createStatefulSetController(world),
    createDaemonSetController(world),
    createJobController(world),
    createPodController(world),
  ];
  const { store } = world;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = store.version;
    for (const controller of controllers) {
      for (const object of [...store.all(controller.resource)]) {
        controller.reconcile(keyOf(object));
      }
    }
    if (store.version === before) {
      return;
    }
  }
}
