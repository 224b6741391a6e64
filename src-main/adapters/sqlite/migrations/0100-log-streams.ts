import type { Migration } from '../migrate.ts';

/** Which logs a run has, the first of them its own; until now each had one, under the same name. */
export const logStreams: Migration = {
  version: 100,
  name: 'log-streams',
  sql: `
    CREATE TABLE log_stream (
      run_id TEXT NOT NULL REFERENCES run (id),
      name TEXT NOT NULL,
      form TEXT NOT NULL,
      position INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (run_id, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX log_stream_by_revision ON log_stream (run_id, revision);
    INSERT INTO log_stream SELECT id, 'stage_config_cluster', 'lines', 0, revision FROM run;
  `,
};
