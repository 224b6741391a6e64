/** The files that a log is kept in: segments, each followed by a new one once it has grown large. */
import { closeSync, existsSync, fstatSync, mkdirSync, statSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openToAppendSync } from '../../files/open-file.ts';

/** A segment that has grown past this is followed by a new one. */
export const segmentBytes = 16 * 1024 * 1024;

/** Where one log lies. */
export interface LogPlace {
  readonly directory: string;
  readonly name: string;
}

/** A log that is being written. */
export interface OpenLog {
  descriptor: number;
  segment: number;
  /** Of its segment. */
  sizeBytes: number;
  /** Of the segments before it. */
  earlierBytes: number;
  lines: number;
}

/** A name is a part of file names on every system, and ends where `.log` begins. */
const logName = /^[a-z0-9][a-z0-9_-]*$/;

export function requireLogName(name: string): string {
  if (!logName.test(name)) {
    throw new TypeError(`a log cannot be named ${JSON.stringify(name)}`);
  }
  return name;
}

export const segmentPath = ({ directory, name }: LogPlace, segment: number): string =>
  join(directory, segment === 1 ? `${name}.log` : `${name}.${segment}.log`);

export function lastSegment(place: LogPlace): number {
  let segment = 1;
  while (existsSync(segmentPath(place, segment + 1))) {
    segment += 1;
  }
  return segment;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Bytes of all its segments up to that one. */
export function bytesThrough(place: LogPlace, segment: number): number {
  const segments = Array.from({ length: segment }, (_, index) => index + 1);
  return segments.reduce((sum, each) => sum + sizeOf(segmentPath(place, each)), 0);
}

/** Opens the last segment to go on with it. `isTorn`: its last line was cut off, and is ended first. */
export function openLog(
  place: LogPlace,
  { lines, isTorn }: { readonly lines: number; readonly isTorn: boolean },
): OpenLog {
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  const segment = lastSegment(place);
  const descriptor = openToAppendSync(segmentPath(place, segment), 0o600);
  if (isTorn) {
    writeSync(descriptor, '\n');
  }
  const sizeBytes = fstatSync(descriptor).size;
  return { descriptor, segment, sizeBytes, lines, earlierBytes: bytesThrough(place, segment - 1) };
}

/** Goes on in a new segment where this one is full. */
export function rollOver(place: LogPlace, log: OpenLog): void {
  if (log.sizeBytes < segmentBytes) {
    return;
  }
  const descriptor = openToAppendSync(segmentPath(place, log.segment + 1), 0o600);
  closeSync(log.descriptor);
  log.descriptor = descriptor;
  log.segment += 1;
  log.earlierBytes += log.sizeBytes;
  log.sizeBytes = 0;
}

/** Writes whole lines. A disk that is nearly full takes a part only, which no line is. */
export function writeLines(log: OpenLog, text: string, lines: number): void {
  const bytes = Buffer.from(text);
  const written = writeSync(log.descriptor, bytes);
  if (written < bytes.length) {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  }
  log.sizeBytes += written;
  log.lines += lines;
}

/** The segments in their order. A log in which nothing was said has none. */
export async function segmentsOf(place: LogPlace): Promise<readonly { path: string; segment: number }[]> {
  const { directory, name } = place;
  const names = existsSync(directory) ? await readdir(directory) : [];
  const found = names.flatMap((file) => {
    if (file === `${name}.log`) {
      return [1];
    }
    const number = file.startsWith(`${name}.`) ? /^(\d+)\.log$/.exec(file.slice(name.length + 1)) : null;
    return number === null ? [] : [Number(number[1])];
  });
  return found.sort((a, b) => a - b).map((segment) => ({ segment, path: segmentPath(place, segment) }));
}
