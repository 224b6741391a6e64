import { Readable, type Transform } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { isAppError } from '../../contract/errors.ts';
import type { PackageFile } from '../package/container.ts';
import { readEntry, storedMethod } from '../package/package-entries.ts';
import { notUnpacked, wrongChecksum } from '../package/refusals.ts';
import { locateEntryContent, type ZipEntry } from '../package/zip-directory.ts';

/** A part's inflated content, as often as wanted; every pass ends with the check of size and CRC. */
export interface PartContent {
  chunks(): AsyncIterable<Buffer>;
}

/** Up to here a part is kept in memory between the passes; larger ones are inflated again for each. */
const keptBytes = 32 * 1024 * 1024;
const streamChunkBytes = 256 * 1024;

export function openPartContent(file: PackageFile, entry: ZipEntry): PartContent {
  if (entry.sizeBytes > keptBytes) {
    return { chunks: () => inflatedChunks(file, entry) };
  }
  let kept: readonly Buffer[] | null = null;
  return {
    async *chunks() {
      if (kept !== null) {
        yield* kept;
        return;
      }
      const seen: Buffer[] = [];
      for await (const chunk of firstPass(file, entry)) {
        seen.push(chunk);
        yield chunk;
      }
      kept = seen;
    },
  };
}

/** A small part is there at once; of a large one, the next bytes are inflated while the last are being looked at. */
async function* firstPass(file: PackageFile, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.sizeBytes > streamChunkBytes) {
    yield* inflatedChunks(file, entry);
  } else {
    yield readEntry(file.readAt, entry, file.workbook.path);
  }
}

async function* inflatedChunks(file: PackageFile, entry: ZipEntry): AsyncGenerator<Buffer> {
  const path = file.workbook.path;
  const packed = Readable.from(packedChunks(file, entry), { objectMode: false });
  const source =
    entry.method === storedMethod
      ? packed
      : transformed(packed, createInflateRaw({ chunkSize: streamChunkBytes }));
  let checksum = 0;
  let sizeBytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      if (sizeBytes > entry.sizeBytes) {
        break;
      }
      yield chunk;
    }
  } catch (error) {
    throw isAppError(error) ? error : notUnpacked(path, entry.name, error);
  }
  if (sizeBytes !== entry.sizeBytes || checksum !== entry.crc32) {
    throw wrongChecksum(path, entry.name);
  }
}

function* packedChunks(file: PackageFile, entry: ZipEntry): Generator<Buffer> {
  const start = locateEntryContent(file.readAt, entry, file.workbook.path);
  for (let at = 0; at < entry.compressedBytes; at += streamChunkBytes) {
    yield file.readAt(start + at, Math.min(streamChunkBytes, entry.compressedBytes - at));
  }
}

/** What comes out of the transform; a failure of the source reaches the reader, and leaving early ends both. */
async function* transformed(source: Readable, transform: Transform): AsyncGenerator<Buffer> {
  source.on('error', (error) => transform.destroy(error));
  source.pipe(transform);
  try {
    for await (const chunk of transform as AsyncIterable<Buffer>) {
      yield chunk;
    }
  } finally {
    source.destroy();
    transform.destroy();
  }
}
