import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';

const deflateRawAsync = promisify(deflateRaw);

/** Small enough that a sheet of some megabytes keeps several threads busy, large enough to pack as well as in one piece. */
const blockBytes = 512 * 1024;
const blocksAtOnce = 3;
/** An empty last block: everything before it ends in a flush, which leaves the stream open. */
const endOfStream = Buffer.from([0x03, 0x00]);

/**
 * Deflates bytes as one raw stream, made of blocks that know nothing of each other and so can be packed side by side in
 * the thread pool. `onBlock` sees the bytes in their order before they are packed.
 */
export async function* packedBlocks(
  chunks: AsyncIterable<Buffer>,
  level: number,
  onBlock: (block: Buffer) => void,
): AsyncGenerator<Buffer> {
  const packing: Promise<Buffer>[] = [];
  try {
    for await (const block of blocksOf(chunks)) {
      onBlock(block);
      packing.push(pack(block, level));
      const first = packing.length < blocksAtOnce ? undefined : packing.shift();
      if (first !== undefined) {
        yield await first;
      }
    }
    for (let next = packing.shift(); next !== undefined; next = packing.shift()) {
      yield await next;
    }
    yield endOfStream;
  } finally {
    await Promise.allSettled(packing);
  }
}

function pack(block: Buffer, level: number): Promise<Buffer> {
  // Room for the whole result, so that one turn of a thread does it all.
  return deflateRawAsync(block, {
    level,
    finishFlush: constants.Z_SYNC_FLUSH,
    chunkSize: block.length + 1024,
  });
}

/** The same bytes cut at fixed places, however they came. */
async function* blocksOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(blockBytes);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const count = chunk.copy(block, filled, at);
      at += count;
      filled += count;
      if (filled === blockBytes) {
        yield block;
        block = Buffer.allocUnsafe(blockBytes);
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield block.subarray(0, filled);
  }
}
