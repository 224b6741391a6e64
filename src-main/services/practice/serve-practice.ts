import { join } from 'node:path';
import { systemClock } from '../../adapters/clock.ts';
import type { FaultScenario } from '../../contract/fault.ts';
import { paceOfEnvironment, type PracticePace } from '../../contract/practice-pace.ts';
import type { PracticeSite } from '../../practice/index.ts';

export interface PracticeOrder {
  readonly home: string;
  readonly smartxPort: number | null;
  readonly chunkSizeBytes: number | null;
  readonly faults: readonly string[];
  /** Null: that of the environment. */
  readonly pace: PracticePace | null;
}

/** Serves the practice site of a home on its own, for runs of other processes. */
export async function servePractice(order: PracticeOrder): Promise<PracticeSite> {
  const { createPracticeSite, parseFault } = await import('../../practice/index.ts');
  return createPracticeSite({
    directory: join(order.home, 'practice'),
    clock: systemClock,
    faults: order.faults.map(parseFault),
    pace: order.pace ?? paceOfEnvironment(process.env),
    ...(order.smartxPort === null ? {} : { smartxPort: order.smartxPort }),
    ...(order.chunkSizeBytes === null ? {} : { chunkSizeBytes: order.chunkSizeBytes }),
  });
}

/** Throws FAULT_INVALID for the first one that there is not. */
export async function requireFaults(specs: readonly string[]): Promise<void> {
  const { parseFault } = await import('../../practice/index.ts');
  for (const spec of specs) {
    parseFault(spec);
  }
}

/** Every fault that a practice site takes. */
export async function practiceFaults(): Promise<readonly FaultScenario[]> {
  return (await import('../../practice/index.ts')).faultCatalog;
}
