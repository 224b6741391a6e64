/** The operator of the management cluster: brings nodes into a cluster and out of it, by a kubespray pod for each. */
import { keyOf, type KubernetesObject } from '../object.ts';
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { changeObject, createObject, deleteObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, type ManagedNode, type Pod } from '../workloads.ts';
import type { Controller } from './controller.ts';
import { manageLabels, nodeFaultOf } from './tasks.ts';
import { createWaits } from './waits.ts';

export const operatorNamespace = 'primus-safe';
export const clusterLabel = 'primus-safe.cluster.id';
const workspaceLabel = 'primus-safe.workspace.id';
const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

type Action = 'up' | 'down';
const longestName = 58;

const stateOf = (action: Action, pod: Pod | undefined): string => {
  const going = action === 'up' ? 'Managing' : 'Unmanaging';
  const failed = action === 'up' ? 'ManagedFailed' : 'UnmanagedFailed';
  return pod?.status.phase === 'Failed' ? failed : going;
};

/** A kubespray pod as the operator makes it. */
export function kubesprayPod(
  node: ManagedNode,
  cluster: string,
  action: Action,
): Parameters<typeof createObject>[2] {
  const { name, uid } = node.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${cluster}-${name}-${action}`.slice(0, longestName),
      namespace: operatorNamespace,
      labels: {
        [manageLabels.cluster]: cluster,
        [manageLabels.action]: action,
        [manageLabels.node]: name,
      },
      ownerReferences: [{ apiVersion: 'amd.com/v1', kind: 'Node', name, uid }],
    },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: action,
          image: 'primussafe/kubespray:v2.24.0',
          command: [
            '/bin/sh',
            '-c',
            action === 'up' ? 'ansible-playbook scale.yml' : 'ansible-playbook remove-node.yml',
          ],
        },
      ],
    },
  };
}

/** The pod at work on a node, and in how many milliseconds there will be one where there is none. */
interface Working {
  readonly pod: Pod | undefined;
  readonly againMs: number | null;
}

class ManagedNodeController implements Controller {
  readonly resource = kinds.managedNodes;
  readonly #world: KubernetesWorld;
  readonly #waits = createWaits();

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #podsOf(node: ManagedNode, action: Action): Pod[] {
    return (this.#world.store.dependentsOf(node.metadata.uid, kinds.pods) as Pod[]).filter(
      ({ metadata }) => metadata.labels?.[manageLabels.action] === action,
    );
  }

  #setPhase(node: ManagedNode, phase: string, cluster?: string): void {
    const now = this.#world.store.get(kinds.managedNodes, keyOf(node)) as ManagedNode | undefined;
    if (now === undefined) {
      return;
    }
    const named = cluster ?? now.status?.clusterStatus?.cluster;
    const clusterStatus = {
      ...now.status?.clusterStatus,
      phase,
      ...(named === undefined || named === '' ? {} : { cluster: named }),
    };
    this.#world.store.put(kinds.managedNodes, { ...now, status: { ...now.status, clusterStatus } });
  }

  #relabel(node: ManagedNode, cluster: string | null): void {
    changeObject(this.#world, kinds.managedNodes, {
      key: keyOf(node),
      change({ metadata }) {
        metadata.labels = { ...metadata.labels };
        if (cluster === null) {
          Reflect.deleteProperty(metadata.labels, clusterLabel);
        } else {
          metadata.labels[clusterLabel] = cluster;
        }
      },
    });
  }

  #drop(node: ManagedNode, action: Action): void {
    for (const object of this.#podsOf(node, action)) {
      deleteObject(this.#world, kinds.pods, { object });
    }
  }

  /** The pod that works on the node, made again in a moment where it has gone; what is true of the node then. */
  #work(node: ManagedNode, cluster: string, action: Action): Working {
    const [pod] = this.#podsOf(node, action).filter((each) => !isLeaving(each));
    const wait = `${action} ${node.metadata.uid}`;
    if (pod !== undefined) {
      this.#waits.forget(wait);
      return { pod, againMs: null };
    }
    const againMs = this.#waits.left(wait, this.#world.timings().successor);
    if (againMs > 0) {
      return { pod: undefined, againMs };
    }
    this.#waits.forget(wait);
    const draft = kubesprayPod(node, cluster, action);
    if (
      this.#world.store.get(kinds.pods, `${operatorNamespace}/${draft.metadata.name ?? ''}`) !== undefined
    ) {
      return { pod: undefined, againMs: this.#world.timings().successor };
    }
    return { pod: createObject(this.#world, kinds.pods, draft) as Pod, againMs: null };
  }

  /** The phase that follows from the pod, written a moment after it was seen. */
  #followPod(node: ManagedNode, action: Action, { pod, againMs }: Working): number | null {
    const phase = pod === undefined ? (node.status?.clusterStatus?.phase ?? '') : stateOf(action, pod);
    const wait = `phase ${node.metadata.uid}`;
    if (phase === node.status?.clusterStatus?.phase) {
      this.#waits.forget(wait);
      return againMs;
    }
    const isFailed = phase.endsWith('Failed');
    const leftMs = this.#waits.left(
      wait,
      isFailed ? this.#world.timings().successor : this.#world.timings().phase,
    );
    if (leftMs > 0) {
      return leftMs;
    }
    this.#waits.forget(wait);
    this.#setPhase(node, phase);
    return againMs;
  }

  #vanish(node: ManagedNode, pod: Pod | undefined): boolean {
    const isTold = node.status?.clusterStatus?.phase?.endsWith('Failed') === true;
    const isOrdered = nodeFaultOf(this.#world, node.metadata.name) === 'vanishes';
    if (!isOrdered || isTold || pod?.status.phase !== 'Failed') {
      return false;
    }
    this.#world.store.remove(kinds.managedNodes, keyOf(node));
    return true;
  }

  #settle(node: ManagedNode, settled: 'Managed' | 'Unmanaged', cluster: string): number | null {
    if (settled === 'Managed') {
      if (node.metadata.labels?.[clusterLabel] !== cluster) {
        this.#relabel(node, cluster);
      }
      this.#drop(node, 'up');
      this.#setPhase(node, 'Managed', cluster);
      return null;
    }
    this.#drop(node, 'down');
    if (node.metadata.labels?.[clusterLabel] !== undefined) {
      this.#relabel(node, null);
    }
    const now = this.#world.store.get(kinds.managedNodes, keyOf(node)) as ManagedNode;
    this.#world.store.put(kinds.managedNodes, { ...now, status: { clusterStatus: { phase: 'Unmanaged' } } });
    return this.#world.timings().machineCheck;
  }

  /** By the pod of this action, until it has succeeded. */
  #bring(node: ManagedNode, cluster: string, action: Action): number | null {
    this.#drop(node, action === 'up' ? 'down' : 'up');
    const at = this.#work(node, cluster, action);
    if (this.#vanish(node, at.pod)) {
      return null;
    }
    if (at.pod?.status.phase === 'Succeeded') {
      return this.#settle(node, action === 'up' ? 'Managed' : 'Unmanaged', cluster);
    }
    return this.#followPod(node, action, at);
  }

  #manage(node: ManagedNode, cluster: string): number | null {
    const isControlPlane = controlPlaneLabel in (node.metadata.labels ?? {});
    if (node.metadata.labels?.[clusterLabel] === cluster) {
      return node.status?.clusterStatus?.phase === 'Managed' ? null : this.#settle(node, 'Managed', cluster);
    }
    if (node.status?.machineStatus?.phase !== 'Ready') {
      return this.#world.timings().machineCheck;
    }
    if (isControlPlane) {
      const create = this.#world.store.get(kinds.pods, `${operatorNamespace}/${cluster}-create`) as
        Pod | undefined;
      this.#setPhase(node, stateOf('up', create), cluster);
      return null;
    }
    return this.#bring(node, cluster, 'up');
  }

  #unmanage(node: ManagedNode): number | null {
    const labels = node.metadata.labels ?? {};
    const cluster = labels[clusterLabel] ?? '';
    if (controlPlaneLabel in labels || (labels[workspaceLabel] ?? '') !== '') {
      return null;
    }
    if (cluster === '') {
      return node.status?.clusterStatus?.phase === 'Unmanaged' ? null : this.#settle(node, 'Unmanaged', '');
    }
    return this.#bring(node, cluster, 'down');
  }

  /** Machines are looked at again after their status was cleared. */
  #checkMachine(node: ManagedNode): number | null {
    if (node.status?.machineStatus?.phase !== undefined) {
      return null;
    }
    const leftMs = this.#waits.left(`machine ${node.metadata.uid}`, this.#world.timings().machineCheck);
    if (leftMs > 0) {
      return leftMs;
    }
    this.#waits.forget(`machine ${node.metadata.uid}`);
    const { hostname = node.metadata.name, privateIP = '' } = node.spec;
    const machineStatus = { hostName: hostname, phase: 'Ready', privateIP };
    this.#world.store.put(kinds.managedNodes, { ...node, status: { ...node.status, machineStatus } });
    return null;
  }

  concerns({ resource, object }: Change): string[] {
    return resource === kinds.pods ? nodeKeys(object) : [];
  }

  reconcile(key: string): number | null {
    const node = this.#world.store.get(kinds.managedNodes, key) as ManagedNode | undefined;
    if (node === undefined || isLeaving(node)) {
      return null;
    }
    const machineMs = this.#checkMachine(node);
    if (machineMs !== null) {
      return machineMs;
    }
    const now = this.#world.store.get(kinds.managedNodes, key) as ManagedNode;
    const { cluster } = now.spec;
    return cluster === undefined || cluster === null || cluster === ''
      ? this.#unmanage(now)
      : this.#manage(now, cluster);
  }
}

export const createManagedNodeController = (world: KubernetesWorld): Controller =>
  new ManagedNodeController(world);

const nodeKeys = ({ metadata }: KubernetesObject): string[] =>
  (metadata.ownerReferences ?? [])
    .filter(({ apiVersion, kind }) => apiVersion === 'amd.com/v1' && kind === 'Node')
    .map(({ name }) => `/${name}`);
