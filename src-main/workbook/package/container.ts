import { closeSync, fstatSync, readSync } from 'node:fs';
import { AppError, isAppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { openFileSync } from '../../files/open-file.ts';
import { isOnlyBackslashes, oddEntries, partKey, refuseEntry } from './entry-names.ts';
import { defaultPackageLimits, type PackageLimits } from './limits.ts';
import { openingFailure } from './opening.ts';
import { readEntry, readPackageDirectory, requireReadable } from './package-entries.ts';
import { damaged } from './refusals.ts';
import type { ReadAt } from './read-at.ts';
import type { ZipDirectory, ZipEntry } from './zip-directory.ts';

export type { PackageLimits } from './limits.ts';

interface PackagePart {
  readonly name: string;
  /** Inflated. */
  readonly sizeBytes: number;
  readonly compressedBytes: number;
}

/** An open workbook file: an OPC package, that is, a ZIP file of named parts. Names are found without regard to case. */
export interface WorkbookPackage {
  readonly path: string;
  /** In the order of the file's directory; folders are left out. */
  readonly parts: readonly PackagePart[];
  /** What no spreadsheet program writes: reading passes over it, writing would have to guess. */
  readonly oddParts: readonly { readonly name: string; readonly problem: Text }[];
  has(name: string): boolean;
  /** The part inflated, its CRC and size checked. Throws WORKBOOK_DAMAGED when it is missing or broken. */
  read(name: string): Buffer;
  close(): void;
}

/**
 * Opens a workbook file for reading; it is to be closed by the caller.
 *
 * Throws FILE_NOT_FOUND, FILE_UNREADABLE, and for what is no readable workbook WORKBOOK_LEGACY_XLS, WORKBOOK_ENCRYPTED,
 * WORKBOOK_NOT_A_PACKAGE, WORKBOOK_DAMAGED, WORKBOOK_TOO_LARGE, WORKBOOK_ENTRY_NAME.
 */
export function openPackage(path: string, limits: Partial<PackageLimits> = {}): WorkbookPackage {
  return openPackageFile(path, limits).workbook;
}

/** A package together with the layout of its file. Closing the package closes the file. */
export interface PackageFile {
  readonly workbook: WorkbookPackage;
  readonly directory: ZipDirectory;
  readonly descriptor: number;
  readonly fileBytes: number;
  readonly readAt: ReadAt;
  /** Throws WORKBOOK_DAMAGED when there is no such part. */
  entry(name: string): ZipEntry;
}

/** As {@link openPackage}, for who needs the raw bytes too. */
export function openPackageFile(path: string, limits: Partial<PackageLimits> = {}): PackageFile {
  const descriptor = translated(path, () => openFileSync(path));
  try {
    return readPackage(descriptor, path, { ...defaultPackageLimits, ...limits });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** A reader of an open file; a file that is shorter than expected is WORKBOOK_DAMAGED. */
function createReadAt(descriptor: number, path: string): ReadAt {
  return (position, length) => {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = translated(path, () =>
        readSync(descriptor, bytes, filled, length - filled, position + filled),
      );
      if (count === 0) {
        throw damaged(path, { zh: '文件比其记录的长度短', en: 'it is shorter than its own record says' });
      }
      filled += count;
    }
    return bytes;
  };
}

function translated<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw isAppError(error) ? error : openingFailure(path, error);
  }
}

function readPackage(descriptor: number, path: string, limits: PackageLimits): PackageFile {
  const readAt = createReadAt(descriptor, path);
  const fileBytes = fstatSync(descriptor).size;
  const directory = readPackageDirectory(readAt, { path, fileBytes, limits });
  const odd = oddEntries(directory.entries);
  const unclear = new Map(
    odd.filter((one) => !isOnlyBackslashes(one)).map((one) => [partKey(one.entry.name), one]),
  );
  const byKey = new Map(directory.entries.map((entry) => [partKey(entry.name), entry]));
  const state = { isOpen: true };
  const requireEntry = (name: string): ZipEntry => {
    const key = partKey(name);
    const doubtful = unclear.get(key);
    if (doubtful !== undefined) {
      refuseEntry(path, doubtful);
    }
    const entry = byKey.get(key);
    if (entry === undefined) {
      throw damaged(path, { zh: `缺少部件 ${name}`, en: `part ${name} is missing` });
    }
    if (!state.isOpen) {
      throw new AppError('INTERNAL', `${path} was read after it had been closed`);
    }
    requireReadable(path, entry);
    return entry;
  };
  const workbook: WorkbookPackage = {
    path,
    oddParts: odd.map(({ entry, problem }) => ({ name: entry.name, problem })),
    parts: directory.entries
      .filter((entry) => !/[\\/]$/.test(entry.name))
      .map(({ name, sizeBytes, compressedBytes }) => ({ name, sizeBytes, compressedBytes })),
    has: (name) => byKey.has(partKey(name)),
    read: (name) => readEntry(readAt, requireEntry(name), path),
    close: () => {
      if (state.isOpen) {
        state.isOpen = false;
        closeSync(descriptor);
      }
    },
  };
  return { workbook, directory, descriptor, fileBytes, readAt, entry: requireEntry };
}
