import type { Text } from '../../contract/text.ts';
import { isAppError } from '../../contract/errors.ts';
import { errnoOf } from '../http/system-error.ts';

/** Lines that are missing, since when and why. */
export interface Gap {
  lines: number;
  readonly atMs: number;
  readonly reason: string;
}

export interface GapParts<Line> {
  /** Writes the line or throws. */
  readonly write: (key: string, line: Line) => void;
  /** Closes the log: the next line opens it again and finds out where it really ends. */
  readonly letGo: (key: string) => void;
  readonly directoryOf: (key: string) => string;
  /** Told at the first line that is missing. */
  readonly onGap: (text: string) => void;
  /** The line that says what is missing before this one. */
  readonly gapLine: (gap: Gap, next: Line) => Line;
  /** How many lines would be missing with it. */
  readonly linesIn: (line: Line) => number;
}

/** Writing that never fails for what the disk does: what is missing is counted, and said in the log once it can be. */
export function createGapWriter<Line extends { readonly atMs: number }>(
  parts: GapParts<Line>,
): GapParts<Line>['write'] {
  const { write, letGo, directoryOf, onGap, gapLine, linesIn } = parts;
  const gaps = new Map<string, Gap>();

  function miss(key: string, line: Line, reason: string): void {
    const gap = gaps.get(key) ?? { lines: 0, atMs: line.atMs, reason };
    if (gap.lines === 0) {
      onGap(`the log in ${directoryOf(key)} cannot be written (${reason}); lines will be missing in it`);
    }
    gap.lines += linesIn(line);
    gaps.set(key, gap);
    letGo(key);
  }

  return (key, line) => {
    try {
      const gap = gaps.get(key);
      if (gap !== undefined) {
        write(key, gapLine(gap, line));
      }
      gaps.delete(key);
      write(key, line);
    } catch (thrown) {
      const reason = isAppError(thrown) ? thrown.code : errnoOf(thrown);
      if (reason === null) {
        throw thrown;
      }
      miss(key, line, reason);
    }
  };
}

/** What is said where lines are missing. */
export function gapText({ lines, atMs, reason }: Gap): Text {
  const since = new Date(atMs).toISOString();
  return {
    zh: `此处缺少 ${lines} 行日志：自 ${since} 起无法写入（${reason}）。`,
    en: `${lines} log lines are missing here: the log could not be written since ${since} (${reason}).`,
  };
}
