import { crc32, inflateRawSync } from 'node:zlib';
import { AppError } from '../../contract/errors.ts';
import { requireWithinLimits, type PackageLimits } from './limits.ts';
import type { ReadAt } from './read-at.ts';
import { damaged, notUnpacked, requirePackageSignature, wrongChecksum } from './refusals.ts';
import { locateEntryContent, readZipDirectory, type ZipDirectory, type ZipEntry } from './zip-directory.ts';

export const storedMethod = 0;
const deflatedMethod = 8;
/** General purpose flags: bit 0 encrypted, bit 6 strong encryption, bit 13 masked headers. */
const encryptedFlags = 0x0001 | 0x0040 | 0x2000;

export interface PackageFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly limits: PackageLimits;
}

/** The directory of a workbook file after everything that concerns all of it has been refused. */
export function readPackageDirectory(readAt: ReadAt, file: PackageFile): ZipDirectory {
  const { path, fileBytes, limits } = file;
  requirePackageSignature(readAt, fileBytes, path);
  const directory = readZipDirectory(readAt, fileBytes, path);
  requireWithinLimits(path, directory.entries, limits);
  return directory;
}

/** Throws for a part that is packed as no spreadsheet program packs it. One that nobody needs is never asked about. */
export function requireReadable(path: string, entry: ZipEntry): void {
  if ((entry.flags & encryptedFlags) !== 0) {
    throw new AppError(
      'WORKBOOK_ENCRYPTED',
      {
        zh: `${path} 打包时设置了 ZIP 密码（部件 ${entry.name}）。请索取不带密码的规划表。`,
        en: `${path} was packed with a ZIP password (part ${entry.name}). Ask for the workbook without it.`,
      },
      { data: { path, part: entry.name } },
    );
  }
  if (entry.method !== storedMethod && entry.method !== deflatedMethod) {
    throw damaged(path, {
      zh: `部件 ${entry.name} 采用了电子表格软件不会使用的压缩方式（方法 ${entry.method}）`,
      en: `its part ${entry.name} is compressed in a way no spreadsheet program uses (method ${entry.method})`,
    });
  }
  if (entry.method === storedMethod && entry.sizeBytes !== entry.compressedBytes) {
    throw damaged(path, {
      zh: `部件 ${entry.name} 记录的两个大小不一致`,
      en: `its part ${entry.name} has two different sizes`,
    });
  }
}

/** One part's content, its size and CRC checked. */
export function readEntry(readAt: ReadAt, entry: ZipEntry, path: string): Buffer {
  const packed = readAt(locateEntryContent(readAt, entry, path), entry.compressedBytes);
  const content = entry.method === storedMethod ? packed : inflate(packed, entry, path);
  if (content.length !== entry.sizeBytes || crc32(content) !== entry.crc32) {
    throw wrongChecksum(path, entry.name);
  }
  return content;
}

function inflate(packed: Buffer, entry: ZipEntry, path: string): Buffer {
  if (entry.sizeBytes === 0 && packed.length === 0) {
    return packed;
  }
  try {
    // One byte of room: a stream that is longer than declared stops here instead of filling the memory.
    return inflateRawSync(packed, { maxOutputLength: entry.sizeBytes + 1 });
  } catch (error) {
    throw notUnpacked(path, entry.name, error);
  }
}
