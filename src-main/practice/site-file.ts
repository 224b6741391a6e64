/** One SQLite file of a practice site, for the one process that serves it. */
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../contract/errors.ts';
import { diskFailure } from '../files/disk-failure.ts';

/**
 * Opens the file and hands it to `prepare`, with nobody else in it. Throws HOME_OWNED when another process serves it,
 * DATABASE_DAMAGED for one that is no site, FILE_UNWRITABLE, DISK_FULL, and what `prepare` throws; it is closed then.
 */
export function openSiteFile(
  path: string,
  prepare: (database: Database.Database) => void,
): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openAlone(path, prepare);
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
  if (code.startsWith('SQLITE_BUSY')) {
    const text = {
      zh: `${path} 中的演练环境正由另一个进程提供服务；请停止该进程，或直接使用它的地址。`,
      en: `The practice site in ${path} is being served by another process. Stop that process, or use its address.`,
    };
    return new AppError('HOME_OWNED', text, { data: { path }, cause: thrown });
  }
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

function openAlone(path: string, prepare: (database: Database.Database) => void): Database.Database {
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
    // One process per site: faults, counters and ports belong to it. The lock goes with the process.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    prepare(database);
    return database;
  } catch (thrown) {
    // Windows removes no file that is open.
    database.close();
    throw thrown;
  }
}
