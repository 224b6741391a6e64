/** Where the log of a run ends, found from its end: a log may be long, and what writes on in it waits for this. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { openFileSync } from '../../files/open-file.ts';
import { toLogLine } from './log-line.ts';

/** What the first read takes from the end; more only where no line in it can be read. */
const tailBytes = 64 * 1024;

export interface SegmentEnd {
  /** The number of its last line; lines that cannot be read behind the last that can be count as well. Null without one that can be. */
  readonly seq: number | null;
  /** Lines in it that are not empty, where `seq` is null. */
  readonly unreadable: number;
  /** The last line was cut off when its process died. */
  readonly isTorn: boolean;
}

export function endOfSegment(path: string): SegmentEnd {
  const descriptor = openFileSync(path);
  try {
    const sizeBytes = fstatSync(descriptor).size;
    for (let wanted = tailBytes; ; wanted *= 2) {
      const from = Math.max(0, sizeBytes - wanted);
      const tail = Buffer.alloc(sizeBytes - from);
      readSync(descriptor, tail, 0, tail.length, from);
      const end = endOf(tail.toString('utf8'), from === 0);
      if (end.seq !== null || from === 0) {
        return end;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

function endOf(text: string, isWhole: boolean): SegmentEnd {
  const isTorn = text !== '' && !text.endsWith('\n');
  const lines = text.split('\n').slice(isWhole ? 0 : 1);
  const written = lines.filter((line) => line !== '');
  for (let behind = 0; behind < written.length; behind += 1) {
    const line = toLogLine(written[written.length - 1 - behind] ?? '');
    if (line !== null) {
      return { seq: line.seq + behind, unreadable: 0, isTorn };
    }
  }
  return { seq: null, unreadable: written.length, isTorn };
}
