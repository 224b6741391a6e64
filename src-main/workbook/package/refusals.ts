import { AppError } from '../../contract/errors.ts';
import type { ReadAt } from './read-at.ts';

/** WORKBOOK_DAMAGED with what is wrong and what to do. */
export function damaged(path: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'WORKBOOK_DAMAGED',
    `${path} is damaged: ${what}. Copy the file again from its source, or open and save it in Excel or WPS.`,
    {
      data: { path },
      cause,
    },
  );
}

const compoundFileSignature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const localHeaderSignature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** Directory entries of an OLE compound file are 128 bytes and aligned to their size ([MS-CFB] 2.6). */
const directoryEntryBytes = 128;
const encryptedStreamName = Buffer.from('EncryptedPackage\0', 'utf16le');
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
    throw notAPackage(path, 'is empty (0 bytes). Copy it again from its source');
  }
  throw notAPackage(
    path,
    'is not an Excel workbook: it does not begin as one. Document protection (DLP) software may have encrypted the whole file: ' +
      'ask for a decrypted copy, or decrypt it on a computer where that software is installed. Otherwise save it as .xlsx in Excel or WPS',
  );
}

/** WORKBOOK_NOT_A_PACKAGE for a file that is something else; `what` continues the sentence after the path. */
export function notAPackage(path: string, what: string): AppError {
  return new AppError('WORKBOOK_NOT_A_PACKAGE', `${path} ${what}.`, { data: { path } });
}

function compoundFile(readAt: ReadAt, fileBytes: number, path: string): AppError {
  if (hasEncryptedStream(readAt, fileBytes)) {
    return new AppError(
      'WORKBOOK_ENCRYPTED',
      `${path} is protected with a password for opening. Open it in Excel or WPS, remove the password, and save it.`,
      {
        data: { path },
      },
    );
  }
  return new AppError(
    'WORKBOOK_LEGACY_XLS',
    `${path} is a workbook of the old format (.xls). Open it in Excel or WPS and save it as .xlsx.`,
    {
      data: { path },
    },
  );
}

function hasEncryptedStream(readAt: ReadAt, fileBytes: number): boolean {
  for (let position = 0; position < fileBytes; position += scanBytes) {
    const bytes = readAt(position, Math.min(scanBytes, fileBytes - position));
    for (
      let at = bytes.indexOf(encryptedStreamName);
      at >= 0;
      at = bytes.indexOf(encryptedStreamName, at + 1)
    ) {
      const isDirectoryEntry = at % directoryEntryBytes === 0 && at + 66 <= bytes.length;
      if (isDirectoryEntry && bytes.readUInt16LE(at + 64) === encryptedStreamName.length) {
        return true;
      }
    }
  }
  return false;
}
