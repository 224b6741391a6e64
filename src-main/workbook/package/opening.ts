import { AppError } from '../../contract/errors.ts';

/** Translates why a workbook file could not be opened or read: FILE_NOT_FOUND or FILE_UNREADABLE. */
export function openingFailure(path: string, error: unknown): AppError {
  const code = errorCodeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError(
      'FILE_NOT_FOUND',
      `There is no file ${path}. Check the path, or whether the drive is still connected.`,
      {
        data: { path },
        cause: error,
      },
    );
  }
  if (code === 'EISDIR') {
    return new AppError('FILE_UNREADABLE', `${path} is a folder. Name the workbook file in it.`, {
      data: { path },
      cause: error,
    });
  }
  return new AppError(
    'FILE_UNREADABLE',
    `${path} cannot be read (${code ?? String(error)}). Close it in other programs, check your rights to it, and try again.`,
    {
      data: { path, reason: code },
      cause: error,
    },
  );
}

/** The operating system's code of a failure (`ENOENT`, `EBUSY`), undefined when it is something else. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
