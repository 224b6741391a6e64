import { exitCodeOf, isAppError, toErrorRecord } from '../../contract/errors.ts';
import type { RunDocument } from '../../contract/run.ts';
import { localized, textIn } from '../../contract/text.ts';
import type { Language } from '../../contract/text.ts';
import { visible, visibleJson } from '../../contract/visible.ts';

/** How a command answers: for programs or for people, and in which language. */
interface Answering {
  readonly json: boolean;
  readonly language: Language;
}

/**
 * Where a command writes: one document for programs on stdout, everything for people on stderr unless it is the answer.
 * Lines are given one by one and end here only: what a sheet or a site put into them can neither begin another line nor
 * steer the terminal.
 */
export interface Output {
  /** The command's answer: the document with --json, its texts in the command's language, else the lines. */
  answer(document: unknown, lines: () => readonly string[]): void;
  /** Progress and messages. */
  say(...lines: readonly string[]): void;
}

/** The lines as they are written: each once, with its end. */
const written = (lines: readonly string[]): string => lines.map((line) => `${visible(line)}\n`).join('');

export function createOutput({ json, language }: Answering): Output {
  return {
    answer: (document, lines) =>
      void process.stdout.write(
        json ? `${visibleJson(JSON.stringify(localized(document, language), null, 2))}\n` : written(lines()),
      ),
    say: (...lines) => void process.stderr.write(written(lines)),
  };
}

/** What went wrong, for a person. */
export const sentenceOf = (thrown: unknown, language: Language): string =>
  textIn(toErrorRecord(thrown).message, language);

/** Prints a failure as the one document or as a line, and answers the exit code. */
export function fail(thrown: unknown, { json, language }: Answering): number {
  const error = localized(toErrorRecord(thrown), language);
  if (json) process.stdout.write(`${visibleJson(JSON.stringify({ error }))}\n`);
  process.stderr.write(written([`sitewright: ${error.message}`]));
  if (!isAppError(thrown) && thrown instanceof Error && process.env['SITEWRIGHT_DEBUG'] !== undefined)
    process.stderr.write(written((thrown.stack ?? '').split('\n')));
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

/** Scripts whose characters take two columns of a terminal (Unicode's East Asian Wide and Fullwidth, as far as our words go). */
const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/gu;

/** The word filled up with spaces to so many columns of the terminal. */
export function column(word: string, width: number): string {
  const columns = word.length + (word.match(wide)?.length ?? 0);
  return word + ' '.repeat(Math.max(0, width - columns));
}
