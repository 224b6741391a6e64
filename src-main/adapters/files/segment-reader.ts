import { openFile } from '../../files/open-file.ts';

/** What one read takes from the disk. */
export const pieceBytes = 64 * 1024;

/** A page is full when the lines in it come to so much: it has to be checked and sent in one turn of the event loop. */
export const mostPageBytes = 1024 * 1024;

const lineEnd = 0x0a;

/** Told how many bytes each read took. */
export type OnRead = (sizeBytes: number) => void;

/** One segment, read in ranges. */
export interface Segment {
  readonly sizeBytes: number;
  /** Up to so many bytes from there; empty at the end. */
  read(offset: number, sizeBytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openSegment(path: string, onRead: OnRead | undefined): Promise<Segment> {
  const file = await openFile(path);
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    async read(offset, sizeBytes) {
      const wanted = Math.max(0, Math.min(sizeBytes, size - offset));
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, offset);
      onRead?.(bytesRead);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

interface StoredLine {
  readonly text: string;
  /** Where it begins in its segment. */
  readonly at: number;
  readonly sizeBytes: number;
}

/** Whole lines, empty ones too, from the first that begins at or after the offset. */
export async function* linesFrom(segment: Segment, offset: number): AsyncGenerator<StoredLine> {
  // One byte earlier: it tells whether a line begins exactly there.
  let at = Math.max(0, offset - 1);
  let isInside = offset > 0;
  let rest = Buffer.alloc(0);
  for (let next = at; ;) {
    const piece = await segment.read(next, pieceBytes);
    if (piece.length === 0) {
      break;
    }
    next += piece.length;
    let bytes = Buffer.concat([rest, piece]);
    for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd)) {
      if (!isInside) {
        yield { text: bytes.toString('utf8', 0, end), at, sizeBytes: end };
      }
      isInside = false;
      at += end + 1;
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  // Without its end it may be a torn one; whether it can be read says so.
  if (!isInside && rest.length > 0) {
    yield { text: rest.toString('utf8'), at, sizeBytes: rest.length };
  }
}
