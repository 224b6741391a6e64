import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { ReadAt } from './read-at.ts';

/** WORKBOOK_DAMAGED with what is wrong and what to do. */
export function damaged(path: string, what: Text, cause?: unknown): AppError {
  return new AppError(
    'WORKBOOK_DAMAGED',
    {
      zh: `${path} 已损坏：${what.zh}。请从来源重新拷贝该文件，或用 Excel 或 WPS 打开后重新保存。`,
      en: `${path} is damaged: ${what.en}. Copy it again from its source, or open and save it in Excel or WPS.`,
    },
    { data: { path }, cause },
  );
}

/** WORKBOOK_DAMAGED for a part that does not inflate. */
export function notUnpacked(path: string, part: string, cause: unknown): AppError {
  return damaged(path, { zh: `部件 ${part} 无法解压`, en: `part ${part} cannot be decompressed` }, cause);
}

/** WORKBOOK_DAMAGED for a part that inflates to something else than was packed. */
export function wrongChecksum(path: string, part: string): AppError {
  return damaged(path, {
    zh: `部件 ${part} 的内容与校验和不符`,
    en: `part ${part} does not match its checksum`,
  });
}

/** WORKBOOK_TOO_LARGE; `part` where a single one is the reason. */
export function tooLarge(
  path: string,
  what: Text,
  { part, cause }: { readonly part?: string; readonly cause?: unknown } = {},
): AppError {
  return new AppError(
    'WORKBOOK_TOO_LARGE',
    {
      zh: `${path} 未读取：${what.zh}。请删除与规划无关的内容后重新保存。`,
      en: `${path} was not read: ${what.en}. Remove everything that is not part of the plan, then save it again.`,
    },
    { data: { path, ...(part === undefined ? {} : { part }) }, cause },
  );
}

/** WORKBOOK_TOO_LARGE for a part that would take the memory. */
export function partTooLarge(
  path: string,
  part: { readonly name: string; readonly sizeBytes: number },
  limitBytes: number,
): AppError {
  const { name, sizeBytes } = part;
  const what = {
    zh: `部件 ${name} 解压后为 ${sizeBytes} 字节，超过上限 ${limitBytes} 字节`,
    en: `part ${name} expands to ${sizeBytes} bytes; the limit is ${limitBytes}`,
  };
  return tooLarge(path, what, { part: name });
}

/** WORKBOOK_SHEET_MISSING, naming the sheets there are. */
export function sheetMissing(path: string, title: string, titles: readonly string[]): AppError {
  return new AppError(
    'WORKBOOK_SHEET_MISSING',
    {
      zh: `${path} 中没有工作表「${title}」，现有工作表：${titles.join('、')}。请核对工作表名称。`,
      en: `${path} has no sheet “${title}”. Sheets in the workbook: ${titles.join(', ')}. Check the sheet name.`,
    },
    { data: { path, sheet: title, sheets: titles } },
  );
}

const compoundFileSignature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const localHeaderSignature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** Directory entries of an OLE compound file are 128 bytes and aligned to their size ([MS-CFB] 2.6). */
const directoryEntryBytes = 128;
const encryptedStreamNames = ['EncryptedPackage'];
/** What rights management encrypts names its data space so ([MS-OFFCRYPTO] 2.2); a password does not. */
const rightsStreamNames = [
  'DRMEncryptedDataSpace',
  'DRMEncryptedTransform',
  '\tDRMDataSpace',
  '\tDRMContent',
];
const scanBytes = 1024 * 1024;

/** Throws what a file is when it is not a ZIP package. The first bytes decide; the file's extension means nothing. */
export function requirePackageSignature(readAt: ReadAt, fileBytes: number, path: string): void {
  const head = readAt(0, Math.min(fileBytes, 8));
  if (head.subarray(0, 4).equals(localHeaderSignature)) {
    return;
  }
  if (head.equals(compoundFileSignature)) {
    throw compoundFile(readAt, fileBytes, path);
  }
  if (fileBytes === 0) {
    throw notAPackage(path, {
      zh: '是空文件（0 字节）。请从来源重新拷贝',
      en: 'is empty (0 bytes). Copy it again from its source',
    });
  }
  throw notAPackage(path, {
    zh:
      '不是 Excel 工作簿，文件开头不符。整个文件可能已被文档加密（DLP）软件加密：' +
      '请索取解密后的副本，或在装有该软件的电脑上解密；否则请用 Excel 或 WPS 另存为 .xlsx',
    en:
      'is not an Excel workbook: its first bytes are wrong. Data loss prevention (DLP) software may have encrypted the whole file: ' +
      'ask for a decrypted copy, or decrypt it on a computer with that software. Otherwise save it as .xlsx in Excel or WPS',
  });
}

/** WORKBOOK_NOT_A_PACKAGE for a file that is something else; `what` continues the sentence after the path. */
export function notAPackage(path: string, what: Text): AppError {
  const text = { zh: `${path} ${what.zh}。`, en: `${path} ${what.en}.` };
  return new AppError('WORKBOOK_NOT_A_PACKAGE', text, { data: { path } });
}

function compoundFile(readAt: ReadAt, fileBytes: number, path: string): AppError {
  if (hasStream(readAt, fileBytes, rightsStreamNames)) {
    return new AppError(
      'WORKBOOK_ENCRYPTED',
      {
        zh: `${path} 受敏感度标签或权限管理（IRM）保护，内容已加密。请用有权限的账号在 Excel 中打开，取消保护或改为不加密的标签，再另存一份。`,
        en: `${path} is encrypted by a sensitivity label or rights management (IRM). Open it in Excel with an authorized account, remove the protection or choose a label without encryption, then save a copy.`,
      },
      { data: { path, by: 'rights-management' } },
    );
  }
  if (hasStream(readAt, fileBytes, encryptedStreamNames)) {
    return new AppError(
      'WORKBOOK_ENCRYPTED',
      {
        zh: `${path} 设有打开密码。请用 Excel 或 WPS 打开，去掉密码后保存。`,
        en: `${path} needs a password to open. Open it in Excel or WPS, remove the password, then save it.`,
      },
      { data: { path } },
    );
  }
  return new AppError(
    'WORKBOOK_LEGACY_XLS',
    {
      zh: `${path} 是旧格式（.xls）的工作簿。请用 Excel 或 WPS 打开并另存为 .xlsx。`,
      en: `${path} is in the old .xls format. Open it in Excel or WPS and save it as .xlsx.`,
    },
    { data: { path } },
  );
}

/** Whether the compound file has a stream or storage of one of these names. */
function hasStream(readAt: ReadAt, fileBytes: number, names: readonly string[]): boolean {
  for (let position = 0; position < fileBytes; position += scanBytes) {
    const bytes = readAt(position, Math.min(scanBytes, fileBytes - position));
    if (names.some((name) => hasDirectoryEntry(bytes, name))) {
      return true;
    }
  }
  return false;
}

function hasDirectoryEntry(bytes: Buffer, name: string): boolean {
  const written = Buffer.from(name, 'utf16le');
  for (let at = bytes.indexOf(written); at >= 0; at = bytes.indexOf(written, at + 1)) {
    const isDirectoryEntry = at % directoryEntryBytes === 0 && at + 66 <= bytes.length;
    // The length counts the zero at the end; some writers count more of them.
    if (!isDirectoryEntry || bytes.readUInt16LE(at + 64) < written.length + 2) {
      continue;
    }
    if (bytes.readUInt16LE(at + written.length) === 0) {
      return true;
    }
  }
  return false;
}
