import type { Migration } from '../migrate.ts';

/** What every window of a home has to agree on: the last site check of an import, and the settings of the home. */
export const keptForWindows: Migration = {
  version: 70,
  name: 'kept-for-windows',
  sql: `
    CREATE TABLE site_check (
      import_id INTEGER PRIMARY KEY REFERENCES workbook_import (id),
      sha256 TEXT NOT NULL,
      site TEXT NOT NULL,
      items TEXT NOT NULL,
      checked_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE home_setting (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
