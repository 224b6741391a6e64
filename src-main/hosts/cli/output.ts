import { exitCodeOf, isAppError, toErrorRecord } from '../../contract/errors.ts';
import type { RunDocument } from '../../contract/run.ts';

/** Where a command writes: one document for programs on stdout, everything for people on stderr unless it is the answer. */
export interface Output {
  /** The command's answer: the document with --json, else the text. */
  answer(document: unknown, text: () => string): void;
  /** Progress and messages. */
  say(line: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    answer: (document, text) =>
      void process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : text()),
    say: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** Prints a failure as the one document or as a line, and answers the exit code. */
export function fail(thrown: unknown, json: boolean): number {
  const error = toErrorRecord(thrown);
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  process.stderr.write(`sitewright: ${error.message}\n`);
  if (!isAppError(thrown) && thrown instanceof Error && process.env['SITEWRIGHT_DEBUG'] !== undefined)
    process.stderr.write(`${thrown.stack ?? ''}\n`);
  return exitCodeOf[error.category];
}

/** The exit code that a run's state comes to for a command that waited for it. */
export function exitCodeOfRun({ state }: Pick<RunDocument, 'state'>): number {
  switch (state) {
    case 'succeeded':
      return 0;
    case 'failed':
      return 10;
    case 'canceled':
      return exitCodeOf.canceled;
    case 'pending':
    case 'running':
    case 'waiting':
    case 'canceling':
      return 11;
  }
}
