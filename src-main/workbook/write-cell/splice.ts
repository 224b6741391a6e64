/** Bytes of a part to be replaced by others. Offsets are bytes. */
export interface ByteSplice {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/** The part with the replacement in it, chunk by chunk. */
export async function* splicedChunks(
  chunks: AsyncIterable<Buffer>,
  splice: ByteSplice,
): AsyncGenerator<Buffer> {
  let offset = 0;
  let isReplaced = false;
  for await (const chunk of chunks) {
    const chunkEnd = offset + chunk.length;
    yield chunk.subarray(0, Math.max(0, splice.start - offset));
    if (!isReplaced && splice.start <= chunkEnd) {
      isReplaced = true;
      yield splice.bytes;
    }
    yield chunk.subarray(Math.min(chunk.length, Math.max(0, splice.end - offset)));
    offset = chunkEnd;
  }
}
