/** What runs have undone of other ones, kept with what was undone: it stays undone when the run that did it is deleted. */
import type Database from 'better-sqlite3';
import { z } from 'zod';

const sql = {
  reverted: 'SELECT reverts_run_id FROM run WHERE id = ?',
  mark: `UPDATE step SET undone_by = @by, revision = @revision
    WHERE run_id = @run AND key = @key AND undone_by IS NOT @by`,
  by: `SELECT DISTINCT undone_by FROM step WHERE run_id = ? AND undone_by IS NOT NULL ORDER BY CAST(undone_by AS INTEGER)`,
  /** A change that nobody undid, or an undo that has not succeeded of a step that nobody else undid. */
  isLeft: `SELECT EXISTS (
      SELECT 1 FROM step WHERE run_id = @run AND state = 'succeeded' AND changed = 1 AND undone_by IS NULL
    ) OR EXISTS (
      SELECT 1 FROM run AS revert JOIN step AS undo ON undo.run_id = revert.id
      WHERE revert.reverts_run_id = @run AND undo.state <> 'succeeded' AND EXISTS (
        SELECT 1 FROM json_each(undo.shape, '$.undoes') AS undone
        JOIN step ON step.run_id = @run AND step.key = undone.value WHERE step.undone_by IS NULL))`,
  tell: 'UPDATE run SET undone = ?, revision = ? WHERE id = ?',
} as const;

interface Marked {
  /** The run that undid them. */
  readonly by: string;
  /** Keys of steps of the run that it reverts. */
  readonly steps: readonly string[];
  readonly revision: number;
}

/** Marks steps as undone, within the open transaction, and says so in the row of their run. */
export function markUndone(database: Database.Database, { by, steps, revision }: Marked): void {
  const run = z.string().nullable().parse(database.prepare(sql.reverted).pluck().get(by));
  if (run === null) {
    return;
  }
  const mark = database.prepare(sql.mark);
  const marked = steps.filter((key) => mark.run({ run, key, by, revision }).changes > 0);
  if (marked.length > 0) {
    tellUndone(database, run, revision);
  }
}

/** Writes into the row of the run what was undone of it, as its steps and those of the runs that revert it say. */
export function tellUndone(database: Database.Database, run: string, revision: number): void {
  const by = database.prepare(sql.by).pluck().all(run);
  const isWhole = database.prepare(sql.isLeft).pluck().get({ run }) === 0;
  database.prepare(sql.tell).run(by.length === 0 ? null : JSON.stringify({ by, isWhole }), revision, run);
}
