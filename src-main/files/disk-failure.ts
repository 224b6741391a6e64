import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, shortageIn } from '../contract/errors.ts';

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** What the machine itself lacks for a file, as an error with the path and the remedy; null when it is something else. */
export function diskFailure(thrown: unknown, path: string): AppError | null {
  const code = codeOf(thrown);
  if (fullCodes.has(code)) {
    return diskFull(path, thrown);
  }
  const shortage = shortageIn(thrown);
  if (shortage !== null) {
    return shortage;
  }
  if (code !== 'EROFS' && !code.startsWith('SQLITE_READONLY')) {
    return null;
  }
  const text = {
    zh: `无法写入 ${path}：所在磁盘为只读；请重新以可写方式挂载，或用 --home 指定其他目录。`,
    en: `${path} cannot be written: the drive is read-only. Mount it as writable, or choose another folder with --home.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { path, reason: code }, cause: thrown });
}

function diskFull(path: string, cause: unknown): AppError {
  const freeBytes = freeBytesAt(path);
  const free = freeBytes === null ? '?' : (freeBytes / 1e6).toFixed(1);
  const text = {
    zh: `磁盘已满，无法写入 ${path}（剩余 ${free} MB）；请清理出空间后重试。`,
    en: `The disk is full: ${path} cannot be written (${free} MB free). Free some space, then retry.`,
  };
  return new AppError('DISK_FULL', text, { data: { path, freeBytes }, cause });
}

/** Bytes that this person may still write beside the file, or null where the system does not tell. */
function freeBytesAt(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return null;
  }
}
