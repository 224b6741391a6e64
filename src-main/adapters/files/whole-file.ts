import { renameSync, rmSync } from 'node:fs';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { writeNewFile } from '../../files/new-file.ts';
import { errnoOf } from '../http/system-error.ts';

interface Writing {
  /** Who may read it, where the system knows modes. */
  readonly mode?: number;
  /** Where it is until it is whole. */
  readonly part?: string;
}

/**
 * Writes a file whole or not at all: what was there before stays until the new one is on the disk. Throws
 * FILE_UNWRITABLE, which on Windows is also what a file is that another program has open.
 */
export function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666, part = `${path}.part` }: Writing = {},
): void {
  try {
    writeNewFile(part, content, mode);
    renameSync(part, path);
  } catch (thrown) {
    discard(part);
    throw diskFailure(thrown, path) ?? refusalOf(path, thrown);
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

function refusalOf(path: string, cause: unknown): AppError {
  const code = errnoOf(cause) ?? String(cause);
  return new AppError('FILE_UNWRITABLE', textOf(path, code), { data: { path, reason: code }, cause });
}

/** What keeps a file from being written, as far as the system's code tells. */
function textOf(path: string, code: string): Text {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        zh: `无法写入 ${path}：所在文件夹不存在，请先新建该文件夹。`,
        en: `${path} cannot be written: its folder does not exist. Create the folder first.`,
      };
    case 'EISDIR':
      return {
        zh: `无法写入 ${path}：这是一个文件夹，请换一个文件名。`,
        en: `${path} cannot be written: it is a folder. Choose another file name.`,
      };
    case 'EPERM':
    case 'EACCES':
    case 'EBUSY':
      return {
        zh: `无法写入 ${path}（${code}）：可能正被其他程序打开，或没有写入权限。请关闭该文件或检查权限，然后重试。`,
        en: `${path} cannot be written (${code}): another program may have it open, or you have no write permission. Close the file or check its permissions, then retry.`,
      };
    default:
      return {
        zh: `无法写入 ${path}（${code}）；请检查所在磁盘，然后重试。`,
        en: `${path} cannot be written (${code}). Check the disk, then retry.`,
      };
  }
}
