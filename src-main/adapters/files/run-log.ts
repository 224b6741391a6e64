import { closeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError } from '../../contract/errors.ts';
import type { LogStream } from '../../contract/feed.ts';
import type { LogLine, OutputLine } from '../../contract/run.ts';
import { visibleJson } from '../../contract/visible.ts';
import { errnoOf } from '../http/system-error.ts';
import { redactedJson } from '../secrets/redacted-json.ts';
import { endOfSegment } from './last-line.ts';
import { createGapWriter, gapText } from './log-gaps.ts';
import {
  bytesThrough,
  lastSegment,
  openLog,
  requireLogName,
  rollOver,
  segmentPath,
  segmentsOf,
  writeLines,
  type LogPlace,
  type OpenLog,
} from './log-segments.ts';
import type { NewLogLine } from './new-log-line.ts';
import { createRawOutput, type RawOutput } from './raw-output.ts';
import { endOfRawLog, readRawLog, writeRawLines } from './raw-log.ts';
import { readRunLog, type LogRange } from './read-run-log.ts';

/** How long a log is: the number of its last line, and the bytes of its segments. */
export type LogSize = Pick<LogStream, 'lines' | 'sizeBytes'>;
/** Which of a run's logs it is. */
export type LogName = Pick<LogStream, 'name' | 'form' | 'isOwn'>;

/** The logs of each run: its own lines, and the output of programs that it has started. All of it is redacted before it is written. */
export interface RunLogs {
  /** A line of the run's own log, or of another one by its name. Never fails for what the disk does: lines that cannot be written are counted, and the log says so once it can. */
  append(runId: string, line: NewLogLine, name?: string): void;
  /** Takes the output of another program into a log beside it. Neither does it fail for what the disk does. */
  output(runId: string, name: string): RawOutput;
  /** See {@link readRunLog}. Without a name the run's own log. */
  read(runId: string, range: LogRange, name?: string): Promise<readonly LogLine[]>;
  /** See {@link readRawLog}. */
  readOutput(runId: string, range: LogRange, name: string): Promise<readonly OutputLine[]>;
  size(runId: string, stream: Pick<LogStream, 'name' | 'form'>): LogSize;
  /** Whether any of its files is there. */
  isThere(runId: string, name: string): Promise<boolean>;
  /** Where its first file is, or should be. */
  pathOf(runId: string, name: string): string;
  /** Closes the logs of one run, so that its folder can be removed; the next line opens them again. */
  letGo(runId: string): void;
  close(): void;
}

export interface RunLogOptions {
  /** The folder that holds `<runId>/`. */
  readonly runsDirectory: string;
  /** The name of the run's own log. */
  readonly nameOf: (runId: string) => string;
  readonly redact: (text: string) => string;
  /** Told once a run when its log cannot be written: the work goes on, and lines are missing. */
  readonly onGap?: (text: string) => void;
  /** Told when a log is opened to be written. */
  readonly onOpen?: (runId: string, stream: LogName) => void;
  /** Told after each line that was written. */
  readonly onGrown?: (runId: string, stream: LogName, size: LogSize) => void;
}

/** Logs that are held open; the one that was written to longest ago is closed for another. */
const mostOpen = 64;

/** How many lines there are, and whether the last was cut off. Segments in which no line can be read are few, and looked through. */
function linesSoFar(place: LogPlace): { readonly lines: number; readonly isTorn: boolean } {
  const last = lastSegment(place);
  let unreadable = 0;
  let isTorn = false;
  for (let segment = last; segment > 0; segment -= 1) {
    const path = segmentPath(place, segment);
    if (!existsSync(path)) {
      continue;
    }
    const end = endOfSegment(path);
    if (segment === last) {
      isTorn = end.isTorn;
    }
    if (end.seq !== null) {
      return { lines: end.seq + unreadable, isTorn };
    }
    unreadable += end.unreadable;
  }
  return { lines: unreadable, isTorn };
}

function toStored(seq: number, line: NewLogLine): object {
  const { action, status, error, ...rest } = line.facts;
  const at = new Date(line.atMs).toISOString();
  const data = Object.keys(rest).length === 0 ? undefined : rest;
  return {
    seq,
    at,
    level: line.level,
    step: line.step,
    action,
    status,
    error,
    message: line.message,
    data,
  };
}

const sizeOf = ({ lines, earlierBytes, sizeBytes }: OpenLog): LogSize => ({
  lines,
  sizeBytes: earlierBytes + sizeBytes,
});

/** What is written at once: a line of ours, or lines of another program. */
type Written =
  | { readonly atMs: number; readonly line: NewLogLine }
  | { readonly atMs: number; readonly output: readonly string[] };

interface HeldLog {
  readonly log: OpenLog;
  readonly place: LogPlace;
  readonly stream: LogName;
}

interface HeldLogs {
  /** The log with that key, opened where it is not. */
  open(key: string, form: LogStream['form']): HeldLog;
  held(key: string): HeldLog | undefined;
  letGo(key: string): void;
  letGoOf(runId: string): void;
  close(): void;
  readonly placeOf: (key: string) => LogPlace;
  readonly ownName: (runId: string) => string;
}

