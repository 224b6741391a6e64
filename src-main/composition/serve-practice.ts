import { join } from 'node:path';
import { systemClock } from '../adapters/clock.ts';
import type { Text } from '../contract/text.ts';
import type { PracticeSite } from '../practice/index.ts';

export interface PracticeOrder {
  readonly home: string;
  readonly smartxPort: number | null;
  readonly chunkSizeBytes: number | null;
  readonly faults: readonly string[];
}

/** Serves the practice site of a home on its own, for runs of other processes. */
export async function servePractice(order: PracticeOrder): Promise<PracticeSite> {
  const { createPracticeSite, parseFault } = await import('../practice/index.ts');
  return createPracticeSite({
    directory: join(order.home, 'practice'),
    clock: systemClock,
    faults: order.faults.map(parseFault),
    ...(order.smartxPort === null ? {} : { smartxPort: order.smartxPort }),
    ...(order.chunkSizeBytes === null ? {} : { chunkSizeBytes: order.chunkSizeBytes }),
  });
}

export interface PracticeFault {
  readonly example: string;
  readonly description: Text;
}

/** Every fault that a practice site takes. */
export async function practiceFaults(): Promise<readonly PracticeFault[]> {
  return (await import('../practice/index.ts')).faultCatalog;
}
