/** A Node of `amd.com/v1` as Primus-SaFE keeps it (github.com/AMD-AGI/Primus-SaFE, `apis/pkg/apis/amd/v1/node_types.go`). */
import { z } from 'zod';
import type { KubernetesObject, ResourceKind } from '../../ports/kubernetes.ts';
import type { NodeClaim, SourceNode } from './ports.ts';

export const nodeKind: ResourceKind = { group: 'amd.com', version: 'v1', resource: 'nodes' };
export const podKind: ResourceKind = { group: '', version: 'v1', resource: 'pods' };
export const eventKind: ResourceKind = { group: '', version: 'v1', resource: 'events' };

/** Where the node controller runs its pods. */
export const operatorNamespace = 'primus-safe';
export const claimAnnotation = 'sitewright.io/retry-claim';

const labels = {
  cluster: 'primus-safe.cluster.id',
  workspace: 'primus-safe.workspace.id',
  /** By its presence, whatever its value. */
  controlPlane: 'node-role.kubernetes.io/control-plane',
} as const;

const text = z.string().nullish();

const nodeSchema = z.looseObject({
  spec: z.looseObject({ cluster: text }).default({}),
  status: z
    .looseObject({
      machineStatus: z.looseObject({ hostName: text, phase: text }).nullish(),
      clusterStatus: z.looseObject({ phase: text }).nullish(),
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), reason: text, message: text }))
        .nullish(),
    })
    .nullish(),
});

const claimSchema = z.object({ home: z.string(), run: z.string(), by: z.string(), at: z.string() });

/** Null for none, and for one that nobody of ours has written. */
export function claimIn(annotation: string | undefined): NodeClaim | null {
  if (annotation === undefined) {
    return null;
  }
  try {
    return claimSchema.safeParse(JSON.parse(annotation)).data ?? null;
  } catch {
    return null;
  }
}

const filled = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value === '' ? null : value;

type Status = NonNullable<z.infer<typeof nodeSchema>['status']>;

const phasesIn = ({
  clusterStatus,
  machineStatus,
}: Status): Pick<SourceNode, 'phase' | 'machinePhase' | 'hostName'> => ({
  phase: clusterStatus?.phase ?? '',
  machinePhase: machineStatus?.phase ?? '',
  hostName: filled(machineStatus?.hostName),
});

const conditionsOf = ({ conditions }: Status): SourceNode['conditions'] =>
  (conditions ?? []).map(({ type, status, reason, message }) => ({
    type,
    status,
    reason: reason ?? null,
    message: message ?? null,
  }));

export function toSourceNode(object: KubernetesObject): SourceNode {
  const { spec, status } = nodeSchema.parse(object);
  const { metadata } = object;
  const has = metadata.labels ?? {};
  const wanted = filled(spec.cluster);
  return {
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    ...phasesIn(status ?? {}),
    isControlPlane: labels.controlPlane in has,
    workspace: filled(has[labels.workspace]),
    wanted,
    cluster: wanted ?? filled(has[labels.cluster]),
    claim: claimIn(metadata.annotations?.[claimAnnotation]),
    conditions: conditionsOf(status ?? {}),
  };
}
