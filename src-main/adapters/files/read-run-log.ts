/** Reads lines out of the log of a run, wherever they stand in it, without reading what stands before them. */
import { existsSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../contract/run.ts';
import { toLogLine } from './log-line.ts';

export interface LogRange {
  /** The number of the first line wanted; the first of a run is 1. */
  readonly from: number;
  readonly limit: number;
}

interface LogPlace {
  readonly directory: string;
  readonly stage: string;
  /** Told how many bytes each read took. */
  readonly onRead?: (sizeBytes: number) => void;
}

/** What one read takes from the disk. */
const pieceBytes = 64 * 1024;

/** A page is full when the lines in it come to so much: it has to be checked and sent in one turn of the event loop. */
const mostPageBytes = 1024 * 1024;

const lineEnd = 0x0a;

/** One segment, read in ranges. */
interface Segment {
  readonly sizeBytes: number;
  /** Up to so many bytes from there; empty at the end. */
  read(offset: number, sizeBytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

async function openSegment(path: string, onRead: LogPlace['onRead']): Promise<Segment> {
  const file = await open(path, 'r');
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

/** Whole lines from the first that begins at or after the offset. */
async function* linesFrom(segment: Segment, offset: number): AsyncGenerator<StoredLine> {
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
      if (!isInside && end > 0) {
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

/** The first line that can be read from the offset on, or null. */
async function firstLine(
  segment: Segment,
  offset: number,
): Promise<{ readonly seq: number; readonly at: number } | null> {
  for await (const { text, at } of linesFrom(segment, offset)) {
    const line = toLogLine(text);
    if (line !== null) {
      return { seq: line.seq, at };
    }
  }
  return null;
}

/** An offset at most a piece or two before the line of that number: line numbers only grow, so halves are enough. */
async function offsetBefore(segment: Segment, seq: number): Promise<number> {
  let [before, behind] = [0, segment.sizeBytes];
  while (behind - before > pieceBytes) {
    const middle = Math.floor((before + behind) / 2);
    const found = await firstLine(segment, middle);
    if (found === null || found.seq >= seq) {
      behind = middle;
    } else {
      before = found.at;
    }
  }
  return before;
}

/** The segments in their order. A run that has said nothing has none. */
async function segmentsOf({ directory, stage }: LogPlace): Promise<readonly string[]> {
  const names = existsSync(directory) ? await readdir(directory) : [];
  const numbered = names.flatMap((name) => {
    if (name === `${stage}.log`) {
      return [{ name, number: 1 }];
    }
    const number = name.startsWith(`${stage}.`) ? /^(\d+)\.log$/.exec(name.slice(stage.length + 1)) : null;
    return number === null ? [] : [{ name, number: Number(number[1]) }];
  });
  return numbered.sort((a, b) => a.number - b.number).map(({ name }) => join(directory, name));
}

/** The place in the list of the last segment that begins at or before the line. */
async function segmentWith(paths: readonly string[], seq: number, { onRead }: LogPlace): Promise<number> {
  let [before, behind] = [0, paths.length];
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2);
    const segment = await openSegment(paths[middle] ?? '', onRead);
    try {
      const first = await firstLine(segment, 0);
      if (first === null || first.seq > seq) {
        behind = middle;
      } else {
        before = middle;
      }
    } finally {
      await segment.close();
    }
  }
  return before;
}

interface ReadLine {
  readonly line: LogLine;
  readonly sizeBytes: number;
}

/** Every line of one segment that can be read, from that number on. */
async function* readableIn(segment: Segment, from: number): AsyncGenerator<ReadLine> {
  for await (const { text, sizeBytes } of linesFrom(segment, await offsetBefore(segment, from))) {
    const line = toLogLine(text);
    if (line !== null && line.seq >= from) {
      yield { line, sizeBytes };
    }
  }
}

async function* readableLines(place: LogPlace, from: number): AsyncGenerator<ReadLine> {
  const paths = await segmentsOf(place);
  for (const path of paths.slice(await segmentWith(paths, from, place))) {
    const segment = await openSegment(path, place.onRead);
    try {
      yield* readableIn(segment, from);
    } finally {
      await segment.close();
    }
  }
}

/**
 * Lines from `from` on: at most `limit`, and fewer when they are long, but one at least as long as there is one. A line
 * that cannot be read, such as the torn last one of a power cut, is left out.
 */
export async function readRunLog(place: LogPlace, { from, limit }: LogRange): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  let pageBytes = 0;
  for await (const { line, sizeBytes } of readableLines(place, from)) {
    lines.push(line);
    pageBytes += sizeBytes;
    if (lines.length === limit || pageBytes >= mostPageBytes) {
      break;
    }
  }
  return lines;
}