const keyOf = (runId: string, name: string): string => `${runId}/${requireLogName(name)}`;

const endOf = (
  place: LogPlace,
  form: LogStream['form'],
): { readonly lines: number; readonly isTorn: boolean } =>
  form === 'raw' ? endOfRawLog(place) : linesSoFar(place);

/** None where it cannot be read: who reads the log is told why. */
function linesIn(place: LogPlace, form: LogStream['form']): number {
  try {
    return endOf(place, form).lines;
  } catch (thrown) {
    if (isAppError(thrown) || errnoOf(thrown) !== null) {
      return 0;
    }
    throw thrown;
  }
}

/** The logs that are held open, by run and name. */
function createHeldLogs({ runsDirectory, nameOf, onOpen }: RunLogOptions): HeldLogs {
  const open = new Map<string, HeldLog>();
  const ownNames = new Map<string, string>();
  const placeOf = (key: string): LogPlace => {
    const [runId = '', name = ''] = key.split('/');
    return { directory: join(runsDirectory, runId, 'logs'), name };
  };
  const ownName = (runId: string): string => {
    const name = ownNames.get(runId) ?? nameOf(runId);
    ownNames.set(runId, name);
    return name;
  };
  const letGo = (key: string): void => {
    const held = open.get(key);
    open.delete(key);
    if (held !== undefined) {
      ownNames.delete(key.split('/')[0] ?? '');
      closeSync(held.log.descriptor);
    }
  };
  const opened = (key: string, form: LogStream['form']): HeldLog => {
    const [runId = '', name = ''] = key.split('/');
    const place = placeOf(key);
    const stream = { name, form, isOwn: form === 'lines' && name === ownName(runId) };
    const held = { log: openLog(place, endOf(place, form)), place, stream };
    onOpen?.(runId, stream);
    return held;
  };
  return {
    placeOf,
    ownName,
    letGo,
    held: (key) => open.get(key),
    open(key, form) {
      const held = open.get(key) ?? opened(key, form);
      // Put at the end: the first one is the one that was written to longest ago.
      open.delete(key);
      open.set(key, held);
      const [oldest] = open.keys();
      if (open.size > mostOpen && oldest !== undefined) {
        letGo(oldest);
      }
      return held;
    },
    letGoOf: (runId) => [...open.keys()].filter((key) => key.startsWith(`${runId}/`)).forEach(letGo),
    close: () => [...open.keys()].forEach(letGo),
  };
}

export function createRunLogs(options: RunLogOptions): RunLogs {
  const { redact, onGap = () => undefined, onGrown = () => undefined } = options;
  const logs = createHeldLogs(options);
  const { placeOf } = logs;

  function write(key: string, written: Written): void {
    const { log, place, stream } = logs.open(key, 'line' in written ? 'lines' : 'raw');
    if ('line' in written) {
      rollOver(place, log);
      const text = visibleJson(redactedJson(toStored(log.lines + 1, written.line), redact));
      writeLines(log, `${text}\n`, 1);
    } else {
      writeRawLines(place, log, written.output);
    }
    onGrown(key.split('/')[0] ?? '', stream, sizeOf(log));
  }

  const safely = createGapWriter<Written>({
    write,
    onGap,
    letGo: (key) => logs.letGo(key),
    directoryOf: (key) => placeOf(key).directory,
    linesIn: (written) => ('line' in written ? 1 : written.output.length),
    gapLine: (gap, written) => {
      const message = gapText(gap);
      return 'line' in written
        ? { atMs: gap.atMs, line: { atMs: gap.atMs, level: 'warn', step: null, message, facts: {} } }
        : { atMs: gap.atMs, output: [message.en] };
    },
  });

  return {
    append: (runId, line, name) =>
      safely(keyOf(runId, name ?? logs.ownName(runId)), { atMs: line.atMs, line }),
    output(runId, name) {
      const key = keyOf(runId, name);
      return createRawOutput(redact, (atMs, output) => safely(key, { atMs, output }));
    },
    read: (runId, range, name) => readRunLog(placeOf(keyOf(runId, name ?? logs.ownName(runId))), range),
    readOutput: (runId, range, name) => readRawLog(placeOf(keyOf(runId, name)), range),
    size(runId, { name, form }) {
      const key = keyOf(runId, name);
      const held = logs.held(key);
      if (held !== undefined) {
        return sizeOf(held.log);
      }
      const place = placeOf(key);
      return { lines: linesIn(place, form), sizeBytes: bytesThrough(place, lastSegment(place)) };
    },
    isThere: async (runId, name) => (await segmentsOf(placeOf(keyOf(runId, name)))).length > 0,
    pathOf: (runId, name) => segmentPath(placeOf(keyOf(runId, name)), 1),
    letGo: (runId) => logs.letGoOf(runId),
    close: () => logs.close(),
  };
}
