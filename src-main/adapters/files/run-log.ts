import { closeSync, existsSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../../contract/run.ts';
import { visibleJson } from '../../contract/visible.ts';
import { redactedJson } from '../secrets/redacted-json.ts';
import { endOfSegment } from './last-line.ts';
import { createGapWriter } from './log-gaps.ts';
import type { NewLogLine } from './new-log-line.ts';
import { readRunLog, type LogRange } from './read-run-log.ts';

/** A segment that has grown past this is followed by a new one. */
const segmentBytes = 16 * 1024 * 1024;

/** The structured log of each run: one JSON object a line, redacted before it is written. */
export interface RunLogs {
  /** Never fails for what the disk does: lines that cannot be written are counted, and the log says so once it can. */
  append(runId: string, line: NewLogLine): void;
  /** See {@link readRunLog}. */
  read(runId: string, range: LogRange): Promise<readonly LogLine[]>;
  close(): void;
}

interface OpenLog {
  descriptor: number;
  segment: number;
  sizeBytes: number;
  lines: number;
}

export interface RunLogOptions {
  /** The folder that holds `<runId>/`. */
  readonly runsDirectory: string;
  /** `stage_config_cluster` for configure runs. */
  readonly stageOf: (runId: string) => string;
  readonly redact: (text: string) => string;
  /** Told once a run when its log cannot be written: the work goes on, and lines are missing. */
  readonly onGap?: (text: string) => void;
}

function segmentPath(directory: string, stage: string, segment: number): string {
  return join(directory, segment === 1 ? `${stage}.log` : `${stage}.${segment}.log`);
}

function lastSegment(directory: string, stage: string): number {
  let segment = 1;
  while (existsSync(segmentPath(directory, stage, segment + 1))) {
    segment += 1;
  }
  return segment;
}

/** How many lines there are, and whether the last was cut off. Segments in which no line can be read are few, and looked through. */
function linesSoFar(
  directory: string,
  stage: string,
  last: number,
): { readonly lines: number; readonly isTorn: boolean } {
  let unreadable = 0;
  let isTorn = false;
  for (let segment = last; segment > 0; segment -= 1) {
    const path = segmentPath(directory, stage, segment);
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

/** Bytes written. A disk that is nearly full takes a part only, which no line is. */
function writeWhole(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  const written = writeSync(descriptor, bytes);
  if (written < bytes.length) {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  }
  return written;
}

export function createRunLogs(options: RunLogOptions): RunLogs {
  const { runsDirectory, stageOf, redact, onGap = () => undefined } = options;
  const open = new Map<string, OpenLog>();
  const directoryOf = (runId: string): string => join(runsDirectory, runId, 'logs');

  function openLog(runId: string): OpenLog {
    const directory = directoryOf(runId);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const stage = stageOf(runId);
    const last = lastSegment(directory, stage);
    const { lines, isTorn } = linesSoFar(directory, stage, last);
    const descriptor = openSync(segmentPath(directory, stage, last), 'a', 0o600);
    if (isTorn) {
      writeSync(descriptor, '\n');
    }
    return { descriptor, segment: last, sizeBytes: fstatSync(descriptor).size, lines };
  }

  function rolled(runId: string, log: OpenLog): OpenLog {
    if (log.sizeBytes < segmentBytes) {
      return log;
    }
    closeSync(log.descriptor);
    const segment = log.segment + 1;
    return {
      descriptor: openSync(segmentPath(directoryOf(runId), stageOf(runId), segment), 'a', 0o600),
      segment,
      sizeBytes: 0,
      lines: log.lines,
    };
  }

  function write(runId: string, line: NewLogLine): void {
    const log = rolled(runId, open.get(runId) ?? openLog(runId));
    open.set(runId, log);
    const text = visibleJson(redactedJson(toStored(log.lines + 1, line), redact));
    const written = writeWhole(log.descriptor, `${text}\n`);
    log.lines += 1;
    log.sizeBytes += written;
  }

  function letGo(runId: string): void {
    const log = open.get(runId);
    open.delete(runId);
    if (log !== undefined) {
      closeSync(log.descriptor);
    }
  }

  return {
    append: createGapWriter({ write, letGo, directoryOf, onGap }),
    read: (runId, range) => readRunLog({ directory: directoryOf(runId), stage: stageOf(runId) }, range),
    close() {
      for (const { descriptor } of open.values()) {
        closeSync(descriptor);
      }
      open.clear();
    },
  };
}
