/** Many settled objects at once, for trying how a large site feels. */
import { kinds } from '../resources.ts';
import { createObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { managedNode, managedNodeStatus, namespaceDraft, workload, type ManagedNodeDraft } from './drafts.ts';
import { putManagedNode } from './seed-site.ts';
import { earlierWorld, settle } from './settling.ts';

export interface Filling {
  /** Of the management cluster, `nodes.amd.com`. */
  readonly nodes: number;
  /** Deployments of one pod each. */
  readonly workloads: number;
}

const namespaces = 20;
const agoMs = 86_400_000;
/** One in so many has failed. */
const failedEvery = 100;

const padded = (number: number): string => String(number).padStart(4, '0');

function nodeDraft(number: number): ManagedNodeDraft {
  const name = `fleet-${padded(number)}`;
  return number % failedEvery === 0
    ? { name, number, wants: 'fleet', isIn: '', phase: 'ManagedFailed' }
    : { name, number, wants: 'fleet', isIn: 'fleet', phase: 'Managed' };
}

export function fill(now: KubernetesWorld, { nodes, workloads }: Filling): void {
  const world = earlierWorld(now, agoMs);
  for (let number = 1; number <= nodes; number += 1) {
    const draft = nodeDraft(number);
    if (draft.phase === 'ManagedFailed') {
      putManagedNode(world, draft);
    } else {
      const made = createObject(world, kinds.managedNodes, managedNode(draft));
      world.store.put(kinds.managedNodes, { ...made, status: managedNodeStatus(draft) });
    }
  }
  for (let number = 0; number < Math.min(workloads, namespaces); number += 1) {
    createObject(world, kinds.namespaces, namespaceDraft(`fleet-${padded(number)}`));
  }
  for (let number = 0; number < workloads; number += 1) {
    const at = `fleet-${padded(number % namespaces)}/service-${padded(number)}`;
    createObject(
      world,
      kinds.deployments,
      workload({ kind: 'Deployment', at, image: 'registry.local/fleet:1.0', replicas: 1 }),
    );
  }
  settle(world);
}
