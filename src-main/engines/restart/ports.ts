/** What the engine that restarts workloads needs of the world. */
import type { FollowedObjects, KubernetesApi } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';

export interface RestartWorld {
  readonly api: KubernetesApi;
  readonly followed: FollowedObjects;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'pause'>;
  /** Only looked at: patches are tried without being kept. */
  readonly isPreview: boolean;
  /** What tells the cluster from any other; null where it cannot be read. */
  readonly identity: string | null;
}
