/** What a new site holds: enough of everything that a newcomer sees something believable. */
import { kubesprayPod, operatorNamespace } from '../controllers/managed-nodes.ts';
import { ended, running } from '../controllers/pod-statuses.ts';
import { recordEvent } from '../events.ts';
import { timeText, type KubernetesObject, type NewObject } from '../object.ts';
import { kinds, type Resource } from '../resources.ts';
import { createObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import type { ManagedNode, Pod } from '../workloads.ts';
import {
  coreNode,
  managedNode,
  managedNodeStatus,
  namespaceDraft,
  workload,
  type ManagedNodeDraft,
} from './drafts.ts';
import { earlierWorld, settle } from './settling.ts';

const hourMs = 3_600_000;

const tracked = {
  labels: { 'app.kubernetes.io/instance': 'storefront', 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: { 'argocd.argoproj.io/tracking-id': 'storefront:apps/Deployment:web/gateway' },
};

const workloads = [
  workload({ kind: 'Deployment', at: 'web/portal', image: 'registry.local/web/portal:2.14.0', replicas: 3 }),
  workload({
    kind: 'Deployment',
    at: 'web/checkout',
    image: 'registry.local/web/checkout:1.9.3',
    replicas: 1,
  }),
  workload({
    kind: 'Deployment',
    at: 'web/reports',
    image: 'registry.local/web/reports:0.8.1',
    replicas: 2,
    spec: { strategy: { type: 'Recreate' } },
  }),
  workload({
    kind: 'Deployment',
    at: 'web/gateway',
    image: 'registry.local/web/gateway:5.2.0',
    replicas: 3,
    metadata: tracked,
  }),
  workload({ kind: 'Deployment', at: 'web/banner', image: 'registry.local/web/banner:latest', replicas: 2 }),
  workload({ kind: 'Deployment', at: 'data/ledger', image: 'registry.local/data/ledger:3.0.2', replicas: 2 }),
  workload({ kind: 'StatefulSet', at: 'data/store', image: 'registry.local/data/store:15.6', replicas: 3 }),
  workload({
    kind: 'StatefulSet',
    at: 'data/cache',
    image: 'registry.local/data/cache:7.2',
    replicas: 2,
    spec: { updateStrategy: { type: 'OnDelete' } },
  }),
  workload({ kind: 'DaemonSet', at: 'data/collector', image: 'registry.local/data/collector:1.31.0' }),
  workload({
    kind: 'Deployment',
    at: 'kube-system/coredns',
    image: 'registry.k8s.io/coredns:v1.12.1',
    replicas: 2,
  }),
  workload({ kind: 'DaemonSet', at: 'kube-system/kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.36.3' }),
];

const backup: NewObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'backup', namespace: 'data', labels: { app: 'backup' } },
  spec: {
    schedule: '30 2 * * *',
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [
              { name: 'backup', image: 'registry.local/data/backup:2.1', args: ['--to', 's3://backup'] },
            ],
          },
        },
      },
    },
  },
};

const budget: NewObject = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'portal', namespace: 'web' },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'portal' } } },
};

const service = (namespace: string, name: string): NewObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels: { app: name } },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }] },
});

const cluster = 'mi300x-east';

const managedNodes: readonly ManagedNodeDraft[] = [
  { name: 'gpu-01', number: 11, wants: cluster, isIn: cluster, phase: 'Managed', isControlPlane: true },
  { name: 'gpu-02', number: 12, wants: cluster, isIn: cluster, phase: 'Managed', workspace: 'research' },
  { name: 'gpu-03', number: 13, wants: cluster, isIn: cluster, phase: 'Managed' },
  { name: 'gpu-04', number: 14, wants: cluster, isIn: '', phase: 'ManagedFailed' },
  { name: 'gpu-05', number: 15, wants: cluster, isIn: '', phase: 'ManagedFailed' },
  { name: 'gpu-06', number: 16, wants: '', isIn: cluster, phase: 'UnmanagedFailed' },
  { name: 'gpu-07', number: 17, wants: cluster, isIn: '', phase: 'Managing' },
  { name: 'gpu-08', number: 18, wants: '', isIn: '', phase: 'Unmanaged' },
];

