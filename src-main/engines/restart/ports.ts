/** What the engine that restarts workloads needs of the world. */
import type { KubernetesApi, KubernetesObject, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';

/** The objects of one kind and namespace, kept up to date for whoever follows one of them. */
export interface FollowedObjects {
  /**
   * What happens to one object, from now on: called after each change of it, with null once it is gone. Returns the way to
   * stop; the last one that stops ends the watch.
   */
  follow(
    of: { readonly kind: ResourceKind; readonly of: ListSelection; readonly name: string },
    onChange: (object: KubernetesObject | null) => void,
  ): () => void;
}

export interface RestartWorld {
  readonly api: KubernetesApi;
  readonly followed: FollowedObjects;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'pause'>;
  /** Only looked at: patches are tried without being kept. */
  readonly isPreview: boolean;
  /** What tells the cluster from any other; null where it cannot be read. */
  readonly identity: string | null;
}
