import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { makeHome } from './home.ts';

/** Held for the life of the process; the kernel lets go of it when the process dies, however it dies. */
export interface Lock {
  release(): void;
}

/** Long enough to outlast a reader that just looks whether the home is owned. */
const patienceMs = 250;

/**
 * SQLite locks a file on every platform. Nobody else may open `owner.lock`: closing any other handle on it in the
 * owner's process would drop the lock on POSIX.
 */
const lockPath = (home: string): string => join(home, 'owner.lock');

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');

/** Takes the home; null when another process owns it. Makes the home if it is not there. Throws FILE_UNWRITABLE. */
export function tryLock(home: string): Lock | null {
  makeHome(home);
  let database: Database.Database | null = null;
  try {
    // Made for its person only: who may read it may also hold it.
    if (!existsSync(lockPath(home))) closeSync(openSync(lockPath(home), 'a', 0o600));
    database = new Database(lockPath(home), { timeout: patienceMs });
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    const held = database;
    return { release: () => held.close() };
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) return null;
    const text = {
      zh: `数据目录 ${home} 无法加锁；请检查该目录是否存在、是否可写。`,
      en: `the lock of the home ${home} cannot be taken; check that the directory is there and writable`,
    };
    throw new AppError('FILE_UNWRITABLE', text, { data: { home }, cause: thrown });
  }
}

/** Whether a process owns the home now; takes nothing. */
export function isOwned(home: string): boolean {
  if (!existsSync(lockPath(home))) return false;
  const database = new Database(lockPath(home), { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (thrown) {
    if (isBusy(thrown)) return true;
    throw thrown;
  } finally {
    database.close();
  }
}
