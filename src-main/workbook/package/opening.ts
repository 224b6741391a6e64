import { AppError } from '../../contract/errors.ts';

/** Translates why a workbook file could not be opened or read: FILE_NOT_FOUND or FILE_UNREADABLE. */
export function openingFailure(path: string, error: unknown): AppError {
  const code = errorCodeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError(
      'FILE_NOT_FOUND',
      {
        zh: `文件 ${path} 不存在。请检查路径，或确认磁盘是否仍已连接。`,
        en: `${path} does not exist. Check the path and that the drive is still connected.`,
      },
      { data: { path }, cause: error },
    );
  }
  if (code === 'EISDIR') {
    const text = {
      zh: `${path} 是文件夹。请指定其中的规划表文件。`,
      en: `${path} is a folder. Choose the workbook file in it.`,
    };
    return new AppError('FILE_UNREADABLE', text, { data: { path }, cause: error });
  }
  const reason = code ?? String(error);
  return new AppError(
    'FILE_UNREADABLE',
    {
      zh: `${path} 无法读取（${reason}）。请在其他程序中关闭该文件，检查读取权限后重试。`,
      en: `${path} cannot be read (${reason}). Close it in other programs, check your read permission, then retry.`,
    },
    { data: { path, reason: code }, cause: error },
  );
}

/** The operating system's code of a failure (`ENOENT`, `EBUSY`), undefined when it is something else. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
