/** The file being uploaded, and whether it is still the one the upload began with. */
import { stat, type FileHandle } from 'node:fs/promises';
import { AppError, isAppError } from '../../contract/errors.ts';
import { openFile, responding } from '../../files/open-file.ts';
import { errnoOf } from '../http/system-error.ts';

interface IsoFile extends AsyncDisposable {
  readonly handle: FileHandle;
  /** Throws ISO_CHANGED when size or modification time differ from the beginning, FILE_NOT_FOUND when it is gone. */
  requireUnchanged(): Promise<void>;
}

function fileError(path: string, cause: unknown): AppError {
  const data = { path, reason: errnoOf(cause) };
  if (errnoOf(cause) === 'ENOENT') {
    return new AppError(
      'FILE_NOT_FOUND',
      {
        zh: `找不到 ${path}。请重新插好存储介质，或重新选择文件。`,
        en: `${path} was not found. Reconnect the storage medium, or choose the file again.`,
      },
      { data, cause },
    );
  }
  return new AppError(
    'FILE_UNREADABLE',
    {
      zh: `无法读取 ${path}（${errnoOf(cause) ?? '原因不明'}）。请检查存储介质和文件权限。`,
      en: `${path} cannot be read (${errnoOf(cause) ?? 'unknown reason'}). Check the storage medium and the file permissions.`,
    },
    { data, cause },
  );
}

function changed(path: string, was: number, is: number): AppError {
  const how =
    was === is
      ? { zh: '被写入过', en: 'was written to' }
      : {
          zh: `大小变为 ${is} 字节，原为 ${was} 字节`,
          en: `changed its size to ${is} bytes from ${was} bytes`,
        };
  return new AppError(
    'ISO_CHANGED',
    {
      zh: `${path} 在选定之后${how.zh}。请用未改动的文件重新开始。`,
      en: `${path} ${how.en} after it was chosen. Start again with an unchanged file.`,
    },
    {
      data: { path, expectedSizeBytes: was, sizeBytes: is },
    },
  );
}

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE, or ISO_CHANGED when the size is not the expected one. */
export async function openIsoFile(path: string, sizeBytes: number): Promise<IsoFile> {
  const handle = await openFile(path).catch((cause: unknown) => {
    throw isAppError(cause) ? cause : fileError(path, cause);
  });
  try {
    const atStart = await handle.stat();
    if (atStart.size !== sizeBytes) {
      throw changed(path, sizeBytes, atStart.size);
    }
    return {
      handle,
      requireUnchanged: async () => {
        // By path, not by handle: a medium that was pulled or a file that was replaced shows only there.
        const now = await responding(path, stat(path)).catch((cause: unknown) => {
          throw isAppError(cause) ? cause : fileError(path, cause);
        });
        if (now.size !== sizeBytes || now.mtimeMs !== atStart.mtimeMs) {
          throw changed(path, sizeBytes, now.size);
        }
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
