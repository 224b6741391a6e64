/** Scheduler and kubelet: pods find a node, start, fail as ordered, work to their end, and go. */
import { recordEvent, type Happening } from '../events.ts';
import { controllerOf, keyOf, textAt, timeText } from '../object.ts';
import { kinds } from '../resources.ts';
import { setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, isOver, isReady, type CoreNode, type Pod } from '../workloads.ts';
import type { Controller } from './controller.ts';
import { fitsOn } from './placing.ts';
import { crashing, ended, running, unschedulable, waiting } from './pod-statuses.ts';
import { createWaits, type Waits } from './waits.ts';
import { taskOf } from './tasks.ts';

type PodFault = 'ImagePullBackOff' | 'CrashLoopBackOff' | 'Unschedulable' | 'NotReady' | 'slow';

/** What a fault may call a pod: by its own name, its owner's, or that of the Deployment above. */
function namesFor(pod: Pod): string[] {
  const owner = controllerOf(pod)?.name;
  const above = owner?.replace(/-[a-z0-9]+$/, '');
  return [pod.metadata.name, owner, above].filter((name) => name !== undefined);
}

function faultOf({ faults }: KubernetesWorld, pod: Pod): PodFault | null {
  for (const name of namesFor(pod)) {
    const found = faults.find('podFails', { name });
    if (found !== null) {
      return found.values['what'] as PodFault;
    }
  }
  return null;
}

export function createPodController(world: KubernetesWorld): Controller {
  const waits = createWaits();
  const scheduler = createScheduler(world, waits);
  const kubelet = new Kubelet(world, waits);
  return {
    resource: kinds.pods,
    reconcile(key) {
      const pod = world.store.get(kinds.pods, key) as Pod | undefined;
      if (pod === undefined) {
        return null;
      }
      if (isLeaving(pod)) {
        return kubelet.stop(pod);
      }
      return pod.spec.nodeName === undefined ? scheduler(pod) : kubelet.run(pod);
    },
  };
}

function createScheduler(world: KubernetesWorld, waits: Waits): (pod: Pod) => number | null {
  let next = 0;
  const findNode = (pod: Pod): string | null => {
    const nodes = [...world.store.all(kinds.nodes)] as CoreNode[];
    for (let tried = 0; tried < nodes.length; tried += 1) {
      next = (next + 1) % nodes.length;
      const node = nodes[next];
      if (node !== undefined && fitsOn(pod.spec, node)) {
        return node.metadata.name;
      }
    }
    return null;
  };
  return (pod) => {
    const leftMs = waits.left(`place ${pod.metadata.uid}`, world.timings().scheduling);
    if (leftMs > 0) {
      return leftMs;
    }
    const component = 'default-scheduler';
    const nodeName = faultOf(world, pod) === 'Unschedulable' ? null : findNode(pod);
    const now = timeText(world.clock.now());
    if (nodeName === null) {
      const count = world.store.count(kinds.nodes);
      const message = `0/${count} nodes are available: ${count} Insufficient cpu. preemption: 0/${count} nodes are available: ${count} No preemption victims found for incoming pod.`;
      setStatus(world, kinds.pods, { of: pod, status: unschedulable({ pod, now }, message) });
      recordEvent(world, pod, { type: 'Warning', reason: 'FailedScheduling', message, component });
      return world.timings().backOff * 3;
    }
    waits.forget(`place ${pod.metadata.uid}`);
    const placed: Pod = { ...pod, spec: { ...pod.spec, nodeName } };
    world.store.put(kinds.pods, placed);
    const message = `Successfully assigned ${keyOf(pod)} to ${nodeName}`;
    recordEvent(world, pod, { type: 'Normal', reason: 'Scheduled', message, component });
    return null;
  };
}

/** Spreads what would happen to all pods at the same moment. */
const spreadOf = ({ metadata }: Pod): number => Number.parseInt(metadata.uid.slice(0, 4), 16) / 0xffff;

const inContainer = ({ spec }: Pod): { readonly fieldPath: string } => ({
  fieldPath: `spec.containers{${spec.containers[0]?.name ?? ''}}`,
});

/** Why its first container waits. */
const reasonOf = (pod: Pod): string => textAt(pod.status.containerStatuses?.[0], 'state.waiting.reason');

class Kubelet {
  readonly #world: KubernetesWorld;
  readonly #waits: Waits;

  constructor(world: KubernetesWorld, waits: Waits) {
    this.#world = world;
    this.#waits = waits;
  }

  #told(pod: Pod): { pod: Pod; now: string } {
    return { pod, now: timeText(this.#world.clock.now()) };
  }

  #say(pod: Pod, happening: Omit<Happening, 'component'>): void {
    recordEvent(this.#world, pod, { ...happening, component: 'kubelet', host: pod.spec.nodeName ?? '' });
  }

  #write(pod: Pod, status: object): void {
    setStatus(this.#world, kinds.pods, { of: pod, status });
  }

  #startMs(pod: Pod): number {
    const { start, slowStart } = this.#world.timings();
    return faultOf(this.#world, pod) === 'slow' ? slowStart : start[0] + start[1] * spreadOf(pod);
  }

  /** Milliseconds until it fails once more; 0 the first time, and then. */
  #untilNext(pod: Pod, isFirst: boolean, everyMs: number): number {
    const wait = `fail ${pod.metadata.uid}`;
    const leftMs = isFirst ? 0 : this.#waits.left(wait, everyMs);
    if (leftMs === 0) {
      this.#waits.forget(wait);
    }
    return leftMs;
  }

