import type Database from 'better-sqlite3';
import type { RunState } from '../../src-main/contract/run.ts';

export interface AddedRun {
  readonly number: number;
  readonly kind?: string;
  readonly title?: string;
  readonly state?: RunState;
  readonly practice?: boolean;
  readonly targets?: readonly string[];
  readonly reverts?: string;
  /** Bytes of its order: that of a site is tens of thousands. */
  readonly orderBytes?: number;
}

export const runId = (number: number): string => String(number).padStart(4, '0');

/** Writes runs as they are stored, without having them run. */
export function addRuns(database: Database.Database, runs: Iterable<AddedRun>): void {
  const insert =
    database.prepare(`INSERT INTO run (id, kind, version, title, input, practice, targets, state, questions, allows, warnings, created_at_ms, ended_at_ms, reverts_run_id, revision)
      VALUES (@id, @kind, 1, @title, @input, @practice, @targets, @state, '[]', '[]', 0, @at, @at, @reverts, @revision)`);
  const step = database.prepare(
    `INSERT INTO step (run_id, key, position, shape, state, attempts, by_person, revision) VALUES (?, 'dns', 0, '{}', 'succeeded', 1, 0, ?)`,
  );
  const attempt = database.prepare(
    `INSERT INTO attempt (run_id, step_key, number, started_at_ms, ended_at_ms) VALUES (?, 'dns', 1, 1000, 3000)`,
  );
  database.transaction(() => {
    for (const { number, state = 'succeeded', targets = [], ...run } of runs) {
      const revision = database
        .prepare('UPDATE store SET revision = revision + 1 RETURNING revision')
        .pluck()
        .get() as number;
      insert.run({
        id: runId(number),
        kind: run.kind ?? 'configure',
        title: run.title ?? `Customer · Project · Cluster-${number}`,
        input: JSON.stringify({ order: 'x'.repeat(run.orderBytes ?? 0) }),
        practice: Number(run.practice ?? false),
        targets: JSON.stringify(targets),
        state,
        at: 1_700_000_000_000 + number,
        reverts: run.reverts ?? null,
        revision,
      });
      step.run(runId(number), revision);
      attempt.run(runId(number));
    }
  })();
}
