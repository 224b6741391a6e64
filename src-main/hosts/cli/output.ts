import { exitCodeOf, isAppError, toErrorRecord } from '../../contract/errors.ts';
import type { RunDocument } from '../../contract/run.ts';
import { localized, textIn, type Language } from '../../contract/text.ts';
import { visible, visibleJson } from '../../contract/visible.ts';

/** How a command answers: for programs or for people, and in which language. */
export interface Answering {
  readonly json: boolean;
  readonly language: Language;
}

/**
 * Where a command writes: one document for programs on stdout, everything for people on stderr unless it is the answer.
 * Lines are given one by one and end here only: what another system or a file put into them can neither begin another line nor
 * steer the terminal.
 */
export interface Output {
  /** The command's answer: the document with --json, its texts in the command's language, else the lines. */
  answer(document: unknown, lines: () => readonly string[]): void;
  /**
   * An answer that may be too long to hold: written as its pages come, no faster than it is read. With --json it is one
   * document that holds the list under its name.
   */
  answerList<Item>(list: List<Item>): Promise<void>;
  /** Progress and messages. */
  say(...lines: readonly string[]): void;
}

export interface List<Item> {
  readonly name: string;
  readonly pages: AsyncIterable<readonly Item[]>;
  readonly line: (item: Item) => string;
}

/** The lines as they are written: each once, with its end. */
const written = (lines: readonly string[]): string => lines.map((line) => `${visible(line)}\n`).join('');

export function createOutput({ json, language }: Answering): Output {
  return {
    answer: (document, lines) =>
      void process.stdout.write(
        json ? `${visibleJson(JSON.stringify(localized(document, language), null, 2))}\n` : written(lines()),
      ),
    answerList: (list) => (json ? writeListAsJson(list, language) : writeList(list)),
    say: (...lines) => void process.stderr.write(written(lines)),
  };
}

/** Resolves when the text has left this process; false when it could not. */
const wasWritten = (text: string): Promise<boolean> =>
  new Promise((resolve) => process.stdout.write(text, (thrown) => resolve(!thrown)));

async function writeList<Item>({ pages, line }: List<Item>): Promise<void> {
  for await (const page of pages) {
    if (!(await wasWritten(written(page.map(line))))) {
      return;
    }
  }
}

async function writeListAsJson<Item>({ name, pages }: List<Item>, language: Language): Promise<void> {
  let before = `{\n  ${JSON.stringify(name)}: [`;
  let isEmpty = true;
  for await (const page of pages) {
    const items = page.map((item) =>
      visibleJson(JSON.stringify(localized(item, language), null, 2)).replaceAll('\n', '\n    '),
    );
    if (!(await wasWritten(`${before}\n    ${items.join(',\n    ')}`))) {
      return;
    }
    before = ',';
    isEmpty = false;
  }
  await wasWritten(isEmpty ? `${before}]\n}\n` : '\n  ]\n}\n');
}

/** What went wrong, for a person. */
export const sentenceOf = (thrown: unknown, language: Language): string =>
  textIn(toErrorRecord(thrown).message, language);

/** Prints a failure as the one document or as a line, and answers the exit code. */
export function fail(thrown: unknown, { json, language }: Answering): number {
  const error = localized(toErrorRecord(thrown), language);
  if (json) {
    process.stdout.write(`${visibleJson(JSON.stringify({ error }))}\n`);
  }
  process.stderr.write(written([`sitewright: ${error.message}`]));
  if (!isAppError(thrown) && thrown instanceof Error && process.env['SITEWRIGHT_DEBUG'] !== undefined) {
    process.stderr.write(written((thrown.stack ?? '').split('\n')));
  }
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

/** How many columns of the terminal it takes. */
export const columns = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

/** The word filled up with spaces to so many columns of the terminal. */
export const column = (word: string, width: number): string =>
  word + ' '.repeat(Math.max(0, width - columns(word)));