  #failToPull(pod: Pod): number {
    const everyMs = this.#world.timings().backOff * 3;
    const leftMs = this.#untilNext(pod, reasonOf(pod) !== 'ImagePullBackOff', everyMs);
    if (leftMs > 0) {
      return leftMs;
    }
    const image = pod.spec.containers[0]?.image ?? '';
    const why = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`;
    const backOff = `Back-off pulling image "${image}"`;
    this.#say(pod, {
      type: 'Warning',
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${why}`,
      ...inContainer(pod),
    });
    this.#say(pod, {
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ErrImagePull',
      ...inContainer(pod),
    });
    this.#say(pod, { type: 'Normal', reason: 'BackOff', message: backOff, ...inContainer(pod) });
    this.#say(pod, {
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ImagePullBackOff',
      ...inContainer(pod),
    });
    this.#write(pod, waiting(this.#told(pod), 'ImagePullBackOff', `${backOff}: ErrImagePull: ${why}`));
    return everyMs;
  }

  #crash(pod: Pod): number {
    const leftMs = this.#untilNext(pod, reasonOf(pod) !== 'CrashLoopBackOff', this.#world.timings().backOff);
    if (leftMs > 0) {
      return leftMs;
    }
    const [{ name } = { name: '' }] = pod.spec.containers;
    const message = `Back-off restarting failed container ${name} in pod ${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
    this.#write(pod, crashing(this.#told(pod)));
    this.#say(pod, { type: 'Warning', reason: 'BackOff', message, ...inContainer(pod) });
    return this.#world.timings().backOff;
  }

  #begin(pod: Pod): void {
    const [{ image, name } = { image: '', name: '' }] = pod.spec.containers;
    this.#say(pod, {
      type: 'Normal',
      reason: 'Pulled',
      message: `Container image "${image}" already present on machine`,
      ...inContainer(pod),
    });
    this.#say(pod, {
      type: 'Normal',
      reason: 'Created',
      message: `Container created: ${name}`,
      ...inContainer(pod),
    });
    this.#say(pod, { type: 'Normal', reason: 'Started', message: 'Container started', ...inContainer(pod) });
  }

  #probe(pod: Pod): number {
    const everyMs = this.#world.timings().backOff;
    const leftMs = this.#untilNext(pod, pod.status.phase === 'Pending', everyMs);
    if (leftMs > 0) {
      return leftMs;
    }
    if (pod.status.phase === 'Pending') {
      this.#write(pod, running(this.#told(pod), false));
    }
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    this.#say(pod, { type: 'Warning', reason: 'Unhealthy', message, ...inContainer(pod) });
    return everyMs;
  }

  #start(pod: Pod): number | null {
    const fault = faultOf(this.#world, pod);
    if (fault === 'ImagePullBackOff') {
      return this.#failToPull(pod);
    }
    if (pod.status.phase === 'Pending') {
      this.#begin(pod);
    }
    if (fault === 'CrashLoopBackOff') {
      return this.#crash(pod);
    }
    if (fault === 'NotReady') {
      return this.#probe(pod);
    }
    this.#waits.forget(`start ${pod.metadata.uid}`);
    this.#write(pod, running(this.#told(pod), true));
    return null;
  }

  #work(pod: Pod): number | null {
    const task = taskOf(this.#world, pod);
    if (task === null) {
      return null;
    }
    const leftMs = this.#waits.left(`work ${pod.metadata.uid}`, task.durationMs);
    if (leftMs > 0) {
      return leftMs;
    }
    this.#waits.forget(`work ${pod.metadata.uid}`);
    this.#write(pod, ended(this.#told(pod), task.exitCode));
    return null;
  }

  /** Brings it to where it should be; milliseconds until something happens to it by itself. */
  run(pod: Pod): number | null {
    if (isOver(pod)) {
      return null;
    }
    if (isReady(pod)) {
      return this.#work(pod);
    }
    if (pod.status.containerStatuses === undefined) {
      this.#write(pod, waiting(this.#told(pod), 'ContainerCreating'));
    }
    const leftMs = this.#waits.left(`start ${pod.metadata.uid}`, this.#startMs(pod));
    return leftMs > 0 ? leftMs : this.#start((this.#world.store.get(kinds.pods, keyOf(pod)) ?? pod) as Pod);
  }

  stop(pod: Pod): number | null {
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    const leftMs = this.#waits.left(
      `stop ${pod.metadata.uid}`,
      Math.min(graceMs, this.#world.timings().termination),
    );
    if (leftMs > 0) {
      const [{ name } = { name: '' }] = pod.spec.containers;
      this.#say(pod, {
        type: 'Normal',
        reason: 'Killing',
        message: `Stopping container ${name}`,
        ...inContainer(pod),
      });
      return leftMs;
    }
    for (const stage of ['place', 'start', 'fail', 'work', 'stop']) {
      this.#waits.forget(`${stage} ${pod.metadata.uid}`);
    }
    if ((pod.metadata.finalizers ?? []).length === 0) {
      this.#world.store.remove(kinds.pods, keyOf(pod));
    }
    return null;
  }
}
