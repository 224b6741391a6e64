import { read } from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { PackageFile } from '../package/container.ts';
import { damaged } from '../package/refusals.ts';
import type { ZipEntry } from '../package/zip-directory.ts';
import { archiveEnd, directoryRecords, localHeaderOf, type PackedPart } from './directory-records.ts';
import { bothOf } from './both-of.ts';
import type { OutputFile } from './files.ts';
import { packedBlocks } from './packed-blocks.ts';

const readAsync = promisify(read);
const copyChunkBytes = 4 * 1024 * 1024;
/** A large sheet is packed fast, some 20 % larger; a small one as tight as spreadsheet programs do. */
const fastPackingAboveBytes = 512 * 1024;

export interface ChangedPart {
  readonly entry: ZipEntry;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Where everything came to stand. */
export interface WrittenPackage {
  /** How far what stands behind the changed part has moved, in bytes. */
  readonly shift: number;
}

/**
 * Writes the package anew with one part changed. All bytes before and behind that part are copied as they are, local
 * headers, data descriptors and padding with them; the central directory keeps its order and its records but for
 * offsets.
 */
export async function writePackage(
  source: PackageFile,
  part: ChangedPart,
  output: OutputFile,
): Promise<WrittenPackage> {
  const { entry } = part;
  const { directory } = source;
  const contentOffset = entry.headerOffset + localHeaderOf(entry, nothingPacked).length;
  // Packing runs in other threads and leaves time to copy what stands before the part.
  const [packed] = await bothOf([
    writePacked(part, output, contentOffset),
    copyRange(source, { from: 0, to: entry.headerOffset, shift: 0 }, output),
  ]);
  const header = localHeaderOf(entry, packed);
  await output.write(header, entry.headerOffset);
  const shift = contentOffset + packed.compressedBytes - entry.spanEnd;
  await copyRange(source, { from: entry.spanEnd, to: directory.directoryOffset, shift }, output);
  const records = directoryRecords(directory, { entry, packed, shift });
  const offset = directory.directoryOffset + shift;
  // What something on the file's way has put behind the archive is left behind.
  const oldEndBytes = source.fileBytes - directory.trailingBytes - directory.directoryEnd;
  const oldEnd = source.readAt(directory.directoryEnd, oldEndBytes);
  const ending = Buffer.concat([
    records,
    archiveEnd(oldEnd, directory, { offset, sizeBytes: records.length }),
  ]);
  await output.write(ending, offset);
  return { shift };
}

const nothingPacked: PackedPart = { crc32: 0, compressedBytes: 0, sizeBytes: 0 };

async function writePacked(part: ChangedPart, output: OutputFile, offset: number): Promise<PackedPart> {
  const level = part.entry.sizeBytes > fastPackingAboveBytes ? 1 : 6;
  let checksum = 0;
  let sizeBytes = 0;
  let compressedBytes = 0;
  const measure = (block: Buffer): void => {
    checksum = crc32(block, checksum);
    sizeBytes += block.length;
  };
  for await (const piece of packedBlocks(part.chunks, level, measure)) {
    await output.write(piece, offset + compressedBytes);
    compressedBytes += piece.length;
  }
  return { crc32: checksum, sizeBytes, compressedBytes };
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** How far the bytes move, in bytes. */
  readonly shift: number;
}

/** Copies bytes of the source as they are; while one piece is being written, the next is read. */
async function copyRange(source: PackageFile, range: Range, output: OutputFile): Promise<void> {
  const readPiece = async (at: number, buffer: Buffer): Promise<Buffer> => {
    const length = Math.min(buffer.length, range.to - at);
    const { bytesRead } =
      length === 0 ? { bytesRead: 0 } : await readAsync(source.descriptor, buffer, 0, length, at);
    if (bytesRead === 0 && length > 0) {
      throw damaged(source.workbook.path, {
        zh: '文件在读取过程中变短',
        en: 'it became shorter while it was read',
      });
    }
    return buffer.subarray(0, bytesRead);
  };
  const chunkBytes = Math.min(copyChunkBytes, range.to - range.from);
  let [current, free]: [Buffer, Buffer] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)];
  let piece = await readPiece(range.from, current);
  for (let at = range.from; piece.length > 0;) {
    const writing = output.write(piece, at + range.shift);
    at += piece.length;
    [current, free] = [free, current];
    piece = (await bothOf([readPiece(at, current), writing]))[0];
  }
}
