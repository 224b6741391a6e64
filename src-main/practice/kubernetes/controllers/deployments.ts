/** Deployments: one ReplicaSet for each template, brought to the wanted size by the strategy. */
import { isDeepStrictEqual } from 'node:util';
import { recordEvent } from '../events.ts';
import { hashName } from '../names.ts';
import { keyOf, ownerReference, without } from '../object.ts';
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { changeObject, createObject, deleteObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, type Deployment, type PodTemplate, type ReplicaSet } from '../workloads.ts';
import { controlledBy, ownerKeys, type Controller } from './controller.ts';
import { deploymentStatus } from './deployment-status.ts';
import { allowanceOf, type Sets } from './rolling.ts';

const component = 'deployment-controller';
export const revisionKey = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Annotations of the Deployment that its ReplicaSets do not take over. */
const own = [revisionKey, 'kubectl.kubernetes.io/last-applied-configuration'];

const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionKey] ?? 0);

/** The template as the Deployment gave it. */
function withoutHash({ metadata, ...template }: PodTemplate): object {
  const labels = without(metadata?.labels ?? {}, hashLabel);
  return { ...template, metadata: { ...metadata, labels } };
}

const isFor = (deployment: Deployment, set: ReplicaSet): boolean =>
  isDeepStrictEqual(withoutHash(set.spec.template), withoutHash(deployment.spec.template));

function setsOf(world: KubernetesWorld, deployment: Deployment): Sets {
  const all = controlledBy<ReplicaSet>(world, deployment, kinds.replicaSets).sort(
    (a, b) => revisionOf(a) - revisionOf(b),
  );
  const current = all.findLast((set) => isFor(deployment, set)) ?? null;
  return { current, old: all.filter((set) => set !== current) };
}

function annotationsFor(deployment: Deployment, revision: number, surge: number): Record<string, string> {
  const taken = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !own.includes(key));
  const { replicas } = deployment.spec;
  return {
    ...Object.fromEntries(taken),
    [revisionKey]: String(revision),
    'deployment.kubernetes.io/desired-replicas': String(replicas),
    'deployment.kubernetes.io/max-replicas': String(replicas + surge),
  };
}

const sizeOf = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
const availableOf = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);

