import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogLine } from '../../contract/run.ts';
import { textSchema } from '../../contract/text-schema.ts';
import { verbatim } from '../../contract/text.ts';
import { createGapWriter } from './log-gaps.ts';
import type { NewLogLine } from './new-log-line.ts';
import { redactedJson } from '../secrets/redacted-json.ts';

/** A segment that has grown past this is followed by a new one. */
const segmentBytes = 16 * 1024 * 1024;

const storedLineSchema = z.object({
  seq: z.number(),
  at: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  step: z.string().nullable(),
  action: z.string().optional(),
  status: z.json().optional(),
  error: z.string().optional(),
  // One language only: lines written before there were two.
  message: z.union([textSchema, z.string().transform(verbatim)]),
  data: z.record(z.string(), z.json()).optional(),
});

/** The structured log of each run: one JSON object a line, redacted before it is written. */
export interface RunLogs {
  /** Never fails for what the disk does: lines that cannot be written are counted, and the log says so once it can. */
  append(runId: string, line: NewLogLine): void;
  /** Lines from `from` (the first has seq 1), at most `limit`. A torn last line of a power cut is left out. */
  read(runId: string, range: { readonly from: number; readonly limit: number }): readonly LogLine[];
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

function toLogLine(text: string): LogLine | null {
  try {
    const { action, status, error, data, ...line } = storedLineSchema.parse(JSON.parse(text));
    const named = {
      ...(action === undefined ? {} : { action }),
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
    };
    const facts = { ...named, ...data };
    return Object.keys(facts).length === 0 ? line : { ...line, data: facts };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return null;
    throw thrown;
  }
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
    mkdirSync(directory, { recursive: true });
    const { texts, last } = readSegments(directory, stageOf(runId));
    const descriptor = openSync(segmentPath(directory, stageOf(runId), last), 'a');
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
      descriptor: openSync(segmentPath(directoryOf(runId), stageOf(runId), segment), 'a'),
      segment,
      sizeBytes: 0,
      lines: log.lines,
    };
  }

  function write(runId: string, line: NewLogLine): void {
    const log = rolled(runId, open.get(runId) ?? openLog(runId));
    open.set(runId, log);
    const written = writeWhole(log.descriptor, `${redactedJson(toStored(log.lines + 1, line), redact)}\n`);
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
    read(runId, { from, limit }) {
      const { texts } = readSegments(directoryOf(runId), stageOf(runId));
      const lines = texts
        .flatMap((text) => text.split('\n'))
        .flatMap((text) => (text === '' ? [] : [toLogLine(text)]));
      return lines
        .filter((line) => line !== null)
        .filter(({ seq }) => seq >= from)
        .slice(0, limit);
    },
    close() {
      for (const { descriptor } of open.values()) closeSync(descriptor);
      open.clear();
    },
  };
}
