import { dirname } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { errorCodeOf } from '../package/opening.ts';
import type { WorkbookFiles } from './files.ts';
import { backupPath, copyPath, freePath, ownerPaths } from './new-names.ts';

/** Where the new version ended up. */
export interface Placed {
  readonly path: string;
  /** The workbook could not be replaced; the new version stands beside it. */
  readonly isCopy: boolean;
  /** False for a copy of an earlier write, which has the value already. */
  readonly isNew: boolean;
  readonly backupPath: string | null;
}

interface Replacement {
  readonly files: WorkbookFiles;
  readonly path: string;
  readonly temporaryPath: string;
  readonly nowMs: number;
  /** A copy beside the workbook that already has the value. */
  readonly existingCopy: () => Promise<string | null>;
}

/** What Windows and file servers answer when another program has the file open, or it may not be written. */
const occupiedCodes = ['EPERM', 'EACCES', 'EBUSY'];

/**
 * Puts the finished new version in the workbook's place and keeps the old one as a backup beside it. A workbook that
 * is open elsewhere or read-only stays as it is, and the new version becomes a copy beside it, unless there is one
 * already.
 */
export async function replaceWorkbook(replacement: Replacement): Promise<Placed> {
  const { files, path, temporaryPath } = replacement;
  const placed = (await isOccupied(files, path)) ? null : await replaceInPlace(replacement);
  if (placed !== null) {
    await settleNames(files, path);
    return placed;
  }
  const existing = await replacement.existingCopy();
  if (existing !== null) {
    await files.remove(temporaryPath);
    return { path: existing, isCopy: true, isNew: false, backupPath: null };
  }
  const copy = await freePath(files, (attempt) => copyPath(path, attempt));
  await files.rename(temporaryPath, copy);
  await settleNames(files, copy);
  return { path: copy, isCopy: true, isNew: true, backupPath: null };
}

/** Whether another program shows that it has the workbook open, or the workbook is marked read-only. */
export async function isOccupied(files: WorkbookFiles, path: string): Promise<boolean> {
  for (const owner of ownerPaths(path)) {
    if (await files.exists(owner)) {
      return true;
    }
  }
  return !(await files.isWritable(path));
}

/** Null when the file system says that the workbook is in use. */
async function replaceInPlace({ files, path, temporaryPath, nowMs }: Replacement): Promise<Placed | null> {
  const backup = await freePath(files, (attempt) => backupPath(path, nowMs, attempt));
  let hasBackup = false;
  try {
    await keepBackup(files, path, backup);
    hasBackup = true;
    await files.rename(temporaryPath, path);
    return { path, isCopy: false, isNew: true, backupPath: backup };
  } catch (error) {
    if (hasBackup) {
      await files.remove(backup);
    }
    if (occupiedCodes.includes(errorCodeOf(error) ?? '')) {
      return null;
    }
    throw error;
  }
}

/**
 * The backup is a second name for the old file: it costs nothing, and the rename that follows leaves it as the only
 * name. Where a file system has no second names (exFAT, some servers), it is a copy.
 */
async function keepBackup(files: WorkbookFiles, path: string, backup: string): Promise<void> {
  try {
    await files.link(path, backup);
  } catch {
    await files.copy(path, backup);
  }
}

/** What file systems answer that cannot flush the names in a folder on request (servers, FAT, Windows). */
const unsupportedCodes = ['EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EBADF'];

/** The new version is in its place already; only a disk that fails right now is worth an error. */
async function settleNames(files: WorkbookFiles, path: string): Promise<void> {
  try {
    await files.syncDirectory(dirname(path));
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefined || !unsupportedCodes.includes(code)) {
      const reason = code ?? String(error);
      throw new AppError(
        'FILE_UNWRITABLE',
        {
          zh: `${path} 已写入新值，但磁盘没有确认落盘（${reason}）。请检查磁盘，再重新读取该单元格。`,
          en: `${path} has the new value, but the disk did not confirm the write (${reason}). Check the disk, then read the cell again.`,
        },
        { data: { path, reason: code }, cause: error },
      );
    }
  }
}
