import { AppError } from '../../contract/errors.ts';
import type { ReadAt } from './read-at.ts';
import { damaged } from './refusals.ts';

/** One record of the central directory. Offsets and sizes are bytes; ZIP64 values are already resolved. */
export interface ZipEntry {
  readonly name: string;
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where the local header begins. */
  readonly headerOffset: number;
  /** Where the next local header or the central directory begins: data descriptor and padding belong to the span. */
  readonly spanEnd: number;
  /** The record as it stands in the central directory. */
  readonly record: Buffer;
}

export interface ZipDirectory {
  /** In the order of the central directory. */
  readonly entries: readonly ZipEntry[];
  readonly directoryOffset: number;
  readonly directoryEnd: number;
  /** The archive's comment, without the record around it. */
  readonly comment: Buffer;
  readonly isZip64: boolean;
  /** Bytes behind the archive, which something on its way has added. */
  readonly trailingBytes: number;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const zip64LocatorSignature = 0x07064b50;
const zip64EndSignature = 0x06064b50;
const recordSignature = 0x02014b50;
const recordBytes = 46;
const localHeaderBytes = 30;
const longestComment = 0xffff;
/** Padding and line ends behind an archive; what is longer is another file. */
const longestTrail = 0xffff;
/** The largest central directory we load: 10,000 parts with long names and extra fields stay far below. */
const largestDirectoryBytes = 32 * 1024 * 1024;

interface Extent {
  readonly count: number;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Where the records that follow the directory begin; the directory must reach exactly to here. */
  readonly boundary: number;
  readonly isZip64: boolean;
}

/** Parses the central directory of a ZIP file (APPNOTE 6.3 §4.3.12 to §4.3.16), ZIP64 included. */
export function readZipDirectory(readAt: ReadAt, fileBytes: number, path: string): ZipDirectory {
  const tail = readAt(
    Math.max(0, fileBytes - endBytes - longestComment - longestTrail),
    Math.min(fileBytes, endBytes + longestComment + longestTrail),
  );
  const end = findEnd(tail) ?? findEndBeforeTrail({ readAt, fileBytes, path }, tail);
  if (end === null) {
    throw damaged(path, {
      zh: '文件尾部缺失，可能是拷贝或下载中断',
      en: 'its end is missing; the copy or download was probably interrupted',
    });
  }
  const endOffset = fileBytes - tail.length + end;
  const archiveEnd = end + endBytes + tail.readUInt16LE(end + 20);
  const extent = readExtent({ readAt, endOffset, path }, tail.subarray(end));
  if (extent.sizeBytes > largestDirectoryBytes) {
    throw new AppError('WORKBOOK_TOO_LARGE', {
      zh: `${path} 的部件目录过大，任何规划表都用不到。请用 Excel 或 WPS 重新保存该文件。`,
      en: `${path} has a larger part directory than any planning workbook needs. Save it again in Excel or WPS.`,
    });
  }
  if (extent.offset + extent.sizeBytes !== extent.boundary) {
    throw damaged(path, {
      zh: '部件目录不在文件所记录的位置',
      en: 'its part directory is not at the recorded position',
    });
  }
  const bytes = readAt(extent.offset, extent.sizeBytes);
  const raw = parseRecords(bytes, extent.count, path);
  return {
    entries: withSpans(raw, extent.offset, path),
    directoryOffset: extent.offset,
    directoryEnd: extent.offset + extent.sizeBytes,
    comment: Buffer.from(tail.subarray(end + endBytes, archiveEnd)),
    isZip64: extent.isZip64,
    trailingBytes: tail.length - archiveEnd,
  };
}

function findEnd(tail: Buffer): number | null {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    // The comment has to reach exactly to the end, so bytes inside a comment that look like a record are not taken for one.
    if (
      tail.readUInt32LE(at) === endSignature &&
      at + endBytes + tail.readUInt16LE(at + 20) === tail.length
    ) {
      return at;
    }
  }
  return null;
}

/** The last end record whose directory is where it says, with more bytes behind it. */
function findEndBeforeTrail(
  { readAt, fileBytes, path }: { readonly readAt: ReadAt; readonly fileBytes: number; readonly path: string },
  tail: Buffer,
): number | null {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    const isRecord =
      tail.readUInt32LE(at) === endSignature && at + endBytes + tail.readUInt16LE(at + 20) < tail.length;
    if (!isRecord) {
      continue;
    }
    const endOffset = fileBytes - tail.length + at;
    const { offset, sizeBytes, boundary } = readExtent({ readAt, endOffset, path }, tail.subarray(at));
    if (offset + sizeBytes === boundary) {
      return at;
    }
  }
  return null;
}

function readExtent(place: { readAt: ReadAt; endOffset: number; path: string }, end: Buffer): Extent {
  const plain: Extent = {
    count: end.readUInt16LE(10),
    sizeBytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
    boundary: place.endOffset,
    isZip64: false,
  };
  if (end.readUInt16LE(4) !== end.readUInt16LE(6)) {
    throw damaged(place.path, {
      zh: '它只是分卷压缩包中的一卷',
      en: 'it is one volume of a split archive',
    });
  }
  const locatorOffset = place.endOffset - 20;
  if (locatorOffset < 0) {
    return plain;
  }
  const locator = place.readAt(locatorOffset, 20);
  if (locator.readUInt32LE(0) !== zip64LocatorSignature) {
    return plain;
  }
  const recordOffset = toNumber(locator.readBigUInt64LE(8), place.path);
  const record = recordOffset + 56 > locatorOffset ? null : place.readAt(recordOffset, 56);
  if (record?.readUInt32LE(0) !== zip64EndSignature) {
    throw damaged(place.path, {
      zh: 'ZIP64 记录不在文件所记录的位置',
      en: 'its ZIP64 record is not at the recorded position',
    });
  }
  return {
    count: toNumber(record.readBigUInt64LE(32), place.path),
    sizeBytes: toNumber(record.readBigUInt64LE(40), place.path),
    offset: toNumber(record.readBigUInt64LE(48), place.path),
    boundary: recordOffset,
    isZip64: true,
  };
}

