import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../../contract/errors.ts';
import { diskFailure } from '../disk-failure.ts';
import { errnoOf } from '../http/system-error.ts';

/**
 * Writes a file whole or not at all: what was there before stays until the new one is on the disk. Throws
 * FILE_UNWRITABLE, which on Windows is also what a file is that another program has open. `mode`: who may read it, where
 * the system knows modes.
 */
export function writeWholeFile(path: string, content: string | Uint8Array, mode = 0o666): void {
  const part = `${path}.part`;
  try {
    const descriptor = openSync(part, 'w', mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, path);
  } catch (thrown) {
    discard(part);
    const known = diskFailure(thrown, path);
    if (known !== null) throw known;
    const reason = errnoOf(thrown) ?? String(thrown);
    if (reason === 'ENOENT') throw noFolder(path, thrown);
    const words = {
      zh: `无法写入 ${path}（${reason}）；请关闭正在使用它的程序并检查磁盘，然后重试。`,
      en: `${path} cannot be written (${reason}); close the program that has it open and check the disk, then retry`,
    };
    throw new AppError('FILE_UNWRITABLE', words, { data: { path }, cause: thrown });
  }
}

/** What was written so far is of no use; that it cannot be removed must not hide why it was not finished. */
function discard(part: string): void {
  try {
    rmSync(part, { force: true });
  } catch {
    // It stays behind under its own name; the next write replaces it.
  }
}

function noFolder(path: string, cause: unknown): AppError {
  const words = {
    zh: `无法写入 ${path}：所在目录不存在，请先建立目录。`,
    en: `${path} cannot be written: its folder is not there; make it first`,
  };
  return new AppError('FILE_UNWRITABLE', words, { data: { path }, cause });
}
