import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive to be built, with everything a program or an attacker might do differently. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly method?: 'stored' | 'deflated';
  /** Sizes and CRC behind the content instead of in the local header, as streaming writers do. */
  readonly dataDescriptor?: boolean;
  /** Sizes and offset in ZIP64 extra fields although they would fit. */
  readonly zip64?: boolean;
  /** An extra field of the local header, as Excel uses for padding. */
  readonly localExtra?: Uint8Array;
  readonly extraFlags?: number;
  /** Claimed instead of the truth. */
  readonly claimedSizeBytes?: number;
  readonly claimedCrc32?: number;
  readonly localName?: string;
}

export interface ZipOptions {
  readonly comment?: string;
  /** With ZIP64 end records. */
  readonly zip64End?: boolean;
  /** Order of the central directory, as indexes; the order of the parts when absent. */
  readonly directoryOrder?: readonly number[];
}

interface Built {
  readonly local: Buffer;
  readonly record: (offset: number) => Buffer;
}

/** Builds a ZIP archive in memory. */
export function buildZip(parts: readonly ZipPart[], options: ZipOptions = {}): Buffer {
  const built = parts.map(buildPart);
  const offsets: number[] = [];
  let at = 0;
  for (const { local } of built) {
    offsets.push(at);
    at += local.length;
  }
  const order = options.directoryOrder ?? built.map((_, index) => index);
  const records = Buffer.concat(order.map((index) => built[index]!.record(offsets[index]!)));
  return Buffer.concat([
    ...built.map(({ local }) => local),
    records,
    buildEnd({ count: parts.length, offset: at, sizeBytes: records.length }, options),
  ]);
}

function buildPart(part: ZipPart): Built {
  const content = typeof part.content === 'string' ? Buffer.from(part.content) : Buffer.from(part.content);
  const isStored = part.method === 'stored';
  const packed = isStored ? content : deflateRawSync(content);
  const checksum = part.claimedCrc32 ?? crc32(content);
  const sizeBytes = part.claimedSizeBytes ?? content.length;
  const flags = 0x0800 | (part.dataDescriptor === true ? 0x0008 : 0) | (part.extraFlags ?? 0);
  const method = isStored ? 0 : 8;
  const sizes = { checksum, compressedBytes: packed.length, sizeBytes };
  const local = Buffer.concat([
    localHeader(part, { ...sizes, flags, method }),
    packed,
    descriptor(part, sizes),
  ]);
  return { local, record: (offset) => directoryRecord(part, { ...sizes, flags, method, offset }) };
}

interface Sizes {
  readonly checksum: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
}

function localHeader(part: ZipPart, entry: Sizes & { flags: number; method: number }): Buffer {
  const name = Buffer.from(part.localName ?? part.name);
  const extra = Buffer.concat([
    part.zip64 === true ? zip64Extra([entry.sizeBytes, entry.compressedBytes]) : Buffer.alloc(0),
    part.localExtra ?? Buffer.alloc(0),
  ]);
  const isLater = part.dataDescriptor === true;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(part.zip64 === true ? 45 : 20, 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt32LE(0x5a21_6b2a, 10);
  header.writeUInt32LE(isLater ? 0 : entry.checksum, 14);
  header.writeUInt32LE(isLater ? 0 : part.zip64 === true ? 0xffffffff : entry.compressedBytes, 18);
  header.writeUInt32LE(isLater ? 0 : part.zip64 === true ? 0xffffffff : entry.sizeBytes, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

function descriptor(part: ZipPart, sizes: Sizes): Buffer {
  if (part.dataDescriptor !== true) {
    return Buffer.alloc(0);
  }
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(sizes.checksum, 4);
  bytes.writeUInt32LE(sizes.compressedBytes, 8);
  bytes.writeUInt32LE(sizes.sizeBytes, 12);
  return bytes;
}

function directoryRecord(
  part: ZipPart,
  entry: Sizes & { flags: number; method: number; offset: number },
): Buffer {
  const name = Buffer.from(part.name);
  const isZip64 = part.zip64 === true;
  const extra = isZip64
    ? zip64Extra([entry.sizeBytes, entry.compressedBytes, entry.offset])
    : Buffer.alloc(0);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(isZip64 ? 45 : 20, 4);
  record.writeUInt16LE(isZip64 ? 45 : 20, 6);
  record.writeUInt16LE(entry.flags, 8);
  record.writeUInt16LE(entry.method, 10);
  record.writeUInt32LE(0x5a21_6b2a, 12);
  record.writeUInt32LE(entry.checksum, 16);
  record.writeUInt32LE(isZip64 ? 0xffffffff : entry.compressedBytes, 20);
  record.writeUInt32LE(isZip64 ? 0xffffffff : entry.sizeBytes, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(isZip64 ? 0xffffffff : entry.offset, 42);
  return Buffer.concat([record, name, extra]);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + index * 8));
  return extra;
}

function buildEnd(
  directory: { count: number; offset: number; sizeBytes: number },
  options: ZipOptions,
): Buffer {
  const comment = Buffer.from(options.comment ?? '');
  const isZip64 = options.zip64End === true;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(isZip64 ? 0xffff : directory.count, 8);
  end.writeUInt16LE(isZip64 ? 0xffff : directory.count, 10);
  end.writeUInt32LE(isZip64 ? 0xffffffff : directory.sizeBytes, 12);
  end.writeUInt32LE(isZip64 ? 0xffffffff : directory.offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const plain = Buffer.concat([end, comment]);
  if (!isZip64) {
    return plain;
  }
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(directory.count), 24);
  record.writeBigUInt64LE(BigInt(directory.count), 32);
  record.writeBigUInt64LE(BigInt(directory.sizeBytes), 40);
  record.writeBigUInt64LE(BigInt(directory.offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directory.offset + directory.sizeBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, plain]);
}
