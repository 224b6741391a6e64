import type { Migration } from '../migrate.ts';

/** What runs have tried on each node; kept when a run is deleted, so that the count of attempts stays true. */
export const nodeAttempts: Migration = {
  version: 190,
  name: 'node-attempts',
  sql: `
    CREATE TABLE node_attempt (
      run_id TEXT NOT NULL,
      site TEXT NOT NULL,
      node TEXT NOT NULL,
      action TEXT NOT NULL,
      previous_phase TEXT NOT NULL,
      current_phase TEXT NOT NULL,
      outcome TEXT NOT NULL,
      pods_deleted TEXT NOT NULL,
      began_at_ms INTEGER NOT NULL,
      ended_at_ms INTEGER,
      PRIMARY KEY (site, node, run_id)
    ) STRICT;
  `,
};
