import Database from 'better-sqlite3';
import { AppError, isAppError } from '../../contract/errors.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { howToRestore } from './backups.ts';

/** An error of the database file itself, as a person can act on it; anything else as it was. */
export function storeFailure(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) {
    return diskFailure(thrown, path) ?? thrown;
  }
  const { code } = thrown;
  const known = diskFailure(thrown, path);
  if (known !== null) {
    return known;
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return damaged(path, thrown);
  }
  if (
    !code.startsWith('SQLITE_IOERR') &&
    !code.startsWith('SQLITE_CANTOPEN') &&
    !code.startsWith('SQLITE_READONLY')
  ) {
    return thrown;
  }
  const text = {
    zh: `数据库 ${path} 无法读写（${code}）；请检查所在磁盘、权限和打开文件数上限，然后重试。`,
    en: `Database ${path} cannot be read or written (${code}). Check the drive, the permissions and the open file limit, then retry.`,
  };
  return new AppError('DATABASE_UNUSABLE', text, { data: { path, reason: code }, cause: thrown });
}

/** Whether the file is at fault, not what was to be written: everything written with it is lost as well. */
export const isStoreFailure = (thrown: unknown): boolean =>
  isAppError(thrown) &&
  ['DISK_FULL', 'DATABASE_UNUSABLE', 'DATABASE_DAMAGED', 'FILE_UNWRITABLE'].includes(thrown.code);

export function damaged(path: string, cause?: unknown): AppError {
  const restore = howToRestore(path);
  const text = {
    zh: `数据库 ${path} 已损坏。请退出 Sitewright，先将 ${path} 及同名的 -wal、-shm 文件移到别处，${restore.zh}`,
    en: `Database ${path} is damaged. Close Sitewright and move ${path} and its -wal and -shm files away, ${restore.en}`,
  };
  return new AppError('DATABASE_DAMAGED', text, { data: { path }, cause });
}

/** The files of runs are there and their database is not: numbers would be given twice. */
export function missing(path: string, highest: string): AppError {
  const restore = howToRestore(path);
  const text = {
    zh: `数据库 ${path} 丢失或为空，而 runs 目录中有到 ${highest} 为止的执行任务。请退出 Sitewright，${restore.zh}要从头开始，请将 runs 目录移到别处。`,
    en: `Database ${path} is missing or empty, but the runs folder has runs up to ${highest}. Close Sitewright, ${restore.en} To start from scratch, move the runs folder away.`,
  };
  return new AppError('DATABASE_DAMAGED', text, { data: { path, highest } });
}

/** What is written now goes into a file that nobody will find again. */
export function movedAway(path: string): AppError {
  const text = {
    zh: `使用中的数据库 ${path} 已被删除或替换，未写入任何记录。请放回原来的目录，或用 --home 指定其他目录，再重新启动 Sitewright。`,
    en: `Database ${path} was removed or replaced while in use; nothing more was recorded. Put the folder back, or choose another one with --home, then start Sitewright again.`,
  };
  return new AppError('DATABASE_UNUSABLE', text, { data: { path } });
}

export function notAFile(path: string): AppError {
  const text = {
    zh: `${path} 应为数据库文件，实际不是文件；请将其移到别处，或用 --home 指定其他目录。`,
    en: `${path} should be the database file but is not a file. Move it away, or choose another folder with --home.`,
  };
  return new AppError('DATABASE_UNUSABLE', text, { data: { path } });
}
