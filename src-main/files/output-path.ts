/** Where a person may have us write: never over what a command reads, over our own state, or over other people's files. */
import { lstat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';
import { responding } from './open-file.ts';
import { isInside, isSameFile } from './same-file.ts';

export interface OutputRules {
  /** What the file may be, by the ending of its name, such as `.html`. */
  readonly endings: readonly string[];
  /** Files that the command reads. */
  readonly inputs: readonly string[];
  readonly home: string;
  /** Whether a person said that an existing file may be replaced, whatever it is. */
  readonly overwrite: boolean;
  /** Whether an existing file is an earlier one of ours of the same kind. */
  readonly isOurs: (path: string) => Promise<boolean>;
}

/**
 * Throws INPUT_INVALID for a name with another ending, an input of the command and what lies in the home, under whatever
 * name; FILE_EXISTS for a file that is not ours and may not be replaced.
 */
export async function requireOutputPath(path: string, rules: OutputRules): Promise<void> {
  requireEnding(path, rules.endings);
  if (isDevice(path)) {
    throw refused(isNoFile(path), path);
  }
  await responding(path, requireFreePlace(path, rules));
}

async function requireFreePlace(
  path: string,
  { inputs, home, overwrite, isOurs }: OutputRules,
): Promise<void> {
  for (const input of inputs) {
    if (await isSameFile(path, input)) {
      throw refused(isInput(path), path);
    }
  }
  if (await isInside(path, home)) {
    throw refused(isInHome(path, home), path);
  }
  const found = await lstat(path).catch(() => null);
  // Writing says what is wrong with a folder, in the words that it has for every file.
  if (found === null || found.isDirectory()) {
    return;
  }
  if (!found.isFile() && !found.isSymbolicLink()) {
    throw refused(isNoFile(path), path);
  }
  if (!overwrite && !(await isOurs(path).catch(() => false))) {
    throw refused(isSomebodyElses(path), path, 'FILE_EXISTS');
  }
}

function requireEnding(path: string, endings: readonly string[]): void {
  // On Windows `plan.xlsx:report.html` is a part of plan.xlsx, not a file.
  const isStream = process.platform === 'win32' && basename(path).includes(':');
  if (endings.includes(extname(path).toLowerCase()) && !isStream) {
    return;
  }
  const text = {
    zh: `本命令只能写入 ${endings.join(' 或 ')} 文件，不能写入 ${path}；请换一个文件名。`,
    en: `This command writes ${endings.join(' or ')} files, not ${path}. Choose another file name.`,
  };
  throw refused(text, path);
}

/** On Windows these names are devices in every folder, with any ending. */
const isDevice = (path: string): boolean =>
  process.platform === 'win32' && /^(?:con|prn|aux|nul|com\d|lpt\d)\./i.test(basename(path));

const refused = (text: Text, path: string, code: ErrorCode = 'INPUT_INVALID'): AppError =>
  new AppError(code, text, { data: { path } });

const isInput = (path: string): Text => ({
  zh: `${path} 是本命令要读取的文件，不能被覆盖；请换一个文件名。`,
  en: `${path} is the file that this command reads and cannot be replaced. Choose another file name.`,
});

const isInHome = (path: string, home: string): Text => ({
  zh: `${path} 在数据目录 ${home} 中，那里只存放 Sitewright 自己的数据；请换一个文件夹。`,
  en: `${path} is in the data folder ${home}, which holds only Sitewright's own data. Choose another folder.`,
});

const isNoFile = (path: string): Text => ({
  zh: `${path} 是管道或设备，不是文件；请换一个文件名。`,
  en: `${path} is a pipe or a device, not a file. Choose another file name.`,
});

const isSomebodyElses = (path: string): Text => ({
  zh: `${path} 已存在，且不是由本命令生成；请换一个文件名，确认要替换时加 --overwrite。`,
  en: `${path} already exists and was not made by this command. Choose another file name, or replace it with --overwrite.`,
});
