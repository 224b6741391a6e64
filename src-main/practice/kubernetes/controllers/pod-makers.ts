/** Pods as controllers make them from a template. */
import { recordEvent } from '../events.ts';
import { ownerReference, type KubernetesObject, type NewObject } from '../object.ts';
import { requireQuota } from '../quota.ts';
import { ApiRefusal } from '../refusals.ts';
import { kinds } from '../resources.ts';
import { createObject, deleteObject, madeFrom } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import type { Pod, PodSpec, PodTemplate } from '../workloads.ts';

export interface PodOrder {
  readonly owner: KubernetesObject;
  readonly template: PodTemplate;
  /** Whole, or the beginning of a made-up one. */
  readonly name: { readonly exact: string } | { readonly generate: string };
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Partial<PodSpec>;
  /** Such as `replicaset-controller`. */
  readonly component: string;
}

function draftOf({ owner, template, name, labels, spec }: PodOrder): NewObject {
  const metadata: NewObject['metadata'] = {
    ...('exact' in name ? { name: name.exact } : { generateName: name.generate }),
    namespace: owner.metadata.namespace ?? 'default',
    labels: { ...template.metadata?.labels, ...labels },
    ownerReferences: [ownerReference(owner)],
  };
  if (template.metadata?.annotations !== undefined) {
    metadata.annotations = { ...template.metadata.annotations };
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...template.spec, ...spec } };
}

/** Null, with an event that says why, where the namespace does not let it in. */
export function makePod(world: KubernetesWorld, order: PodOrder): Pod | null {
  const { owner, component } = order;
  const draft = draftOf(order);
  try {
    requireQuota(world, madeFrom(world, kinds.pods, draft));
  } catch (thrown) {
    if (!(thrown instanceof ApiRefusal)) {
      throw thrown;
    }
    // The names that are made up in vain differ; the event is one and the same.
    const message = `Error creating: ${thrown.message.replace(/pods "[^"]*"/, `pods "${owner.metadata.name}-"`)}`;
    recordEvent(world, owner, { type: 'Warning', reason: 'FailedCreate', message, component });
    return null;
  }
  const pod = createObject(world, kinds.pods, draft) as Pod;
  const message = `Created pod: ${pod.metadata.name}`;
  recordEvent(world, owner, { type: 'Normal', reason: 'SuccessfulCreate', message, component });
  return pod;
}

export function dropPod(
  world: KubernetesWorld,
  pod: Pod,
  { owner, component }: Pick<PodOrder, 'owner' | 'component'>,
): void {
  deleteObject(world, kinds.pods, { object: pod });
  const message = `Deleted pod: ${pod.metadata.name}`;
  recordEvent(world, owner, { type: 'Normal', reason: 'SuccessfulDelete', message, component });
}
