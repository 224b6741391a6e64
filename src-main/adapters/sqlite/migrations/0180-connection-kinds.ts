import type { Migration } from '../migrate.ts';

/** Connections without a kubeconfig file, and followed like runs. A secret is referred to by a number, never kept here. */
export const connectionKinds: Migration = {
  version: 180,
  name: 'connection-kinds',
  sql: `
    UPDATE store SET revision = revision + 1;
    CREATE TABLE connection_of_kind (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      kind TEXT NOT NULL,
      server TEXT NOT NULL,
      file TEXT,
      context TEXT,
      namespaces TEXT NOT NULL,
      credentials TEXT NOT NULL,
      secret TEXT,
      variable TEXT,
      is_default INTEGER NOT NULL,
      allowed TEXT NOT NULL,
      identity TEXT,
      problems TEXT NOT NULL,
      last_test TEXT,
      created_at_ms INTEGER NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;
    INSERT INTO connection_of_kind
      SELECT name, 'kubernetes', server, file, context, '[]', 'file', NULL, NULL, is_default, allowed, identity, problems,
        NULL, created_at_ms, coalesce((SELECT revision FROM store), 1)
      FROM connection;
    DROP TABLE connection;
    ALTER TABLE connection_of_kind RENAME TO connection;
    CREATE UNIQUE INDEX connection_default ON connection (is_default) WHERE is_default = 1;
    CREATE INDEX connection_revision ON connection (revision);
  `,
};
