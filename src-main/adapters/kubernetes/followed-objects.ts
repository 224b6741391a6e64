/** Objects that several follow at the same time: one watch for each kind and namespace, as long as somebody follows. */
import type {
  FollowedObjects,
  KubernetesApi,
  KubernetesObject,
  ListSelection,
  ResourceKind,
} from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import { inform, type InformerChange } from './informer.ts';

type OnChange = (object: KubernetesObject | null) => void;

interface Parts {
  readonly api: Pick<KubernetesApi, 'list' | 'watch'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'pause'>;
}

/** What is known of one kind in one namespace; its watch runs from the first follower to the last. */
class Watched {
  readonly #listeners = new Map<string, Set<OnChange>>();
  readonly #known = new Map<string, KubernetesObject>();
  readonly stop = new AbortController();

  add(name: string, onChange: OnChange): void {
    const all = this.#listeners.get(name) ?? new Set();
    all.add(onChange);
    this.#listeners.set(name, all);
    const known = this.#known.get(name);
    if (known !== undefined) {
      onChange(known);
    }
  }

  /** Whether nobody is left. */
  remove(name: string, onChange: OnChange): boolean {
    const all = this.#listeners.get(name);
    all?.delete(onChange);
    if (all?.size === 0) {
      this.#listeners.delete(name);
    }
    return this.#listeners.size === 0;
  }

  changed({ present, gone }: InformerChange): void {
    for (const object of present) {
      this.#known.set(object.metadata.name, object);
      this.#tell(object.metadata.name, object);
    }
    for (const { metadata } of gone) {
      this.#known.delete(metadata.name);
      this.#tell(metadata.name, null);
    }
  }

  #tell(name: string, object: KubernetesObject | null): void {
    for (const onChange of this.#listeners.get(name) ?? []) {
      onChange(object);
    }
  }
}

export function createFollowedObjects({ api, clock }: Parts): FollowedObjects & { close(): void } {
  const all = new Map<string, Watched>();

  function watched(kind: ResourceKind, of: ListSelection): Watched {
    const key = JSON.stringify([kind, of]);
    const there = all.get(key);
    if (there !== undefined) {
      return there;
    }
    const made = new Watched();
    all.set(key, made);
    made.stop.signal.addEventListener('abort', () => void all.delete(key), { once: true });
    void inform(
      { api, kind, of, clock, random: Math.random },
      { onChange: (change) => made.changed(change), onState: () => undefined },
      made.stop.signal,
    );
    return made;
  }

  return {
    follow({ kind, of, name }, onChange) {
      const objects = watched(kind, of);
      objects.add(name, onChange);
      return () => {
        if (objects.remove(name, onChange)) {
          objects.stop.abort();
        }
      };
    },
    close() {
      for (const { stop } of [...all.values()]) {
        stop.abort();
      }
    },
  };
}
