import { createHash, type Hash } from 'node:crypto';
import { read } from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { PackageFile } from '../package/container.ts';
import { damaged } from '../package/refusals.ts';
import type { ZipEntry } from '../package/zip-directory.ts';
import { archiveEnd, directoryRecords, localHeaderOf, type PackedPart } from './directory-records.ts';
import { bothOf } from './both-of.ts';
import type { OutputFile } from './files.ts';
import { streamChunkBytes, transformed } from './part-content.ts';

const readAsync = promisify(read);
const copyChunkBytes = 1024 * 1024;
/** A large sheet is packed fast, some 20 % larger; a small one as tight as spreadsheet programs do. */
const fastPackingAboveBytes = 2 * 1024 * 1024;

export interface ChangedPart {
  readonly entry: ZipEntry;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Where everything came to stand. */
export interface WrittenPackage {
  /** Of the whole new file, lower-case hex. */
  readonly sha256: string;
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
  const hash = createHash('sha256');
  const contentOffset = entry.headerOffset + localHeaderOf(entry, nothingPacked).length;
  // Packing runs in other threads and leaves time to copy what stands before the part.
  const [packed] = await bothOf([
    writePacked(part, output, contentOffset),
    copyRange(source, { from: 0, to: entry.headerOffset, shift: 0 }, { output, hash }),
  ]);
  const header = localHeaderOf(entry, packed);
  hash.update(header);
  await output.write(header, entry.headerOffset);
  await hashWritten(output, hash, { from: contentOffset, to: contentOffset + packed.compressedBytes });
  const shift = contentOffset + packed.compressedBytes - entry.spanEnd;
  await copyRange(source, { from: entry.spanEnd, to: directory.directoryOffset, shift }, { output, hash });
  const records = directoryRecords(directory, { entry, packed, shift });
  const offset = directory.directoryOffset + shift;
  const oldEnd = source.readAt(directory.directoryEnd, source.fileBytes - directory.directoryEnd);
  const ending = Buffer.concat([
    records,
    archiveEnd(oldEnd, directory, { offset, sizeBytes: records.length }),
  ]);
  hash.update(ending);
  await output.write(ending, offset);
  return { sha256: hash.digest('hex'), shift };
}

const nothingPacked: PackedPart = { crc32: 0, compressedBytes: 0, sizeBytes: 0 };

async function writePacked(part: ChangedPart, output: OutputFile, offset: number): Promise<PackedPart> {
  const measured = { crc32: 0, sizeBytes: 0 };
  const level = part.entry.sizeBytes > fastPackingAboveBytes ? 1 : 6;
  const source = Readable.from(measure(part.chunks, measured), { objectMode: false });
  let compressedBytes = 0;
  for await (const piece of transformed(source, createDeflateRaw({ level, chunkSize: streamChunkBytes }))) {
    await output.write(piece, offset + compressedBytes);
    compressedBytes += piece.length;
  }
  return { ...measured, compressedBytes };
}

async function* measure(
  chunks: AsyncIterable<Buffer>,
  measured: { crc32: number; sizeBytes: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (chunk.length === 0) {
      // A stream of bytes takes an empty piece for a pause.
      continue;
    }
    measured.crc32 = crc32(chunk, measured.crc32);
    measured.sizeBytes += chunk.length;
    yield chunk;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Copies bytes of the source as they are; while one piece is being written, the next is read and hashed. */
async function copyRange(
  source: PackageFile,
  range: Range & { readonly shift: number },
  target: { readonly output: OutputFile; readonly hash: Hash },
): Promise<void> {
  const readPiece = async (at: number, buffer: Buffer): Promise<Buffer> => {
    const length = Math.min(buffer.length, range.to - at);
    const { bytesRead } =
      length === 0 ? { bytesRead: 0 } : await readAsync(source.descriptor, buffer, 0, length, at);
    if (bytesRead === 0 && length > 0) {
      throw damaged(source.workbook.path, 'it became shorter while it was read');
    }
    return buffer.subarray(0, bytesRead);
  };
  let [current, free]: [Buffer, Buffer] = [
    Buffer.allocUnsafe(copyChunkBytes),
    Buffer.allocUnsafe(copyChunkBytes),
  ];
  let piece = await readPiece(range.from, current);
  for (let at = range.from; piece.length > 0;) {
    const writing = target.output.write(piece, at + range.shift);
    target.hash.update(piece);
    at += piece.length;
    [current, free] = [free, current];
    piece = (await bothOf([readPiece(at, current), writing]))[0];
  }
}

async function hashWritten(output: OutputFile, hash: Hash, range: Range): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(copyChunkBytes, range.to - range.from));
  for (let at = range.from; at < range.to;) {
    const count = await output.read(buffer.subarray(0, Math.min(buffer.length, range.to - at)), at);
    hash.update(buffer.subarray(0, count));
    at += count === 0 ? range.to : count;
  }
}
