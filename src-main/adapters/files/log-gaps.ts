import { errnoOf } from '../http/system-error.ts';
import type { NewLogLine } from './new-log-line.ts';

/** Lines that are missing, since when and why. */
interface Gap {
  lines: number;
  readonly atMs: number;
  readonly reason: string;
}

export interface GapParts {
  /** Writes the line or throws. */
  readonly write: (runId: string, line: NewLogLine) => void;
  /** Closes the log: the next line opens it again and finds out where it really ends. */
  readonly letGo: (runId: string) => void;
  readonly directoryOf: (runId: string) => string;
  /** Told at the first line that is missing. */
  readonly onGap: (text: string) => void;
}

/** Writing that never fails for what the disk does: what is missing is counted, and said in the log once it can be. */
export function createGapWriter({ write, letGo, directoryOf, onGap }: GapParts): GapParts['write'] {
  const gaps = new Map<string, Gap>();

  function miss(runId: string, { atMs }: NewLogLine, reason: string): void {
    const gap = gaps.get(runId) ?? { lines: 0, atMs, reason };
    if (gap.lines === 0) {
      onGap(`the log in ${directoryOf(runId)} cannot be written (${reason}); lines will be missing in it`);
    }
    gap.lines += 1;
    gaps.set(runId, gap);
    letGo(runId);
  }

  return (runId, line) => {
    try {
      const gap = gaps.get(runId);
      if (gap !== undefined) {
        write(runId, gapLine(gap));
      }
      gaps.delete(runId);
      write(runId, line);
    } catch (thrown) {
      const reason = errnoOf(thrown);
      if (reason === null) {
        throw thrown;
      }
      miss(runId, line, reason);
    }
  };
}

function gapLine({ lines, atMs, reason }: Gap): NewLogLine {
  const since = new Date(atMs).toISOString();
  const message = {
    zh: `此处缺少 ${lines} 行日志：自 ${since} 起无法写入（${reason}）。`,
    en: `${lines} log lines are missing here: the log could not be written since ${since} (${reason}).`,
  };
  return { atMs, level: 'warn', step: null, message, facts: {} };
}
