/** The file being uploaded, and whether it is still the one the upload began with. */
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';
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
      `${path} is not there. Plug the medium back in, or choose the file again.`,
      { data, cause },
    );
  }
  return new AppError(
    'FILE_UNREADABLE',
    `${path} cannot be read (${errnoOf(cause) ?? 'unknown reason'}). Check the medium and its permissions.`,
    { data, cause },
  );
}

function changed(path: string, was: number, is: number): AppError {
  const how = was === is ? 'was written to' : `has ${is} bytes instead of ${was}`;
  return new AppError(
    'ISO_CHANGED',
    `${path} ${how} since it was chosen. Start over with an unchanged file.`,
    {
      data: { path, expectedSizeBytes: was, sizeBytes: is },
    },
  );
}

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE, or ISO_CHANGED when the size is not the expected one. */
export async function openIsoFile(path: string, sizeBytes: number): Promise<IsoFile> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(path, cause);
  });
  try {
    const atStart = await handle.stat();
    if (atStart.size !== sizeBytes) throw changed(path, sizeBytes, atStart.size);
    return {
      handle,
      requireUnchanged: async () => {
        // By path, not by handle: a medium that was pulled or a file that was replaced shows only there.
        const now = await stat(path).catch((cause: unknown) => {
          throw fileError(path, cause);
        });
        if (now.size !== sizeBytes || now.mtimeMs !== atStart.mtimeMs)
          throw changed(path, sizeBytes, now.size);
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
