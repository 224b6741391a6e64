import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { diskFailure } from '../files/disk-failure.ts';
import type { Json } from '../contract/json.ts';

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

function open(path: string): Database.Database {
  try {
    return openSite(path);
  } catch (thrown) {
    throw failureOf(thrown, path);
  }
}

/** What keeps the site from being opened, as far as the file is at fault. */
function failureOf(thrown: unknown, path: string): unknown {
  const known = diskFailure(thrown, path);
  if (known !== null) {
    return known;
  }
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT') || code === 'EISDIR') {
    return damagedSite(path, thrown);
  }
  if (code !== 'EACCES' && code !== 'EPERM' && !code.startsWith('SQLITE_CANTOPEN')) {
    return thrown;
  }
  const text = {
    zh: `演练环境的文件 ${path} 无法写入（${code}）；请检查权限，或用 --home 指定其他目录。`,
    en: `The practice site's file ${path} cannot be written (${code}). Check its permissions, or choose another folder with --home.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { path, reason: code }, cause: thrown });
}

function damagedSite(path: string, cause?: unknown): AppError {
  const text = {
    zh: `演练环境的文件 ${path} 已损坏或不是文件。请重新开始演练：configure 加 --practice-fresh，或将该文件移走；执行任务不受影响。`,
    en: `The practice site's file ${path} is damaged or is not a file. Start the practice site afresh: configure with --practice-fresh, or move the file away. The runs are not affected.`,
  };
  return new AppError('DATABASE_DAMAGED', text, { data: { path }, cause });
}

function openSite(path: string): Database.Database {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw damagedSite(path);
  }
  // Made for its person only; a handle that is closed later would drop the lock on a site that is served.
  if (!existsSync(path)) {
    closeSync(openSync(path, 'a', 0o600));
  }
  // SQLite says of a file that cannot be written no more than that its disk is at fault.
  accessSync(path, constants.W_OK);
  const database = new Database(path, { timeout: 500 });
  try {
    // One process per site: faults, counters and SSH ports belong to it. The lock goes with the process.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > schemaVersion) {
      throw new AppError(
        'DATABASE_FROM_FUTURE',
        {
          zh: `${path} 中的演练环境由更新的版本（${version}）写入；请使用该版本，或换一个目录。`,
          en: `The practice site in ${path} was written by a newer version (${version}). Use that version, or another folder.`,
        },
        { data: { path, version } },
      );
    }
    database.transaction(() => {
      if (version === 0) {
        database.exec(tables);
      }
      database.pragma(`user_version = ${schemaVersion}`);
    })();
    return database;
  } catch (cause) {
    database.close();
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')) {
      throw new AppError(
        'HOME_OWNED',
        {
          zh: `${path} 中的演练环境正由另一个进程提供服务；请停止该进程，或直接使用它的地址。`,
          en: `The practice site in ${path} is being served by another process. Stop that process, or use its address.`,
        },
        { data: { path }, cause },
      );
    }
    throw cause;
  }
}

const valueRow = z.object({ value: z.string() });

/**
 * Throws HOME_OWNED when another process serves this directory, DATABASE_FROM_FUTURE for a newer file, DATABASE_DAMAGED for
 * one that is no site, FILE_UNWRITABLE and DISK_FULL.
 */
export function createStore(directory: string): Store {
  const path = join(directory, 'practice.sqlite');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw failureOf(thrown, path);
  }
  const database = open(path);
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
