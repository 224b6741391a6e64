/** Workloads as somebody would have written them. */
import type { NewObject } from '../object.ts';

export interface WorkloadDraft {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** `web/portal` */
  readonly at: string;
  readonly image: string;
  readonly replicas?: number;
  /** Besides what every workload has. */
  readonly spec?: object;
  readonly metadata?: Pick<NewObject['metadata'], 'labels' | 'annotations'>;
}

const split = (at: string): { readonly namespace: string; readonly name: string } => {
  const [namespace = '', name = ''] = at.split('/');
  return { namespace, name };
};

export function workload({ kind, at, image, replicas, spec, metadata }: WorkloadDraft): NewObject {
  const { namespace, name } = split(at);
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: {
      name,
      namespace,
      labels: { ...labels, ...metadata?.labels },
      annotations: { ...metadata?.annotations },
    },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image,
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
              readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5 },
            },
          ],
        },
      },
      ...spec,
    },
  };
}

export const namespaceDraft = (name: string): NewObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

export function coreNode(name: string, number: number, now: string): NewObject {
  const capacity = { cpu: '32', memory: '131072Mi', pods: '250', 'ephemeral-storage': '480Gi' };
  const condition = (type: string, status: string, reason: string): object => ({
    type,
    status,
    reason,
    message: type === 'Ready' ? 'kubelet is posting ready status' : `kubelet has ${reason}`,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  const role = number === 1 ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...role } },
    spec: { podCIDR: `10.244.${number}.0/24` },
    status: {
      capacity,
      allocatable: capacity,
      addresses: [
        { type: 'InternalIP', address: `10.0.30.${10 + number}` },
        { type: 'Hostname', address: name },
      ],
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
      nodeInfo: {
        kubeletVersion: 'v1.36.3',
        osImage: 'Ubuntu 24.04.2 LTS',
        kernelVersion: '6.8.0-60-generic',
        containerRuntimeVersion: 'containerd://2.1.1',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

export interface ManagedNodeDraft {
  readonly name: string;
  readonly number: number;
  /** Empty: it should be in none. */
  readonly wants: string;
  /** Empty: it is in none. */
  readonly isIn: string;
  readonly phase: string;
  readonly workspace?: string;
  readonly isControlPlane?: boolean;
}

const reference = (kind: string, name: string): object => ({ apiVersion: 'amd.com/v1', kind, name });

/** Without its status, which {@link managedNodeStatus} is. */
export function managedNode({
  name,
  number,
  wants,
  isIn,
  workspace,
  isControlPlane,
}: ManagedNodeDraft): NewObject {
  return {
    apiVersion: 'amd.com/v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'primus-safe.node.id': name,
        'primus-safe.display.name': name,
        'primus-safe.nodeflavor.id': 'mi300x',
        'primus-safe.node.gpu.count': '8',
        ...(isIn === '' ? {} : { 'primus-safe.cluster.id': isIn }),
        ...(workspace === undefined ? {} : { 'primus-safe.workspace.id': workspace }),
        ...(isControlPlane === true ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      },
      finalizers: ['primus-safe/node.finalizer'],
    },
    spec: {
      ...(wants === '' ? {} : { cluster: wants }),
      ...(workspace === undefined ? {} : { workspace }),
      hostname: name,
      privateIP: `10.0.31.${number % 250}`,
      nodeFlavor: reference('NodeFlavor', 'mi300x'),
      nodeTemplate: reference('NodeTemplate', 'ubuntu-24.04'),
      secret: { apiVersion: 'v1', kind: 'Secret', namespace: 'primus-safe', name: 'node-ssh' },
    },
  };
}

export const managedNodeStatus = ({ name, number, wants, isIn, phase }: ManagedNodeDraft): object => {
  const cluster = wants === '' ? isIn : wants;
  return {
    machineStatus: { hostName: name, phase: 'Ready', privateIP: `10.0.31.${number % 250}` },
    clusterStatus: { phase, ...(cluster === '' ? {} : { cluster }) },
    unschedulable: false,
  };
};
