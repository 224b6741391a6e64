import type Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import type { RunFolders } from '../files/run-folders.ts';
import { isEnded } from '../../runner/model.ts';

/** So many deletions are told one by one to who has been away; who was away for more is told everything anew. */
const keptTombstones = 1_000;

/** What refers to a run comes before what it refers to. */
const tables = ['attempt', 'answer', 'intervention', 'hold', 'log_stream', 'step'] as const;

interface Found {
  readonly state: string;
  readonly revertedBy: string | null;
}

function requireRemovable(runId: string, found: Found | undefined): void {
  const data = { run: runId };
  if (found === undefined) {
    const text = {
      zh: `本数据目录中没有执行任务 ${runId}，可能已被删除。`,
      en: `Run ${runId} not found in this data folder. It may have been deleted already.`,
    };
    throw new AppError('RUN_NOT_FOUND', text, { data });
  }
  if (!isEnded(found.state)) {
    const text = {
      zh: `执行任务 ${runId} 尚未结束，不能删除；请先等它结束，或将其取消。`,
      en: `Run ${runId} has not ended and cannot be deleted. Wait for it to end, or cancel it first.`,
    };
    throw new AppError('RUN_STATE', text, { data });
  }
  if (found.revertedBy !== null) {
    const text = {
      zh: `执行任务 ${found.revertedBy} 撤销的是 ${runId} 的改动，仍需要它的记录；请一并删除，或先删除 ${found.revertedBy}。`,
      en: `Run ${found.revertedBy} undoes run ${runId} and needs its record. Delete both together, or run ${found.revertedBy} first.`,
    };
    throw new AppError('RUN_STATE', text, { data: { ...data, revertedBy: found.revertedBy } });
  }
}

/** Runs that were deleted, as far as that is still remembered. */
export const removedRunIds = (database: Database.Database): readonly string[] =>
  database.prepare(`SELECT id FROM tombstone WHERE collection = 'run'`).pluck().all() as string[];

/** Folders of runs that the database does not know, as after an older copy of it was put in place. What lies there is kept. */
export function unlistedRuns(
  database: Database.Database,
  folders: Pick<RunFolders, 'runIds'>,
): readonly string[] {
  const listed = database.prepare('SELECT id FROM run').pluck().all() as string[];
  const known = new Set([...listed, ...removedRunIds(database)]);
  return folders.runIds().filter((id) => !known.has(id));
}

/** Deletes an ended run within the open transaction and leaves a tombstone in the feed; the oldest tombstones go. */
export function removeRun(database: Database.Database, runId: string, revision: () => number): void {
  const found = database
    .prepare(
      `SELECT state, (SELECT id FROM run AS other WHERE other.reverts_run_id = run.id LIMIT 1) AS revertedBy FROM run WHERE id = ?`,
    )
    .get(runId) as Found | undefined;
  requireRemovable(runId, found);
  for (const table of tables) {
    database.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
  }
  database.prepare('DELETE FROM run WHERE id = ?').run(runId);
  database.prepare('UPDATE store SET highest_run = max(highest_run, CAST(? AS INTEGER))').run(runId);
  database
    .prepare(`INSERT INTO tombstone (collection, id, topic, revision) VALUES ('run', ?, 'index', ?)`)
    .run(runId, revision());
  pruneTombstones(database);
}

/** Followers that stand before what is pruned get a reset. */
function pruneTombstones(database: Database.Database): void {
  const last = database
    .prepare('SELECT revision FROM tombstone ORDER BY revision DESC LIMIT 1 OFFSET ?')
    .pluck()
    .get(keptTombstones) as number | undefined;
  if (last === undefined) {
    return;
  }
  database.prepare('DELETE FROM tombstone WHERE revision <= ?').run(last);
  database.prepare('UPDATE store SET pruned_revision = max(pruned_revision, ?)').run(last);
}