class DeploymentController implements Controller {
  readonly resource = kinds.deployments;
  readonly #world: KubernetesWorld;

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #scale(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const before = set.spec.replicas;
    if (before === replicas) {
      return;
    }
    changeObject(this.#world, kinds.replicaSets, {
      key: keyOf(set),
      change: (draft) => void ((draft as ReplicaSet).spec.replicas = replicas),
    });
    const way = replicas > before ? 'up' : 'down';
    const message = `Scaled ${way} replica set ${set.metadata.name} from ${before} to ${replicas}`;
    recordEvent(this.#world, deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, component });
  }

  #annotate(deployment: Deployment, set: ReplicaSet, revision: number): void {
    const wanted = annotationsFor(deployment, revision, allowanceOf(deployment).surge);
    changeObject(this.#world, kinds.replicaSets, {
      key: keyOf(set),
      change: (draft) => void (draft.metadata.annotations = { ...draft.metadata.annotations, ...wanted }),
    });
  }

  /** Makes the ReplicaSet of today's template, or takes the one that there was for it. */
  #requireCurrent(deployment: Deployment, { current, old }: Sets): ReplicaSet {
    const latest = Math.max(0, ...old.map(revisionOf));
    if (current !== null) {
      const revision = Math.max(latest + 1, revisionOf(current));
      this.#annotate(deployment, current, revision);
      this.#noteRevision(deployment, revision);
      return this.#world.store.get(kinds.replicaSets, keyOf(current)) as ReplicaSet;
    }
    const { template, selector, minReadySeconds } = deployment.spec;
    const hash = hashName([deployment.metadata.uid, withoutHash(template)]);
    const made = createObject(this.#world, kinds.replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace ?? 'default',
        labels: { ...template.metadata?.labels, [hashLabel]: hash },
        annotations: annotationsFor(deployment, latest + 1, allowanceOf(deployment).surge),
        ownerReferences: [ownerReference(deployment)],
      },
      spec: {
        replicas: 0,
        ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
        selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
        template: {
          ...template,
          metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [hashLabel]: hash } },
        },
      },
    });
    this.#noteRevision(deployment, latest + 1);
    return made as ReplicaSet;
  }

  #noteRevision(deployment: Deployment, revision: number): void {
    changeObject(this.#world, kinds.deployments, {
      key: keyOf(deployment),
      change({ metadata }) {
        metadata.annotations = { ...metadata.annotations, [revisionKey]: String(revision) };
      },
    });
  }

  #recreate(deployment: Deployment, sets: Sets): void {
    for (const set of sets.old) {
      this.#scale(deployment, set, 0);
    }
    const isEmpty = sets.old.every((set) => controlledBy(this.#world, set, kinds.pods).length === 0);
    if (isEmpty) {
      this.#scale(deployment, this.#requireCurrent(deployment, sets), deployment.spec.replicas);
    }
  }

  #shrinkOld(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): void {
    const { replicas } = deployment.spec;
    const leastAvailable = replicas - allowanceOf(deployment).unavailable;
    const notYet = current.spec.replicas - (current.status?.availableReplicas ?? 0);
    let most = sizeOf([...old, current]) - leastAvailable - notYet;
    const sizes = new Map(old.map((set) => [set, set.spec.replicas]));
    // Those that do not work anyway go first.
    for (const set of old) {
      const broken = set.spec.replicas - (set.status?.availableReplicas ?? 0);
      const gone = Math.max(0, Math.min(broken, most));
      sizes.set(set, set.spec.replicas - gone);
      most -= gone;
    }
    let spare = Math.min(most, availableOf([...old, current]) - leastAvailable);
    for (const set of old) {
      const size = sizes.get(set) ?? 0;
      const gone = Math.max(0, Math.min(size, spare));
      spare -= gone;
      this.#scale(deployment, set, size - gone);
    }
  }

  #roll(deployment: Deployment, sets: Sets): void {
    const current = this.#requireCurrent(deployment, sets);
    const { replicas } = deployment.spec;
    const most = replicas + allowanceOf(deployment).surge;
    const more = Math.min(most - sizeOf([...sets.old, current]), replicas - current.spec.replicas);
    if (more !== 0) {
      this.#scale(
        deployment,
        current,
        Math.max(
          0,
          current.spec.replicas + (more > 0 ? more : Math.min(0, replicas - current.spec.replicas)),
        ),
      );
    }
    this.#shrinkOld(deployment, current, sets.old);
  }

  /** A paused one only follows its number of replicas. */
  #scaleOnly(deployment: Deployment, { current, old }: Sets): void {
    const active =
      current !== null && current.spec.replicas > 0
        ? current
        : (old.findLast(({ spec }) => spec.replicas > 0) ?? current);
    if (active !== null && sizeOf(old.filter((set) => set !== active)) === 0) {
      this.#scale(deployment, active, deployment.spec.replicas);
    }
  }

  #forgetOldest(deployment: Deployment, { old }: Sets): void {
    const idle = old.filter(({ spec, status }) => spec.replicas === 0 && (status?.replicas ?? 0) === 0);
    for (const set of idle.slice(0, Math.max(0, old.length - deployment.spec.revisionHistoryLimit))) {
      deleteObject(this.#world, kinds.replicaSets, { object: set });
    }
  }

  concerns(change: Change): string[] {
    if (change.resource === kinds.replicaSets) {
      return ownerKeys(change, 'Deployment');
    }
    // A Recreate Deployment waits for the last pod to have gone.
    const isGone = change.resource === kinds.pods && change.type === 'DELETED';
    return (isGone ? ownerKeys(change, 'ReplicaSet') : []).flatMap((key) => {
      const owner = this.#world.store.get(kinds.replicaSets, key)?.metadata.ownerReferences?.[0];
      return owner?.kind === 'Deployment' ? [`${change.object.metadata.namespace ?? ''}/${owner.name}`] : [];
    });
  }

  reconcile(key: string): number | null {
    const deployment = this.#world.store.get(kinds.deployments, key) as Deployment | undefined;
    if (deployment === undefined || isLeaving(deployment)) {
      return null;
    }
    const sets = setsOf(this.#world, deployment);
    if (deployment.spec.paused === true) {
      this.#scaleOnly(deployment, sets);
    } else if (deployment.spec.strategy.type === 'Recreate') {
      this.#recreate(deployment, sets);
    } else {
      this.#roll(deployment, sets);
    }
    const now = this.#world.store.get(kinds.deployments, key) as Deployment;
    const after = setsOf(this.#world, now);
    this.#forgetOldest(now, after);
    const { status, againMs } = deploymentStatus(now, after, this.#world.clock.now());
    this.#world.store.put(kinds.deployments, { ...now, status });
    return againMs;
  }
}

export const createDeploymentController = (world: KubernetesWorld): Controller =>
  new DeploymentController(world);
