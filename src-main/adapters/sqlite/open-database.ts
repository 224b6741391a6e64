import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { migrate, requireCurrent } from './migrate.ts';
import { migrations } from './migrations/all.ts';

/** Opens for the owner: WAL, every commit on the disk before it counts. */
export function openDatabase(path: string): Database.Database {
  // SQLite would let others read it; what lies beside it gets the mode it has.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    migrate(database, migrations);
  } catch (thrown) {
    database.close();
    throw damagedOr(thrown, path);
  }
  return database;
}

/** Opens for reading beside or without an owner; null when there is no database yet. Never takes ownership. */
export function openDatabaseForReading(path: string): Database.Database | null {
  if (!existsSync(path)) return null;
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    database.pragma('busy_timeout = 5000');
    requireCurrent(database, migrations);
  } catch (thrown) {
    database.close();
    throw damagedOr(thrown, path);
  }
  return database;
}

function damagedOr(thrown: unknown, path: string): unknown {
  const code = thrown instanceof Database.SqliteError ? thrown.code : '';
  if (code !== 'SQLITE_NOTADB' && !code.startsWith('SQLITE_CORRUPT')) return thrown;
  return new AppError(
    'DATABASE_DAMAGED',
    {
      zh: `数据库 ${path} 已损坏；请先另存一份副本，再从备份恢复。`,
      en: `the database ${path} is damaged; put a copy aside before anything else, then restore it from a backup`,
    },
    { cause: thrown },
  );
}
