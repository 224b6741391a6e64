import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { openSiteFile } from './site-file.ts';

type Cell = string | number | null;

/** The practice site's state on disk. What a transaction has committed survives a kill and a power cut. */
export interface Store {
  run(sql: string, cells?: readonly Cell[]): void;
  one<T>(row: z.ZodType<T>, sql: string, cells?: readonly Cell[]): T | null;
  all<T>(row: z.ZodType<T>, sql: string, cells?: readonly Cell[]): T[];
  /** A value of which the site has one, by name; null when it was never written. */
  read<T>(value: z.ZodType<T>, name: string): T | null;
  write(name: string, value: Json): void;
  /** All or nothing; inside another transaction it is part of that one. */
  transaction<T>(work: () => T): T;
  /** False after {@link close}: requests still on their way then leave no trace. */
  isOpen(): boolean;
  close(): void;
}

/** A column that holds JSON. */
export function jsonColumn<T>(value: z.ZodType<T>): z.ZodType<T> {
  return z.string().transform((text) => value.parse(JSON.parse(text)));
}

const schemaVersion = 1;

const tables = `
  CREATE TABLE one (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE host (
    uuid TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, serial TEXT NOT NULL,
    management_ip TEXT NOT NULL, storage_ip TEXT, bmc_address TEXT, nics TEXT NOT NULL,
    ssh_key TEXT NOT NULL, ssh_port INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE account (
    host_uuid TEXT NOT NULL REFERENCES host(uuid) ON DELETE CASCADE, user TEXT NOT NULL, hash TEXT NOT NULL,
    made_up TEXT, wrong_in_a_row INTEGER NOT NULL DEFAULT 0, locked_at INTEGER, changes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host_uuid, user)
  ) STRICT;
  CREATE TABLE session (token_hash TEXT PRIMARY KEY, username TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
  CREATE TABLE job (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, polls INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, change TEXT NOT NULL
  ) STRICT;
  CREATE TABLE ipmi (
    node_uuid TEXT PRIMARY KEY, node_name TEXT NOT NULL, host TEXT NOT NULL, user TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  CREATE TABLE vds (
    uuid TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, bond_mode TEXT NOT NULL, hosts TEXT NOT NULL
  ) STRICT;
  CREATE TABLE vlan (
    uuid TEXT PRIMARY KEY, vds_uuid TEXT NOT NULL REFERENCES vds(uuid) ON DELETE CASCADE,
    name TEXT NOT NULL, vlan_id INTEGER NOT NULL, UNIQUE (vds_uuid, name), UNIQUE (vds_uuid, vlan_id)
  ) STRICT;
  CREATE TABLE image (
    uuid TEXT PRIMARY KEY, volume_id TEXT NOT NULL, name TEXT NOT NULL, size_bytes INTEGER NOT NULL,
    chunk_size_bytes INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE chunk (
    image_uuid TEXT NOT NULL REFERENCES image(uuid) ON DELETE CASCADE, number INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, sha256 TEXT, PRIMARY KEY (image_uuid, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    query TEXT NOT NULL, status INTEGER NOT NULL, resource TEXT
  ) STRICT;
`;

function prepare(database: Database.Database): void {
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > schemaVersion) {
    throw fromFuture(database.name, version);
  }
  database.transaction(() => {
    if (version === 0) {
      database.exec(tables);
    }
    database.pragma(`user_version = ${schemaVersion}`);
  })();
}

function fromFuture(path: string, version: number): AppError {
  const text = {
    zh: `${path} 中的演练环境由更新的版本（${version}）写入；请使用该版本，或换一个目录。`,
    en: `The practice site in ${path} was written by a newer version (${version}). Use that version, or another folder.`,
  };
  return new AppError('DATABASE_FROM_FUTURE', text, { data: { path, version } });
}

const valueRow = z.object({ value: z.string() });

/**
 * Throws HOME_OWNED when another process serves this directory, DATABASE_FROM_FUTURE for a newer file, DATABASE_DAMAGED for
 * one that is no site, FILE_UNWRITABLE and DISK_FULL.
 */
export function createStore(directory: string): Store {
  const database = openSiteFile(join(directory, 'practice.sqlite'), prepare);
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string): Database.Statement => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const store: Store = {
    run: (sql, cells = []) => void prepared(sql).run(...cells),
    one(row, sql, cells = []) {
      const found = prepared(sql).get(...cells);
      return found === undefined ? null : row.parse(found);
    },
    all: (row, sql, cells = []) =>
      prepared(sql)
        .all(...cells)
        .map((found) => row.parse(found)),
    read(value, name) {
      const found = store.one(valueRow, 'SELECT value FROM one WHERE name = ?', [name]);
      return found === null ? null : value.parse(JSON.parse(found.value));
    },
    write: (name, value) =>
      store.run('INSERT INTO one VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [
        name,
        JSON.stringify(value),
      ]),
    transaction: (work) => database.transaction(work)(),
    isOpen: () => database.open,
    close: () => void database.close(),
  };
  return store;
}
