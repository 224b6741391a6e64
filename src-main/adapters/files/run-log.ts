import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../contract/json.ts';
import type { LogLine } from '../../contract/run.ts';
import { visibleJson } from '../../contract/visible.ts';
import { redactedJson } from '../secrets/redacted-json.ts';
import type { Text } from '../../contract/text.ts';
import { readRunLog } from './read-run-log.ts';
import type { LogRange } from './read-run-log.ts';

/** A segment that has grown past this is followed by a new one. */
const segmentBytes = 16 * 1024 * 1024;

export interface NewLogLine {
  readonly atMs: number;
  readonly level: LogLine['level'];
  readonly step: string | null;
  readonly message: Text;
  readonly facts: Readonly<Record<string, Json>>;
}

/** The structured log of each run: one JSON object a line, redacted before it is written. */
export interface RunLogs {
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

export function createRunLogs({ runsDirectory, stageOf, redact }: RunLogOptions): RunLogs {
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

  return {
    append(runId, line) {
      const log = rolled(runId, open.get(runId) ?? openLog(runId));
      open.set(runId, log);
      log.lines += 1;
      log.sizeBytes += writeSync(
        log.descriptor,
        `${visibleJson(redactedJson(toStored(log.lines, line), redact))}\n`,
      );
    },
    read: (runId, range) => readRunLog({ directory: directoryOf(runId), stage: stageOf(runId) }, range),
    close() {
      for (const { descriptor } of open.values()) closeSync(descriptor);
      open.clear();
    },
  };
}
