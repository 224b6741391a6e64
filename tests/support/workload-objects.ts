/** Objects of Kubernetes as its API gives them, with what a test does not care about filled in. */
import { kindNames, type WorkloadKind } from '../../src-main/contract/restart-names.ts';
import { toWorkload, type Workload } from '../../src-main/engines/restart/workload.ts';
import type { KubernetesObject } from '../../src-main/ports/kubernetes.ts';

interface Parts {
  readonly name?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly spec?: object;
  readonly template?: object;
  readonly templateAnnotations?: Readonly<Record<string, string>>;
  readonly status?: object;
}

const apps = { app: 'portal' };

/** One of three replicas that has rolled out. */
export function workloadObject(kind: WorkloadKind, parts: Parts = {}): KubernetesObject {
  const { name = 'portal', generation = 2, owner } = parts;
  return {
    kind: kindNames[kind],
    metadata: {
      name,
      namespace: 'web',
      uid: `uid-of-${name}`,
      resourceVersion: '10',
      generation,
      labels: { ...parts.labels },
      annotations: { 'deployment.kubernetes.io/revision': '4', ...parts.annotations },
      ownerReferences:
        owner === undefined ? [] : [{ apiVersion: 'v1', uid: 'uid-of-owner', controller: true, ...owner }],
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: apps },
      template: {
        metadata: { labels: apps, annotations: { ...parts.templateAnnotations } },
        spec: { containers: [{ name: 'main', image: 'registry.local/portal:1.2' }], ...parts.template },
      },
      ...parts.spec,
    },
    status: {
      observedGeneration: generation,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      ...parts.status,
    },
  };
}

export const workload = (kind: WorkloadKind, parts: Parts = {}): Workload =>
  toWorkload(kind, workloadObject(kind, parts));
