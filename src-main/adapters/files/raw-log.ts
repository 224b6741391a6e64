/** The output of another program, kept as it came: whole lines in segments, and an index of where lines begin. */
import { closeSync, existsSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openFileSync, openToAppendSync, readFileAtOnce } from '../../files/open-file.ts';
import type { OutputLine } from '../../contract/run.ts';
import {
  bytesThrough,
  lastSegment,
  rollOver,
  segmentPath,
  segmentsOf,
  writeLines,
  type LogPlace,
  type OpenLog,
} from './log-segments.ts';
import type { LogRange, ReadPlace } from './read-run-log.ts';
import { linesFrom, mostPageBytes, openSegment, pieceBytes } from './segment-reader.ts';

/** Where a line begins: every so many bytes, and at the start of each segment. */
interface Mark {
  readonly segment: number;
  readonly line: number;
  readonly offset: number;
}

const start: Mark = { segment: 1, line: 1, offset: 0 };
const indexPath = ({ directory, name }: LogPlace): string => join(directory, `${name}.index`);

/** Marks that a power cut damaged are left out: the one before them does as well. A whole one has its beginning and its end. */
function marksIn(text: string): readonly Mark[] {
  return [...text.matchAll(/^@(\d+) (\d+) (\d+)\n/gm)].map(([, segment, line, offset]) => ({
    segment: Number(segment),
    line: Number(line),
    offset: Number(offset),
  }));
}

const marksOf = (place: LogPlace): readonly Mark[] =>
  existsSync(indexPath(place)) ? marksIn(readFileAtOnce(indexPath(place)).toString('utf8')) : [];

/** Where the log ends, counted from its last mark; an index that was lost is only a longer count. */
export function endOfRawLog(place: LogPlace): {
  readonly lines: number;
  readonly isTorn: boolean;
  readonly sizeBytes: number;
} {
  const last = lastSegment(place);
  const sizeBytes = bytesThrough(place, last);
  const mark = marksOf(place).findLast((each) => each.segment <= last && isInside(place, each)) ?? start;
  let lines = mark.line - 1;
  let isTorn = false;
  for (let segment = mark.segment; segment <= last; segment += 1) {
    const counted = countLines(segmentPath(place, segment), segment === mark.segment ? mark.offset : 0);
    lines += counted.lines;
    isTorn = counted.isTorn;
  }
  return { lines: lines + (isTorn ? 1 : 0), isTorn, sizeBytes };
}

const isInside = (place: LogPlace, { segment, offset }: Mark): boolean =>
  bytesThrough(place, segment) - bytesThrough(place, segment - 1) >= offset;

function countLines(path: string, from: number): { readonly lines: number; readonly isTorn: boolean } {
  if (!existsSync(path)) {
    return { lines: 0, isTorn: false };
  }
  const descriptor = openFileSync(path);
  try {
    const piece = Buffer.alloc(pieceBytes);
    let [lines, isTorn] = [0, false];
    for (let offset = from; ;) {
      const size = readSync(descriptor, piece, 0, piece.length, offset);
      if (size === 0) {
        return { lines, isTorn };
      }
      const read = piece.subarray(0, size);
      lines += read.reduce((sum, byte) => (byte === 0x0a ? sum + 1 : sum), 0);
      isTorn = read.at(-1) !== 0x0a;
      offset += size;
    }
  } finally {
    closeSync(descriptor);
  }
}

function appendMark(path: string, mark: string): void {
  const descriptor = openToAppendSync(path, 0o600);
  try {
    writeSync(descriptor, mark);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes whole lines, with a mark in the index for every 64 KiB of them. */
export function writeRawLines(place: LogPlace, log: OpenLog, lines: readonly string[]): void {
  for (let from = 0; from < lines.length;) {
    rollOver(place, log);
    let [to, sizeBytes] = [from, 0];
    while (to < lines.length && sizeBytes < pieceBytes) {
      sizeBytes += Buffer.byteLength(lines[to] ?? '') + 1;
      to += 1;
    }
    const isFirst = log.sizeBytes === 0;
    const crosses =
      Math.floor(log.sizeBytes / pieceBytes) !== Math.floor((log.sizeBytes + sizeBytes) / pieceBytes);
    const mark = `@${log.segment} ${log.lines + 1} ${log.sizeBytes}\n`;
    writeLines(log, `${lines.slice(from, to).join('\n')}\n`, to - from);
    if (isFirst || crosses) {
      appendMark(indexPath(place), mark);
    }
    from = to;
  }
}

async function markBefore(place: ReadPlace, line: number): Promise<Mark> {
  if (!existsSync(indexPath(place))) {
    return start;
  }
  const index = await openSegment(indexPath(place), place.onRead);
  try {
    const marks = marksIn((await index.read(0, index.sizeBytes)).toString('latin1'));
    return marks.findLast((mark) => mark.line <= line && isInside(place, mark)) ?? start;
  } finally {
    await index.close();
  }
}

interface CountedLine extends OutputLine {
  readonly sizeBytes: number;
}

/** Every line from the mark on, through the segments. */
async function* linesAfter(place: ReadPlace, mark: Mark): AsyncGenerator<CountedLine> {
  const segments = (await segmentsOf(place)).filter(({ segment }) => segment >= mark.segment);
  let seq = mark.line;
  for (const { path, segment: number } of segments) {
    const segment = await openSegment(path, place.onRead);
    try {
      for await (const { text, sizeBytes } of linesFrom(segment, number === mark.segment ? mark.offset : 0)) {
        yield { seq, text: text.endsWith('\r') ? text.slice(0, -1) : text, sizeBytes };
        seq += 1;
      }
    } finally {
      await segment.close();
    }
  }
}

/** Lines from `from` on: at most `limit`, and fewer when they are long, but one at least as long as there is one. */
export async function readRawLog(
  place: ReadPlace,
  { from, limit }: LogRange,
): Promise<readonly OutputLine[]> {
  const lines: OutputLine[] = [];
  let pageBytes = 0;
  for await (const { seq, text, sizeBytes } of linesAfter(place, await markBefore(place, from))) {
    if (seq < from) {
      continue;
    }
    lines.push({ seq, text });
    pageBytes += sizeBytes;
    if (lines.length === limit || pageBytes >= mostPageBytes) {
      break;
    }
  }
  return lines;
}
