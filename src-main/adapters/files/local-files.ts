import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { AppError, isAppError } from '../../contract/errors.ts';
import { openFile, responding } from '../../files/open-file.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import type { LocalFiles } from '../../ports/local-files.ts';

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
  );
}

/** A stick that was pulled, a file that may not be read. */
function unreadable(path: string, cause: unknown): AppError {
  const text = {
    zh: `文件 ${path} 无法读取；请检查所在磁盘和文件权限。`,
    en: `File ${path} cannot be read. Check the drive and the file permissions.`,
  };
  return new AppError('FILE_UNREADABLE', text, { data: { path }, cause });
}

/** Files on this machine that the engineer named. */
export const localFiles: LocalFiles = {
  async stat(path) {
    try {
      const found = await responding(path, stat(path));
      return found.isFile() ? { sizeBytes: found.size, modifiedAtMs: Math.trunc(found.mtimeMs) } : null;
    } catch (thrown) {
      if (isMissing(thrown)) {
        return null;
      }
      if (isAppError(thrown)) {
        throw thrown;
      }
      throw diskFailure(thrown, path) ?? unreadable(path, thrown);
    }
  },
  async sha256(path, { signal }) {
    const hash = createHash('sha256');
    try {
      await using file = await openFile(path);
      const pieces = file.createReadStream({ autoClose: false, signal, highWaterMark: 1 << 20 });
      for await (const piece of pieces) {
        hash.update(piece as Buffer);
      }
    } catch (thrown) {
      signal.throwIfAborted();
      if (isAppError(thrown)) {
        throw thrown;
      }
      throw diskFailure(thrown, path) ?? unreadable(path, thrown);
    }
    return hash.digest('hex');
  },
};
