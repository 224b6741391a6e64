/** How objects come, change and go; what the API and the controllers share. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { withDefaults, withFirstStatus } from './defaults.ts';
import { randomSuffix } from './names.ts';
import { keyOf, numberAt, timeText, without, type KubernetesObject, type NewObject } from './object.ts';
import { kinds, type Resource } from './resources.ts';
import type { KubernetesWorld } from './world.ts';

/** The kinds whose specs are counted. */
const hasGeneration = ({ group, key }: Resource): boolean => group !== '' || [kinds.pods.key].includes(key);

/** An object with everything that the API gives it, not stored yet. */
export function madeFrom(world: KubernetesWorld, resource: Resource, draft: NewObject): KubernetesObject {
  const { generateName, name } = draft.metadata;
  const metadata: KubernetesObject['metadata'] = {
    ...draft.metadata,
    name: name ?? `${generateName ?? ''}${randomSuffix()}`,
    uid: randomUUID(),
    resourceVersion: '',
    creationTimestamp: timeText(world.clock.now()),
  };
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  if (hasGeneration(resource) && draft['spec'] !== undefined) {
    metadata.generation = 1;
  }
  const object: KubernetesObject = { ...draft, metadata };
  if (resource.hasStatus) {
    delete object.status;
  }
  return withFirstStatus(resource, withDefaults(resource, object));
}

export function createObject(world: KubernetesWorld, resource: Resource, draft: NewObject): KubernetesObject {
  return world.store.put(resource, madeFrom(world, resource, draft));
}

/** With the generation of its spec. */
export function counted(
  resource: Resource,
  before: KubernetesObject,
  after: KubernetesObject,
): KubernetesObject {
  if (!hasGeneration(resource)) {
    return after;
  }
  const { metadata } = after;
  const isSame = isDeepStrictEqual(
    without(before, 'metadata', 'status'),
    without(after, 'metadata', 'status'),
  );
  const generation = before.metadata.generation ?? 1;
  const next = isSame ? generation : generation + 1;
  return { ...after, metadata: { ...metadata, generation: next } };
}

/** Stores a changed object; one that only waited for its finalizers goes. */
export function storeChanged(
  world: KubernetesWorld,
  resource: Resource,
  after: KubernetesObject,
): KubernetesObject {
  const { deletionTimestamp, finalizers } = after.metadata;
  const hasGrace = resource === kinds.pods || resource === kinds.namespaces;
  if (deletionTimestamp !== undefined && (finalizers ?? []).length === 0 && !hasGrace) {
    return world.store.remove(resource, keyOf(after)) ?? after;
  }
  return world.store.put(resource, after);
}

/** Changes what is there now; null where it is gone. */
export function changeObject(
  world: KubernetesWorld,
  resource: Resource,
  { key, change }: { readonly key: string; readonly change: (draft: KubernetesObject) => void },
): KubernetesObject | null {
  const before = world.store.get(resource, key);
  if (before === undefined) {
    return null;
  }
  const draft = structuredClone(before);
  change(draft);
  return storeChanged(world, resource, counted(resource, before, draft));
}

/** Writes the status, where it is another one. */
export function setStatus(
  world: KubernetesWorld,
  resource: Resource,
  { of, status }: { readonly of: KubernetesObject; readonly status: object },
): void {
  const now = world.store.get(resource, keyOf(of));
  if (now?.metadata.uid === of.metadata.uid) {
    world.store.put(resource, { ...now, status });
  }
}

export interface Deletion {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

function gracePeriodOf(pod: KubernetesObject, asked: number | undefined): number {
  const phase = (pod.status as { phase?: string } | undefined)?.phase;
  const isSettled = phase === 'Succeeded' || phase === 'Failed';
  const isPlaced = (pod.spec as { nodeName?: string } | undefined)?.nodeName !== undefined;
  if (isSettled || !isPlaced) {
    return 0;
  }
  return asked ?? numberAt(pod, 'spec.terminationGracePeriodSeconds', 30);
}

function waitsFor(resource: Resource, object: KubernetesObject, deletion: Deletion): string[] {
  const finalizers = [...(object.metadata.finalizers ?? [])];
  const word = { Foreground: 'foregroundDeletion', Orphan: 'orphan' } as const;
  const { propagation = 'Background' } = deletion;
  if (propagation !== 'Background' && !finalizers.includes(word[propagation])) {
    finalizers.push(word[propagation]);
  }
  return resource === kinds.pods ? (object.metadata.finalizers ?? []) : finalizers;
}

/** Answers the object as it still is, null when it has gone at once. */
export function deleteObject(
  world: KubernetesWorld,
  resource: Resource,
  { object, ...deletion }: Deletion & { readonly object: KubernetesObject },
): KubernetesObject | null {
  const finalizers = waitsFor(resource, object, deletion);
  const graceSeconds = resource === kinds.pods ? gracePeriodOf(object, deletion.gracePeriodSeconds) : 0;
  const isNamespace = resource === kinds.namespaces;
  if (finalizers.length === 0 && graceSeconds === 0 && !isNamespace) {
    world.store.remove(resource, keyOf(object));
    return null;
  }
  const isLeaving = object.metadata.deletionTimestamp !== undefined;
  const metadata: KubernetesObject['metadata'] = {
    ...object.metadata,
    finalizers,
    deletionTimestamp: object.metadata.deletionTimestamp ?? timeText(world.clock.now() + graceSeconds * 1000),
    deletionGracePeriodSeconds: graceSeconds,
  };
  if (finalizers.length === 0) {
    delete metadata.finalizers;
  }
  if (metadata.generation !== undefined && !isLeaving) {
    metadata.generation += 1;
  }
  const status = isNamespace ? { ...object.status, phase: 'Terminating' } : object.status;
  return world.store.put(
    resource,
    status === undefined ? { ...object, metadata } : { ...object, metadata, status },
  );
}
