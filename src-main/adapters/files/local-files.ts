import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';
import type { LocalFiles } from '../../engines/configure/ports.ts';

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
  );
}

/** Files on this machine that the engineer named. */
export const localFiles: LocalFiles = {
  async stat(path) {
    try {
      const found = await stat(path);
      return found.isFile() ? { sizeBytes: found.size, modifiedAtMs: Math.trunc(found.mtimeMs) } : null;
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      throw new AppError(
        'FILE_UNREADABLE',
        {
          zh: `无法查看文件 ${path}；请检查所在磁盘和文件权限。`,
          en: `the file ${path} cannot be looked at; check its drive and permissions`,
        },
        { cause: thrown },
      );
    }
  },
  async sha256(path, { signal }) {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path, { signal, highWaterMark: 1 << 20 }))
      hash.update(piece as Buffer);
    return hash.digest('hex');
  },
};
