import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../../contract/run.ts';
import { visibleJson } from '../../contract/visible.ts';
import { redactedJson } from '../secrets/redacted-json.ts';
import { createGapWriter } from './log-gaps.ts';
import type { NewLogLine } from './new-log-line.ts';
import { readRunLog } from './read-run-log.ts';
import type { LogRange } from './read-run-log.ts';

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

function readSegments(directory: string, stage: string): { texts: string[]; last: number } {
  const texts: string[] = [];
  let segment = 1;
  while (existsSync(segmentPath(directory, stage, segment)))
    texts.push(readFileSync(segmentPath(directory, stage, segment++), 'utf8'));
  return { texts, last: Math.max(segment - 1, 1) };
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
  if (written < bytes.length) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  return written;
}

export function createRunLogs(options: RunLogOptions): RunLogs {
  const { runsDirectory, stageOf, redact, onGap = () => undefined } = options;
  const open = new Map<string, OpenLog>();
  const directoryOf = (runId: string): string => join(runsDirectory, runId, 'logs');

  function openLog(runId: string): OpenLog {
    const directory = directoryOf(runId);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { texts, last } = readSegments(directory, stageOf(runId));
    const descriptor = openSync(segmentPath(directory, stageOf(runId), last), 'a', 0o600);
    const lines = texts.reduce(
      (count, text) => count + text.split('\n').filter((line) => line !== '').length,
      0,
    );
    if (texts.length > 0 && texts.at(-1) !== '' && texts.at(-1)?.endsWith('\n') === false)
      writeSync(descriptor, '\n');
    return { descriptor, segment: last, sizeBytes: fstatSync(descriptor).size, lines };
  }

  function rolled(runId: string, log: OpenLog): OpenLog {
    if (log.sizeBytes < segmentBytes) return log;
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
    if (log !== undefined) closeSync(log.descriptor);
  }

  return {
    append: createGapWriter({ write, letGo, directoryOf, onGap }),
    read: (runId, range) => readRunLog({ directory: directoryOf(runId), stage: stageOf(runId) }, range),
    close() {
      for (const { descriptor } of open.values()) closeSync(descriptor);
      open.clear();
    },
  };
}
