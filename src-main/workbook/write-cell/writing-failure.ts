import { AppError, isAppError } from '../../contract/errors.ts';
import { errorCodeOf } from '../package/opening.ts';
import type { WorkbookFiles } from './files.ts';

/** Translates why a file could not be written; errors that are typed already stay. */
export function writingFailure(path: string, error: unknown): AppError {
  if (isAppError(error)) {
    return error;
  }
  const code = errorCodeOf(error);
  const reason =
    (code === undefined ? undefined : reasons[code]) ?? `the disk refused it (${code ?? String(error)})`;
  return new AppError(
    'FILE_UNWRITABLE',
    `${path} could not be written: ${reason}. The workbook is unchanged; its value can also be entered by hand.`,
    {
      data: { path, reason: code },
      cause: error,
    },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full, so make room and try again',
  EDQUOT: 'the disk quota is used up, so make room and try again',
  EROFS: 'the drive is read-only, so copy the workbook to another one and use that',
  EACCES: 'its folder may not be written to, so copy the workbook to another one and use that',
  EPERM: 'its folder may not be written to, so copy the workbook to another one and use that',
};

/** Removes what a failed write has left. When even that fails, the error says which file remains. */
export async function withoutTemporary(
  files: WorkbookFiles,
  temporaryPath: string,
  failure: AppError,
): Promise<AppError> {
  try {
    if (await files.exists(temporaryPath)) {
      await files.remove(temporaryPath);
    }
    return failure;
  } catch (error) {
    const message = `${failure.message} The unfinished file ${temporaryPath} could not be removed (${errorCodeOf(error) ?? String(error)}); delete it by hand.`;
    return new AppError(failure.code, message, { data: { ...failure.data, temporaryPath }, cause: failure });
  }
}
