/** Every object there is, in memory, with what has changed lately; who keeps it over a restart is told of each change. */
import { isDeepStrictEqual } from 'node:util';
import { keyOf, namesOf, type KubernetesObject, type OwnerReference } from './object.ts';
import type { Resource } from './resources.ts';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: Resource;
  readonly object: KubernetesObject;
  readonly before: KubernetesObject | null;
  /** That of the object. */
  readonly version: number;
}

/** As many changes as this a watch may go back. */
const rememberedChanges = 20_000;

export class ObjectStore {
  readonly #collections = new Map<string, Map<string, KubernetesObject>>();
  /** By the owner's uid. */
  readonly #dependents = new Map<string, Map<string, { resource: Resource; key: string }>>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #changes: Change[] = [];
  #version: number;
  /** Changes up to this one are forgotten. */
  #forgottenUntil: number;

  /** @param version the last one that was given before */
  constructor(version: number) {
    this.#version = version;
    this.#forgottenUntil = version;
  }

  get version(): number {
    return this.#version;
  }

  get forgottenUntil(): number {
    return this.#forgottenUntil;
  }

  /** What was kept from before; tells nobody. */
  restore(resource: Resource, object: KubernetesObject): void {
    this.#collection(resource).set(keyOf(object), object);
    this.#index(resource, null, object);
  }

  get(resource: Resource, key: string): KubernetesObject | undefined {
    return this.#collection(resource).get(key);
  }

  all(resource: Resource): Iterable<KubernetesObject> {
    return this.#collection(resource).values();
  }

  count(resource: Resource): number {
    return this.#collection(resource).size;
  }

  inNamespace(resource: Resource, namespace: string): KubernetesObject[] {
    return [...this.all(resource)].filter(({ metadata }) => metadata.namespace === namespace);
  }

  /** Those with this uid among their owners. */
  dependentsOf(uid: string, of?: Resource): KubernetesObject[] {
    const found = [...(this.#dependents.get(uid)?.values() ?? [])];
    return found
      .filter(({ resource }) => of === undefined || resource === of)
      .flatMap(({ resource, key }) => this.get(resource, key) ?? []);
  }

  put(resource: Resource, object: KubernetesObject): KubernetesObject {
    const key = keyOf(object);
    const before = this.#collection(resource).get(key) ?? null;
    if (before !== null && isDeepStrictEqual(before, object)) {
      return before;
    }
    const version = ++this.#version;
    const next = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    this.#collection(resource).set(key, next);
    this.#index(resource, before, next);
    this.#tell({ type: before === null ? 'ADDED' : 'MODIFIED', resource, object: next, before, version });
    return next;
  }

  remove(resource: Resource, key: string): KubernetesObject | null {
    const before = this.#collection(resource).get(key);
    if (before === undefined) {
      return null;
    }
    const version = ++this.#version;
    const last = { ...before, metadata: { ...before.metadata, resourceVersion: String(version) } };
    this.#collection(resource).delete(key);
    this.#index(resource, before, null);
    this.#tell({ type: 'DELETED', resource, object: last, before, version });
    return last;
  }

  /** What has changed after this version, oldest first. */
  changesAfter(version: number): readonly Change[] {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changes[middle]?.version ?? 0) <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#changes.slice(low);
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #collection({ key }: Resource): Map<string, KubernetesObject> {
    const known = this.#collections.get(key) ?? new Map<string, KubernetesObject>();
    this.#collections.set(key, known);
    return known;
  }

  #index(resource: Resource, before: KubernetesObject | null, next: KubernetesObject | null): void {
    const [was, is] = [ownersOf(before), ownersOf(next)];
    if (was === is) {
      return;
    }
    const key = keyOf(next ?? before ?? { metadata: {} });
    const id = `${resource.key} ${key}`;
    for (const { uid } of was) {
      this.#dependents.get(uid)?.delete(id);
    }
    for (const { uid } of is) {
      const known = this.#dependents.get(uid) ?? new Map<string, { resource: Resource; key: string }>();
      known.set(id, { resource, key });
      this.#dependents.set(uid, known);
    }
  }

  #tell(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length > 2 * rememberedChanges) {
      const forgotten = this.#changes.splice(0, rememberedChanges);
      this.#forgottenUntil = forgotten.at(-1)?.version ?? this.#forgottenUntil;
    }
    for (const listener of [...this.#listeners]) {
      listener(change);
    }
  }
}

const nobody: readonly OwnerReference[] = [];

const ownersOf = (object: KubernetesObject | null): readonly OwnerReference[] =>
  object?.metadata.ownerReferences ?? nobody;

/** In the order of a list: by namespace, then by name. */
export function inOrder(objects: Iterable<KubernetesObject>): KubernetesObject[] {
  const place = (object: KubernetesObject): string => {
    const { namespace, name } = namesOf(keyOf(object));
    return `${namespace ?? ''}\u0000${name}`;
  };
  return [...objects]
    .map((object) => [place(object), object] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, object]) => object);
}
