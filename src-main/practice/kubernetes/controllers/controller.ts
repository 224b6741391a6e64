/** Controllers look at one object at a time and bring what is there nearer to what is wanted. */
import type { Change } from '../object-store.ts';
import { controllerOf, keyOf, type KubernetesObject } from '../object.ts';
import type { Resource } from '../resources.ts';
import type { KubernetesWorld } from '../world.ts';

export interface Controller {
  /** The kind it looks after. */
  readonly resource: Resource;
  /** Keys of the objects that a change of another kind concerns. */
  concerns?(change: Change): Iterable<string>;
  /** Milliseconds until it wants to look again; null: when something changes. The object may be gone. */
  reconcile(key: string): number | null;
}

/** Owners of this kind by the controller reference of what has changed. */
export function ownerKeys(change: Change, kind: string): string[] {
  return [change.object, change.before].flatMap((object) => {
    const owner = object === null ? undefined : controllerOf(object);
    return owner?.kind === kind ? [`${object?.metadata.namespace ?? ''}/${owner.name}`] : [];
  });
}

/** The objects of this kind that it controls. */
export function controlledBy<T extends KubernetesObject>(
  { store }: KubernetesWorld,
  owner: KubernetesObject,
  resource: Resource,
): T[] {
  const { uid } = owner.metadata;
  return store.dependentsOf(uid, resource).filter((object) => controllerOf(object)?.uid === uid) as T[];
}

/** The shortest of some waits. */
export function soonest(waits: readonly (number | null)[]): number | null {
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : Math.min(...known);
}

export interface ControlLoop {
  /** Has everything of these controllers looked at again. */
  lookAtAll(): void;
  close(): void;
}

/** So long it works on before it lets others have a turn. */
const sliceMs = 12;
const afterFailureMs = 1_000;

/** Runs controllers on what changes; each object one at a time, with the waits they ask for. */
export function startControlLoop(world: KubernetesWorld, controllers: readonly Controller[]): ControlLoop {
  const waiting = new Map<string, { controller: Controller; key: string }>();
  const timers = new Map<string, NodeJS.Timeout>();
  let turn: NodeJS.Immediate | null = null;
  let isClosed = false;

  const enqueue = (controller: Controller, key: string): void => {
    const id = `${controllers.indexOf(controller)} ${key}`;
    clearTimeout(timers.get(id));
    timers.delete(id);
    waiting.set(id, { controller, key });
    turn ??= setImmediate(work);
  };

  const lookLater = (
    id: string,
    { controller, key }: { controller: Controller; key: string },
    afterMs: number,
  ): void => {
    timers.set(
      id,
      setTimeout(() => enqueue(controller, key), Math.max(afterMs, 1)),
    );
  };

  const lookAt = (id: string, item: { controller: Controller; key: string }): void => {
    let again: number | null;
    try {
      again = item.controller.reconcile(item.key);
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
      again = afterFailureMs;
    }
    if (again !== null && !waiting.has(id) && !isClosed) {
      lookLater(id, item, again);
    }
  };

  function work(): void {
    turn = null;
    const startedAt = performance.now();
    for (const [id, item] of waiting) {
      waiting.delete(id);
      lookAt(id, item);
      if (performance.now() - startedAt > sliceMs) {
        break;
      }
    }
    if (waiting.size > 0 && !isClosed) {
      turn ??= setImmediate(work);
    }
  }

  const unsubscribe = world.store.subscribe((change) => {
    if (isClosed) {
      return;
    }
    for (const controller of controllers) {
      if (controller.resource === change.resource) {
        enqueue(controller, keyOf(change.object));
      }
      for (const key of controller.concerns?.(change) ?? []) {
        enqueue(controller, key);
      }
    }
  });

  return {
    lookAtAll() {
      for (const controller of controllers) {
        for (const object of world.store.all(controller.resource)) {
          enqueue(controller, keyOf(object));
        }
      }
    },
    close() {
      isClosed = true;
      unsubscribe();
      clearImmediate(turn ?? undefined);
      for (const timer of timers.values()) {
        clearTimeout(timer);
      }
    },
  };
}
