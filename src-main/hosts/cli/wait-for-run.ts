import type { RunDocument } from '../../contract/run.ts';
import { runWord, stepStateWords } from '../../contract/state-words.ts';
import { textIn, verbatim, type Language } from '../../contract/text.ts';
import { isUnreachable, openForReading, withAccess, type Access } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { followRun } from './follow-run.ts';
import { type Output, exitCodeOfRun, sentenceOf } from './output.ts';
import { textsOf } from './texts.ts';

export interface Waiting {
  readonly access: Access;
  readonly command: CommandLine;
  readonly output: Output;
  /** The steps as they stood before the command did anything, for a run that was there already. */
  readonly before?: RunDocument['steps'];
}

/** The document of every command that makes, shows or changes one run. */
export const runDocument =
  '{id, kind, title, state, waiting?: {reason, question?, choices?}, warnings, createdAt, endedAt, startedBy?, undone?: {by: [id], isWhole}, steps: [{key, title, state, attempts, changed, message, adopted?, undoneBy?, error?}], outputs, scopes?: [{path: [key], title, state}], leftOut?: [{key, because, title?, kind?}], faults?, damaged?}';

/** What is not done and why; one whose key is a place in a file is named as well. */
export function leftOutLines(leftOut: NonNullable<RunDocument['leftOut']>, language: Language): string[] {
  return leftOut.map(({ key, because, title }) => {
    const named = title === undefined || !key.includes('!') ? key : `${key} ${textIn(title, language)}`;
    return `${textsOf(language).leftOut} ${named}: ${textIn(because, language)}`;
  });
}

/** How each nested part of a run stands, below the part that it lies in. */
function scopeLines(scopes: NonNullable<RunDocument['scopes']>, language: Language): string[] {
  const { scopeLine } = textsOf(language);
  return scopes.map(({ path, title, state }) => {
    const indent = '  '.repeat(path.length - 1);
    return `${indent}${scopeLine(textIn(title, language), textIn(stepStateWords[state], language))}`;
  });
}

/** A run for a person: its state, what it asks, what did not go well. */
export function runLines(run: RunDocument, { language }: CommandLine): readonly string[] {
  const texts = textsOf(language);
  const warnings = run.warnings === 0 ? '' : ` · ${texts.warnings(run.warnings)}`;
  const lines = [`${texts.runLine(run.id, textIn(runWord(run), language))}${warnings}`];
  if (run.damaged !== undefined) {
    lines.push(textIn(run.damaged, language));
  }
  lines.push(...scopeLines(run.scopes ?? [], language));
  if (run.waiting !== undefined) {
    lines.push(texts.asks(textIn(run.waiting.question ?? verbatim(run.waiting.reason), language)));
    lines.push(
      texts.answerWith(
        run.id,
        (run.waiting.choices ?? []).map(({ id, title }) => `${id} (${textIn(title, language)})`).join(', '),
      ),
    );
  }
  lines.push(...leftOutLines(run.leftOut ?? [], language));
  return lines;
}

/**
 * Follows a run until it has ended or waits. The first Ctrl-C asks it to cancel and the second leaves at once; where
 * another process owns the home, Ctrl-C only lets go. When that process goes, the run is looked up again: with the next
 * owner, or as it was left.
 */
export async function waitForRun(
  run: string,
  { access, command, output, before = [] }: Waiting,
): Promise<number> {
  const texts = textsOf(command.language);
  try {
    return await follow(run, { access, command, output, before });
  } catch (thrown) {
    if (!access.attached || !isUnreachable(thrown)) {
      throw thrown;
    }
    output.say(texts.ownerLost(run));
  }
  return withAccess(
    () => openForReading(command),
    (again) => lookAt(run, { access: again, command, output, before }),
  );
}

/** Follows the run with its owner; as it stands where nobody owns its home. */
export async function lookAt(run: string, waiting: Waiting): Promise<number> {
  const { access, command, output } = waiting;
  if (access.attached) {
    return waitForRun(run, waiting);
  }
  const document = await access.client.runs.show({ run });
  output.answer(document, () => runLines(document, command));
  return exitCodeOfRun(document);
}

async function follow(run: string, { access, command, output, before }: Required<Waiting>): Promise<number> {
  const texts = textsOf(command.language);
  const stop = new AbortController();
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts += 1;
    if (access.attached) {
      return stop.abort();
    }
    if (interrupts > 1) {
      process.exit(130);
    }
    output.say(texts.canceling);
    access.client.runs
      .cancel({ run })
      .catch((thrown: unknown) => output.say(sentenceOf(thrown, command.language)));
  };
  process.on('SIGINT', onInterrupt);
  const following = followRun(access.client, run, { output, language: command.language, before });
  try {
    const document = await access.client.runs.settled({ run }, { signal: stop.signal });
    await following.caughtUpWith(document.state);
    output.answer(document, () => runLines(document, command));
    return exitCodeOfRun(document);
  } catch (thrown) {
    if (!stop.signal.aborted) {
      throw thrown;
    }
    output.say(texts.detached(run));
    return 130;
  } finally {
    following.stop();
    process.off('SIGINT', onInterrupt);
  }
}
