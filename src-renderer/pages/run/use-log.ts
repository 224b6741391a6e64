import { useEffect, useRef, useState } from 'react';
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

/** Keeps equal texts once: most lines say the same in both languages, and few steps say them all. */
function createKeeper(): (line: LogLine) => ShownLine {
  const names = new Map<string, string>();
  return ({ seq, at, level, step, message: { zh, en } }) => {
    const known = step === null ? null : (names.get(step) ?? step);
    if (known !== null) names.set(known, known);
    return {
      seq,
      atMs: Date.parse(at),
      level,
      step: known,
      message: zh === en ? { zh, en: zh } : { zh, en },
    };
  };
}

/** Lines of one call: few enough that reading a hundred thousand leaves the page responsive. */
const pageLines = 2_500;
const everyMs = 1_000;

/** The log of a run, read on while the run is at work. Lines are kept in one array that only grows. */
export function useLog(run: string, isLive: boolean): readonly ShownLine[] {
  const isConnected = useConnection(({ link }) => link === 'live');
  const [lines, setLines] = useState<readonly ShownLine[]>([]);
  const keep = useRef(createKeeper());
  const last = useRef(0);
  useEffect(() => {
    if (!isConnected) return undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const page = await call((client) =>
        client.runs.logs({ run, from: last.current + 1, limit: pageLines }),
      ).catch(() => []);
      if (isOver) return;
      const end = page[page.length - 1];
      if (end !== undefined) {
        last.current = end.seq;
        const kept = page.map((line) => keep.current(line));
        setLines((before) => [...before, ...kept]);
      }
      if (page.length === pageLines) void read();
      else if (isLive) timer = setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [run, isLive, isConnected]);
  return lines;
}
