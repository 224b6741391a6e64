import { AppError, isAppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { errorCodeOf } from '../package/opening.ts';
import type { WorkbookFiles } from './files.ts';

/** Translates why a file could not be written; errors that are typed already stay. */
export function writingFailure(path: string, error: unknown): AppError {
  if (isAppError(error)) {
    return error;
  }
  const code = errorCodeOf(error);
  const reason = (code === undefined ? undefined : reasons[code]) ?? refusedBy(code ?? String(error));
  return new AppError(
    'FILE_UNWRITABLE',
    {
      zh: `${path} 无法写入：${reason.zh}。规划表未改动，也可以手工填写该值。`,
      en: `${path} could not be written: ${reason.en}. The workbook is unchanged; you can also enter the value manually.`,
    },
    { data: { path, reason: code }, cause: error },
  );
}

const protectedFolder: Text = {
  zh: '所在文件夹不可写，请把规划表拷贝到其他文件夹再用',
  en: 'its folder is not writable; copy the workbook to another folder and use that copy',
};

const reasons: Readonly<Record<string, Text>> = {
  ENOSPC: { zh: '磁盘已满，请清理空间后重试', en: 'the disk is full; free some space, then retry' },
  EDQUOT: {
    zh: '磁盘配额已用完，请清理空间后重试',
    en: 'the disk quota is used up; free some space, then retry',
  },
  EROFS: {
    zh: '磁盘只读，请把规划表拷贝到其他磁盘再用',
    en: 'the drive is read-only; copy the workbook to another drive and use that copy',
  },
  EACCES: protectedFolder,
  EPERM: protectedFolder,
};

const refusedBy = (answer: string): Text => ({
  zh: `磁盘拒绝写入（${answer}）`,
  en: `the disk refused the write (${answer})`,
});

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
    const reason = errorCodeOf(error) ?? String(error);
    const text = {
      zh: `${failure.text.zh}未写完的文件 ${temporaryPath} 无法删除（${reason}），请手工删除。`,
      en: `${failure.text.en} The unfinished file ${temporaryPath} could not be deleted (${reason}); delete it manually.`,
    };
    return new AppError(failure.code, text, { data: { ...failure.data, temporaryPath }, cause: failure });
  }
}
