/** Reads lines out of the log of a run, wherever they stand in it, without reading what stands before them. */
import type { LogLine } from '../../contract/run.ts';
import { toLogLine } from './log-line.ts';
import { segmentsOf, type LogPlace } from './log-segments.ts';
import {
  linesFrom,
  mostPageBytes,
  openSegment,
  pieceBytes,
  type OnRead,
  type Segment,
} from './segment-reader.ts';

export interface LogRange {
  /** The number of the first line wanted; the first of a run is 1. */
  readonly from: number;
  readonly limit: number;
}

/** A log that is read, and who is told what that takes. */
export interface ReadPlace extends LogPlace {
  readonly onRead?: OnRead;
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

/** The place in the list of the last segment that begins at or before the line. */
async function segmentWith(paths: readonly string[], seq: number, { onRead }: ReadPlace): Promise<number> {
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

async function* readableLines(place: ReadPlace, from: number): AsyncGenerator<ReadLine> {
  const paths = (await segmentsOf(place)).map(({ path }) => path);
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
export async function readRunLog(place: ReadPlace, { from, limit }: LogRange): Promise<readonly LogLine[]> {
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
