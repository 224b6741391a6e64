import { z } from 'zod';
import { nodeActions } from '../../contract/node-retry-names.ts';
import { nodeOutcomes, type NodeAttempt } from '../../contract/node-retry.ts';
import type { StoreDatabase } from './store-database.ts';
import { jsonText } from './stored-json.ts';

/** A node by the site that it belongs to. */
export interface NodeAt {
  readonly site: string;
  readonly node: string;
}

/** The attempts on each node over all runs. Writes stand within the open transaction of the runs. */
export interface NodeAttemptStore {
  /** Adds it, or says how the one of that run stands now; when it began stays. */
  keep(at: NodeAt, attempt: NodeAttempt): void;
  /** The newest one first. */
  of(at: NodeAt): readonly NodeAttempt[];
  /** How many there were by other runs. */
  countExcept(at: NodeAt, run: string): number;
  forget(site: string): void;
}

const recordSchema = z
  .object({
    run_id: z.string(),
    action: z.enum(nodeActions),
    previous_phase: z.string(),
    current_phase: z.string(),
    outcome: z.enum(nodeOutcomes),
    pods_deleted: jsonText.pipe(z.array(z.string())),
    began_at_ms: z.number(),
    ended_at_ms: z.number().nullable(),
  })
  .transform((record): NodeAttempt => ({
    run: record.run_id,
    action: record.action,
    previousPhase: record.previous_phase,
    currentPhase: record.current_phase,
    outcome: record.outcome,
    podsDeleted: record.pods_deleted,
    beganAt: record.began_at_ms,
    endedAt: record.ended_at_ms,
  }));

const keepSql = `INSERT INTO node_attempt
    (run_id, site, node, action, previous_phase, current_phase, outcome, pods_deleted, began_at_ms, ended_at_ms)
  VALUES (@run, @site, @node, @action, @previousPhase, @currentPhase, @outcome, @podsDeleted, @beganAt, @endedAt)
  ON CONFLICT (site, node, run_id) DO UPDATE SET previous_phase = @previousPhase, current_phase = @currentPhase,
    outcome = @outcome, pods_deleted = @podsDeleted, ended_at_ms = @endedAt`;

export function createNodeAttemptStore(database: StoreDatabase): NodeAttemptStore {
  const keep = database.prepare(keepSql);
  const all = database.prepare(
    'SELECT * FROM node_attempt WHERE site = ? AND node = ? ORDER BY began_at_ms DESC, CAST(run_id AS INTEGER) DESC',
  );
  const count = database
    .prepare('SELECT count(*) FROM node_attempt WHERE site = ? AND node = ? AND run_id <> ?')
    .pluck();
  const forget = database.prepare('DELETE FROM node_attempt WHERE site = ?');
  return {
    keep: (at, attempt) =>
      void keep.run({ ...at, ...attempt, podsDeleted: JSON.stringify(attempt.podsDeleted) }),
    // A damaged record is left out: the count of the others is still worth having.
    of: ({ site, node }) =>
      all.all(site, node).flatMap((record) => recordSchema.safeParse(record).data ?? []),
    countExcept: ({ site, node }, run) => z.number().parse(count.get(site, node, run)),
    forget: (site) => void forget.run(site),
  };
}
