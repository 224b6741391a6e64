/** What goes when its owner has gone, and what waits for its dependents. */
import type { Change, ObjectStore } from '../object-store.ts';
import { keyOf, type KubernetesObject } from '../object.ts';
import { allResources, kinds, resourceOfKind } from '../resources.ts';
import { changeObject, createObject, deleteObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving } from '../workloads.ts';
import type { Controller } from './controller.ts';

const withoutFinalizer = (object: KubernetesObject, finalizer: string): void => {
  object.metadata.finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
};

function isThere(store: ObjectStore, object: KubernetesObject, uid: string): boolean {
  const reference = object.metadata.ownerReferences?.find((each) => each.uid === uid);
  const resource = reference === undefined ? undefined : resourceOfKind(reference.apiVersion, reference.kind);
  if (reference === undefined || resource === undefined) {
    // Of a kind that is not served here nothing is known.
    return true;
  }
  const namespace = resource.isNamespaced ? (object.metadata.namespace ?? '') : '';
  return store.get(resource, `${namespace}/${reference.name}`)?.metadata.uid === uid;
}

/** Follows changes by itself: any kind may own any other. */
export function collectGarbage(world: KubernetesWorld): () => void {
  const { store } = world;
  const dropDependents = (owner: KubernetesObject, propagation: 'Background' | 'Foreground'): void => {
    for (const object of store.dependentsOf(owner.metadata.uid)) {
      const resource = resourceOfKind(object.apiVersion, object.kind);
      const others = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      const isKept = others.some(({ uid }) => isThere(store, object, uid));
      if (resource !== undefined && !isKept && !isLeaving(object)) {
        deleteObject(world, resource, { object, propagation });
      }
    }
  };

  const orphan = (owner: KubernetesObject): void => {
    for (const object of store.dependentsOf(owner.metadata.uid)) {
      const resource = resourceOfKind(object.apiVersion, object.kind);
      const ownerReferences = object.metadata.ownerReferences?.filter(
        ({ uid }) => uid !== owner.metadata.uid,
      );
      if (resource !== undefined) {
        store.put(resource, {
          ...object,
          metadata: { ...object.metadata, ownerReferences: ownerReferences ?? [] },
        });
      }
    }
  };

  const letGo = (owner: KubernetesObject, finalizer: string): void => {
    const resource = resourceOfKind(owner.apiVersion, owner.kind);
    if (resource !== undefined) {
      changeObject(world, resource, {
        key: keyOf(owner),
        change: (draft) => withoutFinalizer(draft, finalizer),
      });
    }
  };

  const look = (object: KubernetesObject): void => {
    if (!isLeaving(object)) {
      return;
    }
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) {
      orphan(object);
      letGo(object, 'orphan');
    } else if (finalizers.includes('foregroundDeletion')) {
      dropDependents(object, 'Foreground');
      if (store.dependentsOf(object.metadata.uid).length === 0) {
        letGo(object, 'foregroundDeletion');
      }
    }
  };

  const ownersOf = ({ object }: Change): KubernetesObject[] =>
    (object.metadata.ownerReferences ?? []).flatMap(({ apiVersion, kind, name }) => {
      const resource = resourceOfKind(apiVersion, kind);
      const namespace = resource?.isNamespaced === true ? (object.metadata.namespace ?? '') : '';
      return resource === undefined ? [] : (store.get(resource, `${namespace}/${name}`) ?? []);
    });

  return store.subscribe((change) => {
    if (change.type === 'DELETED') {
      // Not in the midst of the change that is being told.
      setImmediate(() => {
        dropDependents(change.object, 'Background');
        for (const owner of ownersOf(change)) {
          look(owner);
        }
      });
    } else if (change.type === 'MODIFIED' && isLeaving(change.object)) {
      setImmediate(() => look(store.get(change.resource, keyOf(change.object)) ?? change.object));
    }
  });
}

/** Namespaces: with their first contents, and gone when everything in them has. */
export function createNamespaceController(world: KubernetesWorld): Controller {
  const { store } = world;
  const furnish = (namespace: string): void => {
    if (store.get(kinds.serviceAccounts, `${namespace}/default`) === undefined) {
      createObject(world, kinds.serviceAccounts, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      });
    }
  };
  const empty = (namespace: string): boolean => {
    let isEmpty = true;
    for (const resource of allResources.filter(({ isNamespaced }) => isNamespaced)) {
      for (const object of store.inNamespace(resource, namespace)) {
        isEmpty = false;
        if (!isLeaving(object)) {
          deleteObject(world, resource, { object });
        }
      }
    }
    return isEmpty;
  };
  return {
    resource: kinds.namespaces,
    reconcile(key) {
      const namespace = store.get(kinds.namespaces, key);
      if (namespace === undefined) {
        return null;
      }
      const { name } = namespace.metadata;
      if (!isLeaving(namespace)) {
        furnish(name);
        return null;
      }
      if (empty(name)) {
        store.remove(kinds.namespaces, key);
        return null;
      }
      return world.timings().termination;
    },
  };
}
