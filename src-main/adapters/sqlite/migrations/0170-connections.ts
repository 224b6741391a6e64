import type { Migration } from '../migrate.ts';

/** Clusters by name. A kubeconfig is referred to, never kept: its credentials stay where they are. */
export const connections: Migration = {
  version: 170,
  name: 'connections',
  sql: `
    CREATE TABLE connection (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      server TEXT NOT NULL,
      file TEXT NOT NULL,
      context TEXT NOT NULL,
      is_default INTEGER NOT NULL,
      allowed TEXT NOT NULL,
      identity TEXT,
      problems TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX connection_default ON connection (is_default) WHERE is_default = 1;
  `,
};
