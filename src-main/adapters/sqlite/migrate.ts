import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the database to the newest version in one transaction: a process that is killed meanwhile leaves it as it was,
 * and no reader meets a version between. DATABASE_FROM_FUTURE for a newer file.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const present = readVersion(database);
  if (present > newest) {
    throw fromFuture(present, newest);
  }
  if (newest === 0) {
    return;
  }
  database.transaction(() => {
    for (const { version, sql } of migrations) {
      if (version > present) {
        database.exec(sql);
      }
    }
    // PRAGMA takes no parameters; the number is ours.
    database.pragma(`user_version = ${newest}`);
    database
      .prepare('INSERT OR IGNORE INTO store (id, store_id, revision, pruned_revision) VALUES (1, ?, 0, 0)')
      .run(randomUUID());
  })();
}

/** For a process that only reads: refuses a newer file, and as DATABASE_OUTDATED an older one that nobody has brought forward. */
export function requireCurrent(database: Database.Database, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const present = readVersion(database);
  if (present > newest) {
    throw fromFuture(present, newest);
  }
  if (present < newest) {
    throw new AppError('DATABASE_OUTDATED', {
      zh: `数据库版本为 ${present}，本程序读取版本 ${newest}；请运行一次 sitewright serve，由它升级数据库。`,
      en: `The database has version ${present}; this program reads version ${newest}. Run sitewright serve once to upgrade it.`,
    });
  }
}

function readVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function fromFuture(present: number, newest: number): AppError {
  return new AppError(
    'DATABASE_FROM_FUTURE',
    {
      zh: `数据库由更新版本的程序写入（版本 ${present}，本程序最高支持 ${newest}）；请改用新版程序，数据未作任何改动。`,
      en: `The database was written by a newer program (version ${present}; this program supports up to ${newest}). Use the newer program; no data was changed.`,
    },
    { data: { present, newest } },
  );
}
