import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogLine } from '../../../src-main/contract/run.ts';
import type { Text } from '../../../src-main/contract/text.ts';
import { CallError, toCallError } from '../../sync/client.ts';
import { call, useConnection } from '../../sync/connection.ts';
import { useCollection } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';

/** A line as the page keeps it: there may be a hundred thousand. */
export interface ShownLine {
  readonly seq: number;
  readonly atMs: number;
  readonly level: LogLine['level'];
  readonly step: string | null;
  readonly message: Text;
}

/** The lines read so far, in one array that only grows: a hundred thousand are not copied for each that is added. */
export interface RunLog {
  readonly lines: readonly ShownLine[];
  /** Warnings and errors among them. */
  readonly amiss: number;
  /** Whether it was read at all; before that nobody knows whether it has lines. */
  readonly isRead: boolean;
  /** Why it cannot be read, such as a file that is gone; null while that is not known. */
  readonly error: CallError | null;
}

interface GrowingLog {
  readonly lines: readonly ShownLine[];
  /** Answers how many lines there are then, and how many of them are warnings or errors. */
  take(page: readonly LogLine[]): { readonly count: number; readonly amiss: number };
  /** The number of the line that was read last. */
  last(): number;
}

export const isAmiss = ({ level }: Pick<ShownLine, 'level'>): boolean =>
  level === 'warn' || level === 'error';

/** Keeps equal texts once: most lines say the same in both languages, and few steps say them all. */
function createLog(): GrowingLog {
  const names = new Map<string, string>();
  const lines: ShownLine[] = [];
  let amiss = 0;
  const keep = ({ seq, at, level, step, message: { zh, en } }: LogLine): void => {
    const known = step === null ? null : (names.get(step) ?? step);
    if (known !== null) {
      names.set(known, known);
    }
    const message = zh === en ? { zh, en: zh } : { zh, en };
    lines.push({ seq, atMs: Date.parse(at), level, step: known, message });
    if (isAmiss({ level })) {
      amiss += 1;
    }
  };
  return {
    lines,
    take(page) {
      page.forEach(keep);
      return { count: lines.length, amiss };
    },
    last: () => lines.at(-1)?.seq ?? 0,
  };
}

/** Lines of one call: few enough that reading a hundred thousand leaves the page responsive. */
const pageLines = 2_500;
/** Between two readings, however often the log's row changes. */
const leastPauseMs = 500;

/** The number of the last line that the feed has told of; 0 while it has told of none. */
const useLastLine = (run: string): number =>
  useCollection(topicOfRun(run), 'log', (logs) => {
    for (const { isOwn, lines } of logs.values()) {
      if (isOwn) {
        return lines;
      }
    }
    return 0;
  });

/** Reads whatever it was rung for, one reading after the other. */
function createReader(readAll: () => Promise<void>): { ring(): void; stop(): void } {
  let [isReading, isRung, isOver] = [false, false, false];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async (): Promise<void> => {
    [isReading, isRung] = [true, false];
    await readAll();
    if (!isOver) {
      timer = setTimeout(() => {
        isReading = false;
        if (isRung) {
          void read();
        }
      }, leastPauseMs);
    }
  };
  return {
    ring() {
      isRung = true;
      if (!isReading && !isOver) {
        void read();
      }
    },
    stop() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** The log of a run that is followed: read on whenever its row says that it has become longer. */
export function useLog(run: string): RunLog {
  const isConnected = useConnection(({ link }) => link === 'live');
  const lastLine = useLastLine(run);
  const [log] = useState(createLog);
  const [read, setRead] = useState({ count: 0, amiss: 0 });
  const [isRead, setIsRead] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const told = useRef(lastLine);
  const reader = useRef<ReturnType<typeof createReader> | null>(null);
  useEffect(() => {
    if (!isConnected) {
      return undefined;
    }
    const over = new AbortController();
    const isOver = (): boolean => over.signal.aborted;
    const made = createReader(async () => {
      for (let isMore = true; isMore && !isOver();) {
        const range = { run, from: log.last() + 1, limit: pageLines };
        const page = await call((client) => client.runs.logs(range)).catch(toCallError);
        if (isOver()) {
          return;
        }
        if (page instanceof CallError) {
          setError(page);
          return;
        }
        setError(null);
        if (page.length > 0) {
          setRead(log.take(page));
        }
        // A page may be shorter than was asked for: the end is where the feed says, or where nothing comes.
        isMore = page.length > 0 && log.last() !== told.current;
      }
      setIsRead(true);
    });
    reader.current = made;
    made.ring();
    return () => {
      over.abort();
      made.stop();
    };
  }, [run, isConnected, log]);
  useEffect(() => {
    told.current = lastLine;
    reader.current?.ring();
  }, [lastLine]);
  return useMemo(() => ({ lines: log.lines, amiss: read.amiss, isRead, error }), [log, read, isRead, error]);
}
