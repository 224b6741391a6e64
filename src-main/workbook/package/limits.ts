import { partTooLarge, tooLarge } from './refusals.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Bounds on what a package may unfold to, so that a hostile or broken file cannot take the memory. */
export interface PackageLimits {
  readonly maximumParts: number;
  /** Inflated bytes of one part. */
  readonly maximumPartBytes: number;
  /** Inflated bytes of all parts together. */
  readonly maximumTotalBytes: number;
  /** Inflated bytes per compressed byte, of a part larger than 1 MiB. */
  readonly maximumRatio: number;
}

const mebibyte = 1024 * 1024;

export const defaultPackageLimits: PackageLimits = {
  maximumParts: 10_000,
  maximumPartBytes: 512 * mebibyte,
  maximumTotalBytes: 1024 * mebibyte,
  // A sheet of a million styled empty rows stays below 100; deflate itself ends at about 1030.
  maximumRatio: 250,
};

/** Small parts may compress extremely well without being a danger. */
const ratioMattersAboveBytes = mebibyte;

/** Throws WORKBOOK_TOO_LARGE when the sizes the directory declares go beyond the limits. */
export function requireWithinLimits(path: string, entries: readonly ZipEntry[], limits: PackageLimits): void {
  if (entries.length > limits.maximumParts) {
    throw tooLarge(path, {
      zh: `含 ${entries.length} 个部件，超过上限 ${limits.maximumParts} 个`,
      en: `it has ${entries.length} parts; the limit is ${limits.maximumParts}`,
    });
  }
  let totalBytes = 0;
  for (const entry of entries) {
    totalBytes += entry.sizeBytes;
    if (entry.sizeBytes > limits.maximumPartBytes) {
      throw partTooLarge(path, entry, limits.maximumPartBytes);
    }
    if (
      entry.sizeBytes > ratioMattersAboveBytes &&
      entry.sizeBytes > entry.compressedBytes * limits.maximumRatio
    ) {
      throw tooLarge(path, {
        zh: `部件 ${entry.name} 解压后超过原大小的 ${limits.maximumRatio} 倍`,
        en: `part ${entry.name} expands to more than ${limits.maximumRatio} times its compressed size`,
      });
    }
  }
  if (totalBytes > limits.maximumTotalBytes) {
    throw tooLarge(path, {
      zh: `解压后共 ${totalBytes} 字节，超过上限 ${limits.maximumTotalBytes} 字节`,
      en: `it expands to ${totalBytes} bytes; the limit is ${limits.maximumTotalBytes}`,
    });
  }
}