type Record = Omit<ZipEntry, 'spanEnd'>;

function parseRecords(bytes: Buffer, count: number, path: string): readonly Record[] {
  const records: Record[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + recordBytes > bytes.length || bytes.readUInt32LE(at) !== recordSignature) {
      throw brokenList(path);
    }
    const next =
      at +
      recordBytes +
      bytes.readUInt16LE(at + 28) +
      bytes.readUInt16LE(at + 30) +
      bytes.readUInt16LE(at + 32);
    if (next > bytes.length) {
      throw brokenList(path);
    }
    records.push(parseRecord(bytes.subarray(at, next), path));
    at = next;
  }
  if (records.length !== count) {
    throw damaged(path, { zh: '部件目录不完整', en: 'its part directory is incomplete' });
  }
  return records;
}

function brokenList(path: string): AppError {
  return damaged(path, { zh: '部件目录内容有误', en: 'its part directory is invalid' });
}

function parseRecord(record: Buffer, path: string): Record {
  const nameLength = record.readUInt16LE(28);
  const flags = record.readUInt16LE(8);
  const nameBytes = record.subarray(recordBytes, recordBytes + nameLength);
  const extra = record.subarray(recordBytes + nameLength, recordBytes + nameLength + record.readUInt16LE(30));
  const resolve = zip64Resolver(extra, path);
  // The order of the three is the order in which APPNOTE §4.5.3 lays them out in the extra field.
  const sizeBytes = resolve(record.readUInt32LE(24));
  const compressedBytes = resolve(record.readUInt32LE(20));
  const headerOffset = resolve(record.readUInt32LE(42));
  return {
    // Part names are ASCII (ECMA-376 part 2); UTF-8 decodes those with and without the language flag.
    name: nameBytes.toString('utf8'),
    nameBytes,
    flags,
    method: record.readUInt16LE(10),
    crc32: record.readUInt32LE(16),
    compressedBytes,
    sizeBytes,
    headerOffset,
    record,
  };
}

function zip64Resolver(extra: Buffer, path: string): (value: number) => number {
  let field: Buffer = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) {
      field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
      break;
    }
  }
  let used = 0;
  return (value) => {
    if (value !== 0xffffffff) {
      return value;
    }
    if (used + 8 > field.length) {
      throw damaged(path, {
        zh: '有部件标为 ZIP64 却没有给出大小',
        en: 'a part is marked as ZIP64 but has no size',
      });
    }
    used += 8;
    return toNumber(field.readBigUInt64LE(used - 8), path);
  };
}

/** Gives every entry its span and refuses entries that overlap, which is how the worst archive bombs are built. */
function withSpans(records: readonly Record[], directoryOffset: number, path: string): readonly ZipEntry[] {
  const byOffset = [...records].sort((left, right) => left.headerOffset - right.headerOffset);
  const spanEnds = new Map<Record, number>();
  byOffset.forEach((record, index) => {
    // One part that is listed twice is one part.
    const next = byOffset.slice(index + 1).find((other) => !isSamePart(record, other));
    const spanEnd = next?.headerOffset ?? directoryOffset;
    if (record.headerOffset + localHeaderBytes + record.nameBytes.length + record.compressedBytes > spanEnd) {
      throw damaged(path, {
        zh: `部件 ${record.name} 与后一个部件重叠`,
        en: `part ${record.name} overlaps the next part`,
      });
    }
    spanEnds.set(record, spanEnd);
  });
  return records.map((record) => ({ ...record, spanEnd: spanEnds.get(record) ?? directoryOffset }));
}

function isSamePart(left: Record, right: Record): boolean {
  return left.headerOffset === right.headerOffset && left.nameBytes.equals(right.nameBytes);
}

function toNumber(value: bigint, path: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw damaged(path, { zh: '文件记录的大小不可能存在', en: 'its recorded sizes are impossible' });
  }
  return Number(value);
}

/** Where an entry's data begin, from its local header, whose name must agree with the central directory. */
export function locateEntryContent(readAt: ReadAt, entry: ZipEntry, path: string): number {
  const header = readAt(entry.headerOffset, localHeaderBytes + entry.nameBytes.length);
  const agrees =
    header.readUInt32LE(0) === 0x04034b50 &&
    header.readUInt16LE(26) === entry.nameBytes.length &&
    header.subarray(localHeaderBytes).equals(entry.nameBytes);
  const contentOffset =
    entry.headerOffset + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (!agrees || contentOffset + entry.compressedBytes > entry.spanEnd) {
    throw damaged(path, {
      zh: `部件 ${entry.name} 的两处文件头不一致`,
      en: `the two headers of part ${entry.name} do not match`,
    });
  }
  return contentOffset;
}
