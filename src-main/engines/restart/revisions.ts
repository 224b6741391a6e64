/** The revisions of a workload: its ReplicaSets, or its ControllerRevisions. */
import { z } from 'zod';
import { jsonSchema, type Json } from '../../contract/json.ts';
import type { KubernetesApi, KubernetesObject, PatchType, ResourceKind } from '../../ports/kubernetes.ts';
import { revisionKey, type Workload } from './workload.ts';

const replicaSets: ResourceKind = { group: 'apps', version: 'v1', resource: 'replicasets' };
const controllerRevisions: ResourceKind = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };

export interface Revision {
  readonly number: number;
  /** The label by which its pods are known, with its value. */
  readonly podLabel: readonly [string, string];
  readonly object: KubernetesObject;
}

const numberSchema = z.looseObject({ revision: z.number().optional() });

const labelOf: Readonly<Record<'replicasets' | 'controllerrevisions', string>> = {
  replicasets: 'pod-template-hash',
  controllerrevisions: 'controller-revision-hash',
};

/** `key=value,…` of the labels by which a workload chooses its pods. */
export const podSelector = ({ spec }: Workload): string =>
  Object.entries(spec.selector?.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** A ControllerRevision of a StatefulSet is known to its pods by its whole name, one of a DaemonSet by its hash. */
function podLabelValue({ kind }: Workload, { metadata }: KubernetesObject, label: string): string {
  return kind === 'statefulset' ? metadata.name : (metadata.labels?.[label] ?? metadata.name);
}

/** All that there are of a workload, the newest first. */
export async function readRevisions(
  api: Pick<KubernetesApi, 'list'>,
  workload: Workload,
  signal: AbortSignal,
): Promise<readonly Revision[]> {
  const kind = workload.kind === 'deployment' ? replicaSets : controllerRevisions;
  const { items } = await api.list(
    kind,
    { namespace: workload.namespace, labelSelector: podSelector(workload) },
    { freshness: 'current', signal },
  );
  const label = labelOf[workload.kind === 'deployment' ? 'replicasets' : 'controllerrevisions'];
  return items
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === workload.metadata.uid))
    .map((object): Revision => {
      const told = object.metadata.annotations?.[revisionKey];
      const number = told === undefined ? (numberSchema.parse(object).revision ?? 0) : Number(told);
      return { number, podLabel: [label, podLabelValue(workload, object, label)], object };
    })
    .sort((one, other) => other.number - one.number);
}

export interface RevisionPatch {
  readonly type: PatchType;
  readonly body: Json;
}

/** Annotations that belong to the Deployment itself and not to one of its revisions. */
const isOwn = (key: string): boolean =>
  key === 'kubectl.kubernetes.io/last-applied-configuration' ||
  key === 'deprecated.deployment.rollback.to' ||
  key.startsWith('deployment.kubernetes.io/');

const replicaSetSchema = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }).nullish(),
    }),
  }),
});
const dataSchema = z.looseObject({ data: jsonSchema });

const without = <T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

const withTemplate = z.looseObject({ spec: z.looseObject({ template: z.record(z.string(), jsonSchema) }) });
const replacing = z.array(z.looseObject({ path: z.string(), value: jsonSchema }));

/** The template that such a patch leads to. */
export function templateIn(body: Json): Json {
  const replaced = replacing.safeParse(body).data?.find(({ path }) => path === '/spec/template');
  if (replaced !== undefined) {
    return replaced.value;
  }
  const template = withTemplate.safeParse(body).data?.spec.template ?? {};
  return without(template, '$patch');
}

/** What puts a workload back to a revision, as `kubectl rollout undo` sends it. */
export function patchTo(workload: Workload, { object }: Revision): RevisionPatch {
  if (workload.kind !== 'deployment') {
    return { type: 'strategic-merge', body: dataSchema.parse(object).data };
  }
  const { template } = replicaSetSchema.parse(object).spec;
  const labels = without(template.metadata?.labels ?? {}, 'pod-template-hash');
  const own = Object.entries(workload.metadata.annotations ?? {}).filter(([key]) => isOwn(key));
  const revisions = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => !isOwn(key));
  const body = [
    {
      op: 'replace',
      path: '/spec/template',
      value: { ...template, metadata: { ...template.metadata, labels } },
    },
    { op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...own, ...revisions]) },
  ];
  return { type: 'json', body: jsonSchema.parse(body) };
}
