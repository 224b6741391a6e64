import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import type { RunFolders } from '../files/run-folders.ts';
import { migrate, requireCurrent } from './migrate.ts';
import { migrations } from './migrations/in-order.ts';
import { readablePath } from './read-only-copy.ts';
import { StoreDatabase } from './store-database.ts';
import { missing, notAFile, storeFailure } from './store-failure.ts';

/** SQLite would let others read it; what lies beside it gets the mode it has. */
function makePrivate(path: string): void {
  try {
    if (!existsSync(path)) {
      closeSync(openSync(path, 'a', 0o600));
    }
  } catch (thrown) {
    throw storeFailure(thrown, path);
  }
}

/**
 * Opens for the owner: WAL, every commit on the disk before it counts. DATABASE_DAMAGED where it is gone while the
 * folders of its runs are there.
 */
export function openDatabase(path: string, folders: RunFolders | null = null): StoreDatabase {
  requireThere(path, folders);
  makePrivate(path);
  const database = new StoreDatabase(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    migrate(database, migrations);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return database;
}

/**
 * Opens for reading beside or without an owner; null when there is no database yet. Never takes ownership. SQLite lets
 * it write, and it must not: only who may write tidies its journal away when it is the last one to close.
 */
export function openDatabaseForReading(
  path: string,
  folders: RunFolders | null = null,
): StoreDatabase | null {
  if (!requireThere(path, folders)) {
    return null;
  }
  const database = new StoreDatabase(readablePath(path), { fileMustExist: true, shownAs: path });
  try {
    database.pragma('query_only = ON');
    database.pragma('busy_timeout = 5000');
    requireCurrent(database, migrations);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return database;
}

/** Whether there is a database with something in it. */
function requireThere(path: string, folders: RunFolders | null): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    throw notAFile(path);
  }
  if (found !== undefined && found.size > 0) {
    return true;
  }
  const highest = folders?.highest() ?? 0;
  if (highest > 0) {
    throw missing(path, String(highest).padStart(4, '0'));
  }
  return false;
}
