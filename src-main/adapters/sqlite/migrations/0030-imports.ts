import type { Migration } from '../migrate.ts';

/** Planning workbooks as imported: each seen version, the cells corrected in the tool, findings ignored with a reason. */
export const imports: Migration = {
  version: 30,
  name: 'imports',
  sql: `
    CREATE TABLE workbook_import (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      imported_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE workbook_version (
      import_id INTEGER NOT NULL REFERENCES workbook_import (id),
      sha256 TEXT NOT NULL,
      profile TEXT NOT NULL,
      facts TEXT NOT NULL,
      plan TEXT NOT NULL,
      seen_at_ms INTEGER NOT NULL,
      PRIMARY KEY (import_id, sha256)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cell_override (
      import_id INTEGER NOT NULL REFERENCES workbook_import (id),
      sheet TEXT NOT NULL,
      cell TEXT NOT NULL,
      value TEXT,
      secret INTEGER NOT NULL,
      original TEXT,
      reason TEXT,
      by TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (import_id, sheet, cell)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ignored_finding (
      import_id INTEGER NOT NULL REFERENCES workbook_import (id),
      code TEXT NOT NULL,
      sheet TEXT NOT NULL,
      cell TEXT NOT NULL,
      reason TEXT NOT NULL,
      by TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (import_id, code, sheet, cell)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE profile_mapping (
      id TEXT PRIMARY KEY,
      mapping TEXT NOT NULL,
      confirmed_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
