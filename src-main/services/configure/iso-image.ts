/** The image to upload: hosts get the whole file, so it has to be one, and nobody's passwords or our own state. */
import { basename, join } from 'node:path';
import { localFiles } from '../../adapters/files/local-files.ts';
import { AppError, isAppError, type ErrorCode } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { ConfigureInput } from '../../engines/configure/index.ts';
import { readPiece } from '../../files/open-file.ts';
import { isInside, isSameFile } from '../../files/same-file.ts';
import { canonicalPath } from './plan-service.ts';

/** Where an ISO 9660 image names its format: the first descriptor is in the sector behind sixteen of the system's own. */
export const isoMark = { text: 'CD001', atByte: 0x8001 };

/** What practice makes for itself lies in the home: the sample workbook and the image of its uploads. */
export const practiceFolder = (home: string): string => join(home, 'practice-workbook');

export interface IsoRules {
  /** The path of the workbook. */
  readonly workbook: string;
  readonly home: string;
  /** Whether the practice image will do, which is empty inside. */
  readonly isForPractice: boolean;
}

type IsoFile = NonNullable<ConfigureInput['iso']>;

/** Whether the file says that it is an image. Throws what the system throws, and FILE_UNREADABLE. */
export async function isIsoImage(path: string): Promise<boolean> {
  const { text, atByte } = isoMark;
  return (await readPiece(path, { atByte, bytes: text.length })).toString('latin1') === text;
}

/** Only looks. Throws FILE_NOT_FOUND, FILE_UNREADABLE, and INPUT_INVALID for what must not be uploaded. */
export async function describeIso(path: string, rules: IsoRules): Promise<IsoFile> {
  const canonical = await canonicalPath(path);
  if (await isSameFile(canonical, rules.workbook)) {
    throw refused(isWorkbook(path), path);
  }
  const isImage = await isIsoImage(canonical).catch((thrown: unknown) => {
    throw unreadable(path, thrown);
  });
  const found = await localFiles.stat(canonical);
  if (found === null) {
    throw refused(isGone(path), path, 'FILE_NOT_FOUND');
  }
  if (!isImage) {
    throw refused(found.sizeBytes === 0 ? isEmpty(path) : isNoImage(path), path);
  }
  const isPractice = await isInside(canonical, practiceFolder(rules.home));
  if (isPractice ? !rules.isForPractice : await isInside(canonical, rules.home)) {
    throw refused(isPractice ? isPracticeImage(path) : isInHome(path, rules.home), path);
  }
  return { path: canonical, fileName: basename(path), ...found };
}

const refused = (text: Text, path: string, code: ErrorCode = 'INPUT_INVALID'): AppError =>
  new AppError(code, text, { data: { path } });

function unreadable(path: string, cause: unknown): AppError {
  if (isAppError(cause)) {
    return cause;
  }
  if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) {
    return refused(isGone(path), path, 'FILE_NOT_FOUND');
  }
  const text = {
    zh: `ISO 文件 ${path} 无法读取；请检查所在磁盘和文件权限。`,
    en: `ISO ${path} cannot be read. Check the drive and the file permissions.`,
  };
  return new AppError('FILE_UNREADABLE', text, { data: { path }, cause });
}

const isGone = (path: string): Text => ({
  zh: `文件 ${path} 不存在；请指定要上传的 ISO，或不上传镜像。`,
  en: `${path} does not exist. Choose the ISO to upload, or upload none.`,
});

const isEmpty = (path: string): Text => ({
  zh: `${path} 是空文件；请指定完整的 ISO，或不上传镜像。`,
  en: `${path} is empty. Choose the complete ISO, or upload none.`,
});

const isNoImage = (path: string): Text => ({
  zh: `${path} 不是 ISO 9660 镜像，未上传；请指定 VMTools 的 ISO，或不上传镜像。`,
  en: `${path} is not an ISO 9660 image and was not uploaded. Choose the VMTools ISO, or upload none.`,
});

const isWorkbook = (path: string): Text => ({
  zh: `${path} 是规划表本身，其中有密码，不能作为镜像上传；请指定 VMTools 的 ISO，或不上传镜像。`,
  en: `${path} is the workbook itself, with its passwords, and cannot be uploaded as an image. Choose the VMTools ISO, or upload none.`,
});

const isInHome = (path: string, home: string): Text => ({
  zh: `${path} 在数据目录 ${home} 中，那里的文件不能上传；请指定 VMTools 的 ISO，或不上传镜像。`,
  en: `${path} is in the data folder ${home}, whose files cannot be uploaded. Choose the VMTools ISO, or upload none.`,
});

const isPracticeImage = (path: string): Text => ({
  zh: `${path} 是演练用的镜像，内容为空，不能上传到真实站点；请指定 VMTools 的 ISO，或不上传镜像。`,
  en: `${path} is the image for practice, which is empty inside, and cannot be uploaded to a real site. Choose the VMTools ISO, or upload none.`,
});
