/**
 * The nodes of Primus-SaFE on a control plane that has no Primus-SaFE: its definition, the nodes that the practice site has
 * too, and somebody who does what its operator was seen to do: a deleted pod is made again under its name, and the phase of
 * the node follows from it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import type { KubernetesApi, KubernetesObject } from '../../src-main/ports/kubernetes.ts';
import { kubesprayPod } from '../../src-main/practice/kubernetes/controllers/managed-nodes.ts';
import {
  managedNode,
  managedNodeStatus,
  type ManagedNodeDraft,
} from '../../src-main/practice/kubernetes/seed/drafts.ts';
import { faultKey } from './kwok-stages.ts';
import { untilThere } from './working-cluster.ts';

/** Not part of the product. */
export const nodeDefinition = resolve('../shared/crds/amd.com_nodes.yaml');

const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
const roles = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
const bindings = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' };
const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
const serviceAccounts = { group: '', version: 'v1', resource: 'serviceaccounts' };
const nodes = { group: 'amd.com', version: 'v1', resource: 'nodes' };
const pods = { group: '', version: 'v1', resource: 'pods' };
const namespace = 'primus-safe';
const cluster = 'mi300x-east';
/** Milliseconds after which a deleted pod is there again, and until it has done its work. */
const successorMs = 400;

const drafts: readonly ManagedNodeDraft[] = [
  { name: 'gpu-03', number: 13, wants: cluster, isIn: cluster, phase: 'Managed' },
  { name: 'gpu-04', number: 14, wants: cluster, isIn: '', phase: 'ManagedFailed' },
  { name: 'gpu-05', number: 15, wants: cluster, isIn: '', phase: 'ManagedFailed' },
  { name: 'gpu-08', number: 18, wants: '', isIn: '', phase: 'Unmanaged' },
];

const viewNodes = { metadata: { name: 'view-nodes' } };
const mayView = {
  ...viewNodes,
  rules: [{ apiGroups: ['amd.com'], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }],
};
const viewersMay = {
  ...viewNodes,
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view-nodes' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'viewers' }],
};

class Operator {
  readonly #api: KubernetesApi;
  readonly #signal: AbortSignal;

  constructor(api: KubernetesApi, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  async install(): Promise<void> {
    const [api, signal] = [this.#api, this.#signal];
    const body = parse(readFileSync(nodeDefinition, 'utf8')) as object;
    await api.create(definitions, { namespace: null, body, signal });
    await api.create(namespaces, { namespace: null, body: { metadata: { name: namespace } }, signal });
    await api.create(roles, { namespace: null, body: mayView, signal });
    await api.create(bindings, { namespace: null, body: viewersMay, signal });
    await untilThere(() => api.list(nodes, { namespace: null }, { freshness: 'current', signal }), signal);
    await untilThere(() => api.read(serviceAccounts, { namespace, name: 'default' }, { signal }), signal);
    for (const draft of drafts) {
      const { name } = await api
        .create(nodes, { namespace: null, body: managedNode(draft), signal })
        .then(({ metadata }) => metadata);
      const node = await this.#tell(name, managedNodeStatus(draft));
      if (draft.phase === 'ManagedFailed') {
        await this.#makePod(node, 'Failed');
      }
    }
  }

  /** Until it is aborted. */
  async work(): Promise<void> {
    const [api, signal] = [this.#api, this.#signal];
    const of = { namespace };
    const { resourceVersion } = await api.list(pods, of, { freshness: 'current', signal });
    for await (const event of api.watch(pods, of, { from: resourceVersion, signal })) {
      const name = event.type === 'deleted' ? event.object.metadata.ownerReferences?.[0]?.name : undefined;
      if (name !== undefined && event.type === 'deleted' && !isDone(event.object)) {
        void this.#bring(name).catch(() => undefined);
      }
    }
  }

  async #bring(name: string): Promise<void> {
    await pause(successorMs);
    const node = await this.#api.read(nodes, { namespace: null, name }, { signal: this.#signal });
    await this.#makePod(node, 'Running');
    await this.#tell(name, { clusterStatus: { phase: 'Managing' } });
    await pause(successorMs);
    await this.#tell(name, { clusterStatus: { phase: 'Managed', cluster } });
  }

  #tell(name: string, status: object): Promise<KubernetesObject> {
    const request = { type: 'merge', subresource: 'status', body: { status }, signal: this.#signal } as const;
    return this.#api.patch(nodes, { namespace: null, name }, request);
  }

  /** Nobody runs it: it stands as it is told. */
  async #makePod(node: KubernetesObject, phase: 'Failed' | 'Running'): Promise<void> {
    const [api, signal] = [this.#api, this.#signal];
    const { metadata, spec } = kubesprayPod(node as never, cluster, 'up');
    const annotations = { [faultKey]: 'stands' };
    const body = {
      metadata: { ...metadata, annotations },
      spec: { ...(spec as object), nodeName: 'node-1' },
    };
    const made = await api.create(pods, { namespace, body, signal });
    const at = new Date().toISOString();
    const state =
      phase === 'Failed'
        ? { terminated: { exitCode: 2, reason: 'Error', startedAt: at, finishedAt: at } }
        : { running: { startedAt: at } };
    const container = {
      name: 'up',
      image: 'primussafe/kubespray',
      imageID: '',
      ready: false,
      restartCount: 0,
    };
    const status = { phase, containerStatuses: [{ ...container, state }] };
    const request = { type: 'merge', subresource: 'status', body: { status }, signal } as const;
    await api.patch(pods, { namespace, name: made.metadata.name }, request);
  }
}

const isDone = (pod: KubernetesObject): boolean =>
  (pod['status'] as { phase?: string } | undefined)?.phase === 'Succeeded';

export async function installNodes(api: KubernetesApi): Promise<AsyncDisposable> {
  const stop = new AbortController();
  const operator = new Operator(api, stop.signal);
  await operator.install();
  const ended = operator.work().catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
    },
  };
}
