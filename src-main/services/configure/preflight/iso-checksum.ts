import type { PreflightItem } from '../../../contract/preflight.ts';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { localFiles } from '../../../adapters/files/local-files.ts';
import { checksumFilesBeside, type ChecksumFile } from './checksum-files.ts';
import { looking, type Sight } from './looking.ts';

interface IsoFile {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** A stick that was pulled, a file that may not be read. */
function unreadable(path: string, cause: unknown): AppError {
  if (isAppError(cause)) {
    return cause;
  }
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const text = {
    zh: `ISO ${path} 或同目录的校验文件无法读取（${why}）；请检查所在磁盘和权限，然后重新检查。`,
    en: `ISO ${path} or its checksum file cannot be read (${why}). Check the drive and permissions, then check again.`,
  };
  return new AppError('FILE_UNREADABLE', text, { data: { path }, cause });
}

function without(iso: IsoFile, sha256: string, files: readonly ChecksumFile[]): Sight {
  const facts = { sha256, sizeBytes: iso.sizeBytes, files: files.map(({ fileName }) => fileName) };
  const [file] = files;
  if (file !== undefined) {
    const message = {
      zh: `校验文件 ${file.fileName} 中没有 ISO ${iso.fileName} 的校验值；其 SHA-256 为 ${sha256}，请与厂商公布的值核对。`,
      en: `Checksum file ${file.fileName} has no entry for ISO ${iso.fileName}. Its SHA-256 is ${sha256}; compare it with the value published by the vendor.`,
    };
    return { verdict: 'unknown', message, facts };
  }
  const message = {
    zh: `ISO ${iso.fileName} 同目录没有校验文件；其 SHA-256 为 ${sha256}，请与厂商公布的值核对，或把厂商的 ${iso.fileName}.sha256 放到同一目录。`,
    en: `ISO ${iso.fileName} has no checksum file. Its SHA-256 is ${sha256}; compare it with the value published by the vendor, or put the vendor's ${iso.fileName}.sha256 in the same folder.`,
  };
  return { verdict: 'unknown', message, facts };
}

function compared(iso: IsoFile, sha256: string, files: readonly ChecksumFile[]): Sight {
  const said = files.flatMap(({ fileName, sha256s }) =>
    sha256s.map((published) => ({ fileName, published })),
  );
  const [first] = said;
  if (first === undefined) {
    return without(iso, sha256, files);
  }
  const facts = { sha256, sizeBytes: iso.sizeBytes, files: files.map(({ fileName }) => fileName) };
  const other = said.find(({ published }) => published !== sha256);
  if (other !== undefined) {
    const message = {
      zh: `ISO ${iso.fileName} 与厂商的校验值不一致：实际 SHA-256 为 ${sha256}，${other.fileName} 中为 ${other.published}；请勿上传，重新下载或拷贝该文件。`,
      en: `ISO ${iso.fileName} does not match the vendor's checksum: its SHA-256 is ${sha256}, but ${other.fileName} has ${other.published}. Do not upload it; download or copy it again.`,
    };
    return { verdict: 'error', message, facts: { ...facts, published: other.published } };
  }
  const message = {
    zh: `ISO ${iso.fileName} 的 SHA-256 ${sha256} 与 ${first.fileName} 一致。`,
    en: `The SHA-256 ${sha256} of ISO ${iso.fileName} matches ${first.fileName}.`,
  };
  return { verdict: 'ok', message, facts: { ...facts, published: first.published } };
}

/** The ISO against the SHA-256 that lies beside it. Reads the whole file: seconds for each gigabyte. */
export function isoItem(iso: IsoFile, signal: AbortSignal): Promise<PreflightItem> {
  return looking({ code: 'iso-checksum', subject: iso.fileName }, signal, async () => {
    try {
      const files = await checksumFilesBeside(iso.path);
      return compared(iso, await localFiles.sha256(iso.path, { signal }), files);
    } catch (thrown) {
      throw unreadable(iso.path, thrown);
    }
  });
}
