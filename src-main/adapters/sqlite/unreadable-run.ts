import type Database from 'better-sqlite3';
import { runStates } from '../../contract/run-states.ts';
import { stepStates } from '../../contract/run.ts';
import { isEnded } from '../../runner/model.ts';

interface End {
  readonly endedAt: number;
  readonly revision: number;
}

/** Every column that a model would have changed is written anew, so that none of them has to be readable. */
const endRun = `UPDATE run SET state = 'canceled', questions = '[]', allows = '[]', ended_at_ms = @endedAt, revision = @revision,
    counts = (SELECT json_group_object(state, number) FROM
      (SELECT state, count(*) AS number FROM step WHERE run_id = @runId GROUP BY state))
  WHERE id = @runId`;

const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/** A step whose state is none that there is may have been under way. */
const endSteps = `UPDATE step SET state = iif(state = 'pending', 'canceled', 'unknown'), revision = @revision
  WHERE run_id = @runId AND (state IN ('pending', 'running') OR state NOT IN (${quoted(stepStates)}))`;

const setAside = `UPDATE run SET state = iif(state IN (${quoted(runStates)}), 'waiting', 'running'), revision = ?
  WHERE id = ? AND state <> 'waiting' RETURNING state`;

/**
 * Has a run that cannot be read, and has not ended, stand as waiting: nobody goes on with it. One whose state is none that
 * there is becomes running instead, because that may be all that is amiss; then this returns true.
 */
export function setUnreadableAside(database: Database.Database, runId: string, revision: number): boolean {
  return database.prepare(setAside).pluck().get(revision, runId) === 'running';
}

/** Cancels a run that cannot be read, within the open transaction; false where it has ended already. */
export function endUnreadable(database: Database.Database, runId: string, end: End): boolean {
  const state = database.prepare('SELECT state FROM run WHERE id = ?').pluck().get(runId);
  if (typeof state !== 'string' || isEnded(state)) {
    return false;
  }
  database.prepare(endSteps).run({ runId, revision: end.revision });
  database.prepare(endRun).run({ runId, ...end });
  database.prepare('DELETE FROM hold WHERE run_id = ?').run(runId);
  return true;
}
