import type { FaultBook } from '../faults.ts';
import type { PracticeClock } from '../world.ts';
import type { ObjectStore } from './object-store.ts';
import type { Timings } from './timings.ts';

/** What every part of the practice Kubernetes works on. */
export interface KubernetesWorld {
  readonly store: ObjectStore;
  readonly clock: PracticeClock;
  readonly faults: FaultBook;
  /** Those of the pace that is ordered now. */
  timings(): Timings;
  /** Whether nothing that happens is told as an event. */
  readonly isQuiet?: boolean;
}
