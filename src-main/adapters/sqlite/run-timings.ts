import { z } from 'zod';
import type { RunRow } from '../../contract/run.ts';
import { unionMs, type Interval } from '../../contract/run-timing.ts';
import type { ReadAll } from './read-all.ts';

const triedSchema = z.object({ from: z.number(), to: z.number() });

const spentSchema = z.object({ key: z.string(), ms: z.number() });
export type Spent = z.infer<typeof spentSchema>;

/** Sites and releases change; what was long ago tells little. */
const runsBefore = 5;

export type RunOfItsKind = Pick<RunRow, 'id' | 'kind' | 'practice'>;

/** Tries that were followed by another one: from and to, milliseconds since the epoch. */
export function earlierTries(all: ReadAll, runId: string): readonly Interval[] {
  const rows = all(
    `SELECT started_at_ms AS "from", ended_at_ms AS "to" FROM attempt AS tried WHERE run_id = ? AND ended_at_ms IS NOT NULL
      AND EXISTS (SELECT 1 FROM attempt WHERE run_id = tried.run_id AND step_key = tried.step_key AND number > tried.number)`,
    runId,
  );
  return rows.map((row) => {
    const { from, to } = triedSchema.parse(row);
    return [from, to];
  });
}

/** How long the run has worked, in milliseconds: its tries that are over, what ran side by side once, and no waiting. */
export function workedMsOf(all: ReadAll, runId: string): number {
  const rows = all(
    `SELECT started_at_ms AS "from", ended_at_ms AS "to" FROM attempt WHERE run_id = ? AND ended_at_ms IS NOT NULL`,
    runId,
  );
  return unionMs(
    rows.map((row) => {
      const { from, to } = triedSchema.parse(row);
      return [from, to];
    }),
  );
}

/** What the steps of the last runs of this kind took that ended well; those on practice sites apart from the others. */
export function spentBefore(all: ReadAll, { id, kind, practice }: RunOfItsKind): readonly Spent[] {
  const rows = all(
    `SELECT key, ended_at_ms - started_at_ms AS ms FROM step WHERE state = 'succeeded' AND changed IS NOT 0
      AND started_at_ms IS NOT NULL AND ended_at_ms IS NOT NULL AND run_id IN (
        SELECT id FROM run WHERE kind = ? AND practice = ? AND id <> ? AND state = 'succeeded' ORDER BY id DESC LIMIT ?)`,
    kind,
    practice ? 1 : 0,
    id,
    runsBefore,
  );
  return rows.map((row) => spentSchema.parse(row));
}
