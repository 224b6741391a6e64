import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AppError } from '../../contract/errors.ts';
import { errnoOf } from '../http/system-error.ts';

/**
 * Writes a text file whole or not at all: what was there before stays until the new one is on the disk. Throws
 * FILE_UNWRITABLE, which on Windows is also what a file is that another program has open.
 */
export function writeWholeFile(path: string, text: string): void {
  const part = `${path}.part`;
  try {
    const descriptor = openSync(part, 'w');
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, path);
  } catch (thrown) {
    rmSync(part, { force: true });
    const reason = errnoOf(thrown) ?? String(thrown);
    const words = {
      zh: `无法写入 ${path}（${reason}）；请关闭正在使用它的程序并检查磁盘，然后重试。`,
      en: `${path} cannot be written (${reason}); close the program that has it open and check the disk, then retry`,
    };
    throw new AppError('FILE_UNWRITABLE', words, { data: { path }, cause: thrown });
  }
}
