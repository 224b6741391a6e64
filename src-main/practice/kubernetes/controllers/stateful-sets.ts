/** StatefulSets: numbered pods, one after the other unless they may start together. */
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import {
  isLeaving,
  isOver,
  isReady,
  untilAvailableMs,
  type Pod,
  type PodTemplate,
  type StatefulSet,
} from '../workloads.ts';
import { controlledBy, ownerKeys, soonest, type Controller } from './controller.ts';
import { dropPod, makePod } from './pod-makers.ts';
import { requireRevisions, revisionHash, revisionLabel, type Revisions } from './revisions.ts';

const component = 'statefulset-controller';

const ordinalOf = ({ metadata }: Pod): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);
const revisionOf = ({ metadata }: Pod): string => metadata.labels?.[revisionLabel] ?? '';

/** One set as it is looked at. */
interface Looking {
  readonly set: StatefulSet;
  readonly pods: ReadonlyMap<number, Pod>;
  readonly revisions: Revisions;
  /** Of pods that the partition holds back. */
  readonly before: string;
}

class StatefulSetController implements Controller {
  readonly resource = kinds.statefulSets;
  readonly #world: KubernetesWorld;

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #templateFor({ set, revisions, before }: Looking, ordinal: number): [string, PodTemplate] {
    const { type, rollingUpdate } = set.spec.updateStrategy;
    const isHeldBack = type === 'RollingUpdate' && ordinal < (rollingUpdate?.partition ?? 0);
    const kept = isHeldBack ? revisions.byHash.get(before) : undefined;
    const wanted = kept ?? revisions.current;
    return [revisionHash(wanted), kept === undefined ? set.spec.template : kept.data.spec.template];
  }

  #make(looking: Looking, ordinal: number): void {
    const { set } = looking;
    const name = `${set.metadata.name}-${ordinal}`;
    const [hash, { metadata, spec }] = this.#templateFor(looking, ordinal);
    const labels = {
      [revisionLabel]: hash,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    };
    const template: PodTemplate = metadata === undefined ? { spec } : { metadata, spec };
    makePod(this.#world, {
      owner: set,
      template,
      name: { exact: name },
      labels,
      spec: { hostname: name },
      component,
    });
  }

  #isUp(set: StatefulSet, pod: Pod | undefined): boolean {
    return (
      pod !== undefined &&
      !isLeaving(pod) &&
      untilAvailableMs(pod, set.spec.minReadySeconds ?? 0, this.#world.clock.now()) === 0
    );
  }

  /** Makes what is missing, in order; true when there is nothing to make or to wait for. */
  #fill(looking: Looking): boolean {
    const { set, pods } = looking;
    const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
    for (let ordinal = 0; ordinal < set.spec.replicas; ordinal += 1) {
      const pod = pods.get(ordinal);
      if (pod === undefined) {
        this.#make(looking, ordinal);
      } else if (isOver(pod) && !isLeaving(pod)) {
        dropPod(this.#world, pod, { owner: set, component });
      }
      if (isOrdered && !this.#isUp(set, pod)) {
        return false;
      }
    }
    return true;
  }

  /** Takes away what is too many, the highest number first; true when there is none. */
  #shrink({ set, pods }: Looking): boolean {
    const [last] = [...pods.values()]
      .filter((pod) => ordinalOf(pod) >= set.spec.replicas)
      .sort((a, b) => ordinalOf(b) - ordinalOf(a));
    if (last !== undefined && !isLeaving(last)) {
      dropPod(this.#world, last, { owner: set, component });
    }
    return last === undefined;
  }

  /** Replaces the highest one of an older template; waits for each. */
  #roll({ set, pods, revisions }: Looking): void {
    const { type, rollingUpdate } = set.spec.updateStrategy;
    if (type === 'OnDelete') {
      return;
    }
    const wanted = revisionHash(revisions.current);
    for (let ordinal = set.spec.replicas - 1; ordinal >= (rollingUpdate?.partition ?? 0); ordinal -= 1) {
      const pod = pods.get(ordinal);
      if (pod !== undefined && revisionOf(pod) !== wanted && !isLeaving(pod)) {
        dropPod(this.#world, pod, { owner: set, component });
        return;
      }
      if (!this.#isUp(set, pod)) {
        return;
      }
    }
  }

  #report(looking: Looking): number | null {
    const { set, revisions } = looking;
    const pods = controlledBy<Pod>(this.#world, set, kinds.pods).filter((pod) => !isLeaving(pod));
    const update = revisionHash(revisions.current);
    const waits = pods.map((pod) =>
      untilAvailableMs(pod, set.spec.minReadySeconds ?? 0, this.#world.clock.now()),
    );
    const updated = pods.filter((pod) => revisionOf(pod) === update);
    const isDone =
      updated.length === set.spec.replicas &&
      updated.every((pod) => isReady(pod)) &&
      pods.length === updated.length;
    const current = isDone && set.spec.updateStrategy.type === 'RollingUpdate' ? update : looking.before;
    const ofCurrent = pods.filter((pod) => revisionOf(pod) === current).length;
    setStatus(this.#world, kinds.statefulSets, {
      of: set,
      status: {
        observedGeneration: set.metadata.generation ?? 1,
        replicas: pods.length,
        readyReplicas: pods.filter(isReady).length,
        availableReplicas: waits.filter((wait) => wait === 0).length,
        currentReplicas: ofCurrent,
        updatedReplicas: updated.length,
        currentRevision: current,
        updateRevision: update,
        collisionCount: 0,
      },
    });
    return soonest(waits.map((wait) => (wait === 0 ? null : wait)));
  }

  concerns(change: Change): string[] {
    return change.resource === kinds.pods ? ownerKeys(change, 'StatefulSet') : [];
  }

  reconcile(key: string): number | null {
    const set = this.#world.store.get(kinds.statefulSets, key) as StatefulSet | undefined;
    if (set === undefined || isLeaving(set)) {
      return null;
    }
    const all = controlledBy<Pod>(this.#world, set, kinds.pods);
    const revisions = requireRevisions(this.#world, set, new Set(all.map(revisionOf)));
    const before = set.status?.currentRevision ?? revisionHash(revisions.current);
    const looking = { set, revisions, before, pods: new Map(all.map((pod) => [ordinalOf(pod), pod])) };
    if (this.#fill(looking) && this.#shrink(looking)) {
      this.#roll(looking);
    }
    return this.#report(looking);
  }
}

export const createStatefulSetController = (world: KubernetesWorld): Controller =>
  new StatefulSetController(world);
