/** DaemonSets: one pod on each node that fits. */
import { keyOf } from '../object.ts';
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import {
  isLeaving,
  isOver,
  isReady,
  portionOf,
  untilAvailableMs,
  type CoreNode,
  type DaemonSet,
  type Pod,
} from '../workloads.ts';
import { controlledBy, ownerKeys, soonest, type Controller } from './controller.ts';
import { dropPod, makePod } from './pod-makers.ts';
import { requireRevisions, revisionHash, revisionLabel } from './revisions.ts';
import { fitsOn } from './placing.ts';

const component = 'daemonset-controller';
const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[revisionLabel] ?? '';

interface Looking {
  readonly set: DaemonSet;
  /** By the name of their node. */
  readonly pods: ReadonlyMap<string, Pod>;
  readonly nodes: readonly string[];
  readonly revision: string;
}

class DaemonSetController implements Controller {
  readonly resource = kinds.daemonSets;
  readonly #world: KubernetesWorld;

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #fill({ set, pods, nodes, revision }: Looking): void {
    const labels = {
      [revisionLabel]: revision,
      'pod-template-generation': String(set.metadata.generation ?? 1),
    };
    for (const nodeName of nodes) {
      const pod = pods.get(nodeName);
      if (pod === undefined) {
        const { template } = set.spec;
        const name = { generate: `${set.metadata.name}-` };
        makePod(this.#world, { owner: set, template, name, labels, spec: { nodeName }, component });
      } else if (isOver(pod) && !isLeaving(pod)) {
        dropPod(this.#world, pod, { owner: set, component });
      }
    }
    for (const [nodeName, pod] of pods) {
      if (!nodes.includes(nodeName) && !isLeaving(pod)) {
        dropPod(this.#world, pod, { owner: set, component });
      }
    }
  }

  #isUp(set: DaemonSet, pod: Pod | undefined): boolean {
    return (
      pod !== undefined &&
      !isLeaving(pod) &&
      untilAvailableMs(pod, set.spec.minReadySeconds ?? 0, this.#world.clock.now()) === 0
    );
  }

  #roll({ set, pods, nodes, revision }: Looking): void {
    const { type, rollingUpdate } = set.spec.updateStrategy;
    if (type === 'OnDelete') {
      return;
    }
    const most = Math.max(1, portionOf(rollingUpdate?.maxUnavailable ?? 1, nodes.length, 'up'));
    const old = nodes.flatMap((node) => {
      const pod = pods.get(node);
      return pod !== undefined && !isLeaving(pod) && revisionOf(pod) !== revision ? [pod] : [];
    });
    const broken = old.filter((pod) => !this.#isUp(set, pod));
    const down = nodes.filter((node) => !this.#isUp(set, pods.get(node))).length;
    const mayGo = [
      ...broken,
      ...old.filter((pod) => this.#isUp(set, pod)).slice(0, Math.max(0, most - down)),
    ];
    for (const pod of mayGo) {
      dropPod(this.#world, pod, { owner: set, component });
    }
  }

  #report({ set, nodes, revision }: Looking): number | null {
    const pods = controlledBy<Pod>(this.#world, set, kinds.pods).filter((pod) => !isLeaving(pod));
    const placed = pods.filter(({ spec }) => nodes.includes(spec.nodeName ?? ''));
    const waits = placed.map((pod) =>
      untilAvailableMs(pod, set.spec.minReadySeconds ?? 0, this.#world.clock.now()),
    );
    const available = waits.filter((wait) => wait === 0).length;
    const unavailable = nodes.length - available;
    setStatus(this.#world, kinds.daemonSets, {
      of: set,
      status: {
        currentNumberScheduled: placed.length,
        numberMisscheduled: pods.length - placed.length,
        desiredNumberScheduled: nodes.length,
        numberReady: placed.filter(isReady).length,
        observedGeneration: set.metadata.generation ?? 1,
        updatedNumberScheduled: placed.filter((pod) => revisionOf(pod) === revision).length,
        ...(available === 0 ? {} : { numberAvailable: available }),
        ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
      },
    });
    return soonest(waits.map((wait) => (wait === 0 ? null : wait)));
  }

  concerns(change: Change): string[] {
    if (change.resource === kinds.nodes && change.type !== 'MODIFIED') {
      return [...this.#world.store.all(kinds.daemonSets)].map(keyOf);
    }
    return change.resource === kinds.pods ? ownerKeys(change, 'DaemonSet') : [];
  }
  reconcile(key: string): number | null {
    const set = this.#world.store.get(kinds.daemonSets, key) as DaemonSet | undefined;
    if (set === undefined || isLeaving(set)) {
      return null;
    }
    const all = controlledBy<Pod>(this.#world, set, kinds.pods);
    const revisions = requireRevisions(this.#world, set, new Set(all.map(revisionOf)));
    const nodes = [...(this.#world.store.all(kinds.nodes) as Iterable<CoreNode>)]
      .filter((node) => fitsOn(set.spec.template.spec, node, { ignoresCordon: true }))
      .map(({ metadata }) => metadata.name);
    const pods = new Map(all.map((pod) => [pod.spec.nodeName ?? '', pod]));
    const looking = { set, pods, nodes, revision: revisionHash(revisions.current) };
    this.#fill(looking);
    this.#roll(looking);
    return this.#report(looking);
  }
}

export const createDaemonSetController = (world: KubernetesWorld): Controller =>
  new DaemonSetController(world);
