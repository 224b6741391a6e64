import type { ZipDirectory, ZipEntry } from '../package/zip-directory.ts';

/** The changed part as it was written. */
export interface PackedPart {
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
}

const unknown32 = 0xffffffff;
const zip64ExtraId = 1;
const recordBytes = 46;
/** Language flag: the name is UTF-8. Nothing else of the old flags holds for the new content. */
const languageFlag = 0x0800;

/** The local header of the changed part: the old name, time and version, sizes known beforehand, no extra fields. */
export function localHeaderOf(entry: ZipEntry, packed: PackedPart): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(entry.flags & languageFlag, 6);
  header.writeUInt16LE(8, 8);
  entry.record.copy(header, 10, 12, 16);
  header.writeUInt32LE(packed.crc32, 14);
  header.writeUInt32LE(packed.compressedBytes, 18);
  header.writeUInt32LE(packed.sizeBytes, 22);
  header.writeUInt16LE(entry.nameBytes.length, 26);
  return Buffer.concat([header, entry.nameBytes]);
}

/** The central directory with the changed part's new sizes and the offsets of what stands behind it moved by `shift`. */
export function directoryRecords(
  directory: ZipDirectory,
  changed: { entry: ZipEntry; packed: PackedPart; shift: number },
): Buffer {
  return Buffer.concat(
    directory.entries.map((entry) => {
      if (entry === changed.entry) {
        return changedRecord(entry, changed.packed);
      }
      return entry.headerOffset < changed.entry.headerOffset
        ? entry.record
        : movedRecord(entry, changed.shift);
    }),
  );
}

function changedRecord(entry: ZipEntry, packed: PackedPart): Buffer {
  const extraStart = recordBytes + entry.nameBytes.length;
  const extraEnd = extraStart + entry.record.readUInt16LE(30);
  const extra = withoutZip64(entry.record.subarray(extraStart, extraEnd));
  const record = Buffer.concat([
    entry.record.subarray(0, extraStart),
    extra,
    entry.record.subarray(extraEnd),
  ]);
  record.writeUInt16LE(entry.flags & languageFlag, 8);
  record.writeUInt16LE(8, 10);
  record.writeUInt32LE(packed.crc32, 16);
  record.writeUInt32LE(packed.compressedBytes, 20);
  record.writeUInt32LE(packed.sizeBytes, 24);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(entry.headerOffset, 42);
  return record;
}

/** The new sizes fit the plain fields: a part is bounded far below 4 GiB, and so is the file. */
function withoutZip64(extra: Buffer): Buffer {
  const kept = fieldsOf(extra).filter((field) => field.id !== zip64ExtraId);
  return Buffer.concat(kept.map((field) => extra.subarray(field.start, field.end)));
}

function movedRecord(entry: ZipEntry, shift: number): Buffer {
  const record = Buffer.from(entry.record);
  const offset = entry.headerOffset + shift;
  if (record.readUInt32LE(42) !== unknown32) {
    record.writeUInt32LE(offset, 42);
    return record;
  }
  const extraStart = recordBytes + entry.nameBytes.length;
  const extra = record.subarray(extraStart, extraStart + record.readUInt16LE(30));
  const field = fieldsOf(extra).find(({ id }) => id === zip64ExtraId);
  if (field !== undefined) {
    // The offset stands behind those of the two sizes that are in the extra field too (APPNOTE §4.5.3).
    const sizesBefore = [20, 24].filter((at) => record.readUInt32LE(at) === unknown32).length;
    extra.writeBigUInt64LE(BigInt(offset), field.start + 4 + sizesBefore * 8);
  }
  return record;
}

interface ExtraField {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

function fieldsOf(extra: Buffer): readonly ExtraField[] {
  const fields: ExtraField[] = [];
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    fields.push({ id: extra.readUInt16LE(at), start: at, end });
    at = end;
  }
  return fields;
}

/** What follows the central directory, as it was but for the directory's new place and size. */
export function archiveEnd(
  old: Buffer,
  directory: ZipDirectory,
  moved: { offset: number; sizeBytes: number },
): Buffer {
  const end = Buffer.from(old);
  const plain = end.length - directory.comment.length - 22;
  if (end.readUInt32LE(plain + 12) !== unknown32) {
    end.writeUInt32LE(moved.sizeBytes, plain + 12);
  }
  if (end.readUInt32LE(plain + 16) !== unknown32) {
    end.writeUInt32LE(moved.offset, plain + 16);
  }
  if (directory.isZip64) {
    end.writeBigUInt64LE(BigInt(moved.sizeBytes), 40);
    end.writeBigUInt64LE(BigInt(moved.offset), 48);
    // The locator says where the ZIP64 record begins: right behind the directory.
    end.writeBigUInt64LE(BigInt(moved.offset + moved.sizeBytes), plain - 20 + 8);
  }
  return end;
}
