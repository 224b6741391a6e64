import type { Migration } from '../migrate.ts';

/** Runs, their steps, every attempt with its evidence, what people decided, and the targets that unended runs hold. */
export const runs: Migration = {
  version: 10,
  name: 'runs',
  sql: `
    CREATE TABLE store (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      store_id TEXT NOT NULL,
      revision INTEGER NOT NULL,
      pruned_revision INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE run (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      version INTEGER NOT NULL,
      title TEXT NOT NULL,
      input TEXT NOT NULL,
      practice INTEGER NOT NULL,
      targets TEXT NOT NULL,
      identity TEXT,
      state TEXT NOT NULL,
      questions TEXT NOT NULL,
      allows TEXT NOT NULL,
      warnings INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER,
      reverts_run_id TEXT REFERENCES run (id),
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX run_by_revision ON run (revision);
    CREATE INDEX run_by_state ON run (state);

    CREATE TABLE step (
      run_id TEXT NOT NULL REFERENCES run (id),
      key TEXT NOT NULL,
      position INTEGER NOT NULL,
      shape TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      changed INTEGER,
      message TEXT,
      failure TEXT,
      skip_reason TEXT,
      by_person INTEGER NOT NULL,
      output TEXT,
      progress TEXT,
      started_at_ms INTEGER,
      ended_at_ms INTEGER,
      revision INTEGER NOT NULL,
      PRIMARY KEY (run_id, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX step_by_revision ON step (run_id, revision);

    CREATE TABLE attempt (
      run_id TEXT NOT NULL,
      step_key TEXT NOT NULL,
      number INTEGER NOT NULL,
      intent TEXT,
      started_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER,
      outcome TEXT,
      found TEXT,
      error TEXT,
      evidence TEXT NOT NULL DEFAULT '{}',
      PRIMARY KEY (run_id, step_key, number),
      FOREIGN KEY (run_id, step_key) REFERENCES step (run_id, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answer (
      run_id TEXT NOT NULL REFERENCES run (id),
      seq INTEGER NOT NULL,
      step_key TEXT,
      code TEXT NOT NULL,
      choice TEXT NOT NULL,
      value TEXT,
      reason TEXT,
      facts TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE intervention (
      run_id TEXT NOT NULL REFERENCES run (id),
      seq INTEGER NOT NULL,
      step_key TEXT,
      kind TEXT NOT NULL,
      reason TEXT,
      detail TEXT NOT NULL,
      by TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE hold (
      target TEXT PRIMARY KEY,
      run_id TEXT NOT NULL REFERENCES run (id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE tombstone (
      collection TEXT NOT NULL,
      id TEXT NOT NULL,
      topic TEXT NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (collection, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tombstone_by_revision ON tombstone (revision);
  `,
};
