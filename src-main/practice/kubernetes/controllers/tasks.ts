/** Pods that work to an end: those of Jobs, and kubespray's on the nodes it manages. */
import { controllerOf } from '../object.ts';
import type { KubernetesWorld } from '../world.ts';
import type { Pod } from '../workloads.ts';

interface Task {
  readonly durationMs: number;
  readonly exitCode: number;
}

export const manageLabels = {
  cluster: 'primus-safe.cluster.manage.cluster',
  action: 'primus-safe.cluster.manage.action',
  node: 'primus-safe.cluster.manage.node',
} as const;

type NodeFault = 'fails' | 'vanishes' | 'flips-back';

export function nodeFaultOf({ faults }: KubernetesWorld, node: string): NodeFault | null {
  return (faults.find('nodeFails', { name: node })?.values['what'] ?? null) as NodeFault | null;
}

function kubespray(world: KubernetesWorld, pod: Pod): Task {
  const fault = nodeFaultOf(world, pod.metadata.labels?.[manageLabels.node] ?? '');
  const { kubespray: workMs, phase } = world.timings();
  return { durationMs: fault === 'flips-back' ? phase : workMs, exitCode: fault === null ? 0 : 2 };
}

/** The name of a Job, or of the CronJob that made it. */
function jobFault({ faults }: KubernetesWorld, job: string): string | null {
  const found =
    faults.find('jobEnds', { name: job }) ?? faults.find('jobEnds', { name: job.replace(/-\d+$/, '') });
  return found?.values['what'] ?? null;
}

/** Null for a pod that runs until it is stopped. */
export function taskOf(world: KubernetesWorld, pod: Pod): Task | null {
  if (pod.metadata.labels?.[manageLabels.action] !== undefined) {
    return kubespray(world, pod);
  }
  const owner = controllerOf(pod);
  if (owner?.kind !== 'Job') {
    return null;
  }
  const fault = jobFault(world, owner.name);
  if (fault === 'hangs') {
    return null;
  }
  return { durationMs: world.timings().task, exitCode: fault === 'fails' ? 1 : 0 };
}