function definition(resource: Resource): NewObject {
  const { group, version, kind, plural, singular, shortNames, isNamespaced } = resource;
  const names = { plural, singular, kind, listKind: `${kind}List`, shortNames };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names,
      scope: isNamespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          ...(resource.hasStatus ? { subresources: { status: {} } } : {}),
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

/** Puts a node in with the pod that its phase comes from. */
export function putManagedNode(world: KubernetesWorld, draft: ManagedNodeDraft): void {
  const made = createObject(world, kinds.managedNodes, managedNode(draft));
  const node = world.store.put(kinds.managedNodes, {
    ...made,
    status: managedNodeStatus(draft),
  }) as ManagedNode;
  const action = draft.phase.startsWith('Managed') || draft.phase === 'Managing' ? 'up' : 'down';
  const isFailed = draft.phase.endsWith('Failed');
  if (!isFailed && draft.phase !== 'Managing' && draft.phase !== 'Unmanaging') {
    return;
  }
  const pod = createObject(world, kinds.pods, kubesprayPod(node, draft.wants || draft.isIn, action)) as Pod;
  const told = {
    pod: { ...pod, spec: { ...pod.spec, nodeName: 'node-1' } },
    now: timeText(world.clock.now()),
  };
  const status = isFailed
    ? ended({ ...told, pod: { ...told.pod, status: running(told, true) } }, 2)
    : running(told, true);
  world.store.put(kinds.pods, { ...told.pod, status });
}

/** Seen by who looks at a node that failed. */
function tellOfFailures(world: KubernetesWorld): void {
  const failed = [...world.store.all(kinds.pods)].filter(
    (pod) => pod.metadata.namespace === operatorNamespace && (pod as Pod).status.phase === 'Failed',
  );
  for (const pod of failed) {
    const [{ name } = { name: '' }] = (pod as Pod).spec.containers;
    recordEvent(world, pod, {
      type: 'Warning',
      reason: 'BackoffLimitExceeded',
      message: `Container ${name} ended with exit code 2`,
      component: 'kubelet',
      host: 'node-1',
    });
  }
}

export function seedSite(now: KubernetesWorld): void {
  const world = earlierWorld(now, 26 * hourMs);
  const create = (resource: Resource, draft: NewObject): KubernetesObject =>
    createObject(world, resource, draft);
  for (const name of ['default', 'kube-system', 'kube-public', operatorNamespace, 'web', 'data']) {
    create(kinds.namespaces, namespaceDraft(name));
  }
  for (const number of [1, 2, 3]) {
    const draft = coreNode(`node-${number}`, number, timeText(world.clock.now()));
    const node = create(kinds.nodes, draft);
    world.store.put(kinds.nodes, { ...node, status: draft['status'] as object });
  }
  for (const resource of [kinds.managedNodes, kinds.localizations, kinds.subscriptions]) {
    create(kinds.definitions, definition(resource));
  }
  const resourceOf = {
    Deployment: kinds.deployments,
    StatefulSet: kinds.statefulSets,
    DaemonSet: kinds.daemonSets,
  } as const;
  for (const draft of workloads) {
    create(resourceOf[draft.kind as keyof typeof resourceOf], draft);
  }
  create(kinds.cronJobs, backup);
  create(kinds.budgets, budget);
  create(kinds.services, service('default', 'kubernetes'));
  create(kinds.services, service('web', 'portal'));
  create(kinds.services, service('data', 'store'));
  settle(world);
  pause(world, 'web/banner');
  for (const draft of managedNodes) {
    putManagedNode(draft.phase === 'Managing' ? now : world, draft);
  }
  tellOfFailures({ ...now, clock: { now: () => now.clock.now() - hourMs / 4 } });
}

function pause({ store }: KubernetesWorld, key: string): void {
  const deployment = store.get(kinds.deployments, key);
  if (deployment !== undefined) {
    store.put(kinds.deployments, { ...deployment, spec: { ...deployment.spec, paused: true } });
  }
}
