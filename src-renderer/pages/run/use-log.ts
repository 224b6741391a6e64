import { useEffect, useMemo, useState } from 'react';
import type { LogLine } from '../../../src-main/contract/run.ts';
import type { Text } from '../../../src-main/contract/text.ts';
import { call, useConnection } from '../../sync/connection.ts';

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
const everyMs = 1_000;

/** The log of a run, read on while the run is at work. Another object whenever there are more lines. */
export function useLog(run: string, isLive: boolean): RunLog {
  const isConnected = useConnection(({ link }) => link === 'live');
  const [log] = useState(createLog);
  const [read, setRead] = useState({ count: 0, amiss: 0 });
  useEffect(() => {
    if (!isConnected) {
      return undefined;
    }
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readOn = async (): Promise<void> => {
      const page = await call((client) =>
        client.runs.logs({ run, from: log.last() + 1, limit: pageLines }),
      ).catch(() => []);
      if (isOver) {
        return;
      }
      if (page.length > 0) {
        setRead(log.take(page));
        void readOn();
      }
      // A page may be shorter than was asked for; an empty one is the end so far.
      else if (isLive) {
        timer = setTimeout(() => void readOn(), everyMs);
      }
    };
    void readOn();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [run, isLive, isConnected, log]);
  return useMemo(() => ({ lines: log.lines, amiss: read.amiss }), [log, read]);
}
