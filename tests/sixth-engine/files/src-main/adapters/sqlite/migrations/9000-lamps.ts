import type { Migration } from '../migrate.ts';

export const lamps: Migration = {
  version: 9000,
  name: 'lamps',
  sql: `
    CREATE TABLE lamp (name TEXT PRIMARY KEY, is_on INTEGER NOT NULL, revision INTEGER NOT NULL) STRICT;
    CREATE TABLE light (burning INTEGER NOT NULL, seen_at INTEGER NOT NULL) STRICT;
  `,
};
