import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { diskFailure } from '../../files/disk-failure.ts';
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

/**
 * A database that nothing refers to is closed by the garbage collector, and the lock goes with it: what is held is
 * kept here until it is released, whatever its holder does with what it was given.
 */
const held = new Set<Database.Database>();

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');

const codeOf = (thrown: unknown): string => (thrown instanceof Database.SqliteError ? thrown.code : '');

/** Something else lies where the lock should: a file of another kind, a folder. */
const isNoLock = (thrown: unknown): boolean =>
  codeOf(thrown) === 'SQLITE_NOTADB' || codeOf(thrown).startsWith('SQLITE_CANTOPEN_ISDIR');

const isReadOnly = (thrown: unknown): boolean =>
  codeOf(thrown).startsWith('SQLITE_READONLY') || codeOf(thrown).startsWith('SQLITE_CANTOPEN');

/** Takes the home; null when another process owns it. Makes the home if it is not there. Throws FILE_UNWRITABLE and DISK_FULL. */
export function tryLock(home: string): Lock | null {
  makeHome(home);
  let database: Database.Database | null = null;
  try {
    // Made for its person only: who may read it may also hold it.
    if (!existsSync(lockPath(home))) {
      closeSync(openSync(lockPath(home), 'a', 0o600));
    }
    // SQLite would open it for reading alone, and lock nobody out.
    accessSync(lockPath(home), constants.W_OK);
    database = new Database(lockPath(home), { timeout: patienceMs });
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return hold(database);
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) {
      return null;
    }
    if (isNoLock(thrown)) {
      throw notALock(home, thrown);
    }
    const known = diskFailure(thrown, lockPath(home));
    if (known !== null) {
      throw known;
    }
    const text = {
      zh: `数据目录 ${home} 无法加锁；请检查该目录是否存在、是否可写。`,
      en: `Data folder ${home} cannot be locked. Check that it exists and is writable.`,
    };
    throw new AppError('FILE_UNWRITABLE', text, { data: { home }, cause: thrown });
  }
}

function hold(database: Database.Database): Lock {
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
}

/** Whether a process owns the home now; takes nothing. */
export function isOwned(home: string): boolean {
  if (!existsSync(lockPath(home))) {
    return false;
  }
  let database: Database.Database | null = null;
  try {
    database = new Database(lockPath(home), { readonly: true, fileMustExist: true, timeout: 0 });
    database.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (thrown) {
    if (isBusy(thrown)) {
      return true;
    }
    if (isNoLock(thrown)) {
      throw notALock(home, thrown);
    }
    // Where the lock cannot be written, as on read-only media, nobody can own the home either.
    if (isReadOnly(thrown)) {
      return false;
    }
    throw thrown;
  } finally {
    database?.close();
  }
}

function notALock(home: string, cause: unknown): AppError {
  const path = lockPath(home);
  const text = {
    zh: `${path} 不是 Sitewright 的锁文件；请确认没有 Sitewright 正在使用该目录，然后删除该文件。`,
    en: `${path} is not a Sitewright lock file. Make sure that no Sitewright uses this folder, then delete the file.`,
  };
  return new AppError('HOME_UNUSABLE', text, { data: { home, path }, cause });
}
