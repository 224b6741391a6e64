import { AppError } from '../../../contract/errors.ts';
import type { Existing, LogLine, Question, RunDocument, RunRow } from '../../../contract/run.ts';
import { runStateWords, stepStateWords } from '../../../contract/state-words.ts';
import { textIn, type Text } from '../../../contract/text.ts';
import { type Access, openForReading, openForWork, withAccess } from '../access.ts';
import {
  type CommandLine,
  keyAndValue,
  requireNoMore,
  requireWord,
  secretFromEnvironment,
} from '../command-line.ts';
import { saysYes } from '../confirm.ts';
import { column, type Output } from '../output.ts';
import { previewLines } from '../preview-lines.ts';
import { textsOf } from '../texts.ts';
import { runLines, waitForRun } from '../wait-for-run.ts';

interface Asked {
  readonly command: CommandLine;
  readonly output: Output;
  readonly access: Access;
}
type Action = (asked: Asked) => Promise<number>;

const mostLogLines = 10_000;
const runOf = (command: CommandLine): string => requireWord(command, 2, { zh: '执行任务编号', en: 'run ID' });

function listLines(runs: readonly RunRow[], { language }: CommandLine): readonly string[] {
  if (runs.length === 0) {
    return [textsOf(language).noRuns];
  }
  const line = ({ id, state, title, practice, warnings }: RunRow): string => {
    const marks = [
      practice ? textsOf(language).practice : '',
      warnings > 0 ? textsOf(language).warnings(warnings) : '',
    ].filter((mark) => mark !== '');
    return [id, textIn(runStateWords[state], language), title, ...marks].join('  ');
  };
  return runs.map(line);
}

const list: Action = async ({ access, command, output }) => {
  const runs = await access.client.runs.list();
  const document = {
    runs: runs.map(({ id, kind, title, state, warnings, createdAt }) => ({
      id,
      kind,
      title,
      state,
      warnings,
      createdAt: new Date(createdAt).toISOString(),
    })),
  };
  output.answer(document, () => listLines(runs, command));
  return 0;
};

const show: Action = async ({ access, command, output }) => {
  const run = await access.client.runs.show({ run: runOf(command) });
  const { language } = command;
  const steps = run.steps.map(({ key, state, message }) => {
    const said = message === null ? '' : `: ${textIn(message, language)}`;
    return `${column(textIn(stepStateWords[state], language), 8)} ${key}${said}`;
  });
  const startedBy = run.startedBy === undefined ? [] : [textsOf(language).startedBy(run.startedBy)];
  output.answer(run, () => [...steps, ...runLines(run, command), ...startedBy]);
  return 0;
};

/** The log page by page, from its first line to the end it has now. */
async function* logPages({ access, command }: Asked): AsyncGenerator<readonly LogLine[]> {
  const run = runOf(command);
  for (let from = 1; ;) {
    const page = await access.client.runs.logs({ run, from, limit: mostLogLines });
    const last = page.at(-1);
    if (last === undefined) {
      return;
    }
    yield page;
    from = last.seq + 1;
  }
}

const logs: Action = async (asked) => {
  const { command, output } = asked;
  await output.answerList({
    name: 'lines',
    pages: logPages(asked),
    line: ({ at, level, step, message }) =>
      `${at} ${level.padEnd(5)} ${step ?? '-'} ${textIn(message, command.language)}`,
  });
  return 0;
};

const watch: Action = ({ access, command, output }) =>
  waitForRun(runOf(command), { access, command, output });

/** The steps as they are before a command changes anything: it prints only what it does itself. */
const stepsOf = async ({ client }: Access, run: string): Promise<RunDocument['steps']> =>
  (await client.runs.show({ run })).steps;

const retry: Action = async ({ access, command, output }) => {
  const run = runOf(command);
  const edits = (command.values.set ?? []).map((given) => keyAndValue('--set', given));
  const secrets = (command.values.secret ?? []).map((given) => {
    const { key, value } = keyAndValue('--secret', given);
    return { key, value: secretFromEnvironment('--secret', value, process.env) };
  });
  const before = await stepsOf(access, run);
  await access.client.runs.retry({ run, steps: null, edits, secrets });
  return waitForRun(run, { access, command, output, before });
};

/** What the run would do if it went on now; changes nothing. */
const preview: Action = async ({ access, command, output }) => {
  const tryLogins = command.values['try-logins'] ?? false;
  const document = await access.client.runs.preview({ run: runOf(command), tryLogins });
  output.answer(document, () => previewLines(document, command));
  return 0;
};

const recheck: Action = async ({ access, command, output }) => {
  const run = runOf(command);
  const before = await stepsOf(access, run);
  await access.client.runs.recheck({ run });
  return waitForRun(run, { access, command, output, before });
};

/** Taking a run back is a run of its own; without --yes it waits to be confirmed, as every plan does. */
const revert: Action = async ({ access, command, output }) => {
  const run = await access.client.runs.revert({ run: runOf(command) });
  if (command.values.yes === true) {
    await access.client.runs.answer({ run, question: null, choice: 'confirm', value: null, reason: null });
  }
  return waitForRun(run, { access, command, output });
};

const cancel: Action = async ({ access, command, output }) => {
  const run = runOf(command);
  await access.client.runs.cancel({ run });
  const document = await access.client.runs.settled({ run });
  output.answer(document, () => runLines(document, command));
  return document.state === 'canceled' ? 0 : 10;
};

function questionLines(question: Question | null, { language }: CommandLine): readonly string[] {
  if (question === null) {
    return [textsOf(language).nothingAsked];
  }
  const choices = question.choices.map(({ id, title, needsReason, needsValue }) => {
    const needs = [needsReason === true ? '--reason' : '', needsValue === true ? '--value' : '']
      .filter((need) => need !== '')
      .join(' ');
    return `  ${id}${needs === '' ? '' : ` ${needs}`}  ${textIn(title, language)}`;
  });
  return [textIn(question.text, language), ...choices];
}

const answer: Action = async ({ access, command, output }) => {
  const run = runOf(command);
  const { choose, value, reason } = command.values;
  const question = await access.client.runs.question({ run });
  if (choose === undefined) {
    output.answer(question, () => questionLines(question, command));
    return question === null ? 0 : 11;
  }
  const before = await stepsOf(access, run);
  await access.client.runs.answer({
    run,
    question: question?.id ?? null,
    choice: choose,
    value: value ?? null,
    reason: reason ?? null,
  });
  return waitForRun(run, { access, command, output, before });
};

interface Decided {
  readonly run: string;
  readonly step: string;
  readonly reason: string;
}

function decisionOf(command: CommandLine): Decided {
  const run = runOf(command);
  const step = requireWord(command, 3, { zh: '步骤 KEY', en: 'step key' });
  const { reason } = command.values;
  if (reason === undefined) {
    throw new AppError('REASON_REQUIRED', {
      zh: '必须填写原因：--reason TEXT；原因会写入验收报告。',
      en: 'A reason is required: --reason TEXT. It is printed in the acceptance report.',
    });
  }
  return { run, step, reason };
}

function decide(kind: 'skip' | 'markDone'): Action {
  return async ({ access, command, output }) => {
    const decision = decisionOf(command);
    const before = await stepsOf(access, decision.run);
    await access.client.runs[kind](decision);
    return waitForRun(decision.run, { access, command, output, before });
  };
}

function existingLines({ found, differences }: Existing, { language }: CommandLine): readonly string[] {
  const { planned, actual } = textsOf(language);
  const lines = differences.map(
    (row) =>
      `  ${textIn(row.field, language)}: ${planned} ${textIn(row.planned, language)}, ${actual} ${textIn(row.actual, language)}`,
  );
  return [textIn(found, language), ...lines];
}

/** Shows what is there beside the plan; where they differ, only a yes to these differences takes it. */
const adopt: Action = async ({ access, command, output }) => {
  const decision = decisionOf(command);
  const { run, step } = decision;
  const existing = await access.client.runs.existing({ run, step });
  let agreed = existing.verdict !== 'differs';
  if (!agreed) {
    output.say(...existingLines(existing, command));
    agreed =
      command.values.yes === true ||
      (process.stdin.isTTY && (await saysYes(textsOf(command.language).confirmAdoption)));
  }
  // What nobody agreed to is refused by the run, naming the differences.
  const before = await stepsOf(access, run);
  await access.client.runs.adopt({ ...decision, agreed: agreed ? existing.differences : null });
  return waitForRun(run, { access, command, output, before });
};

const reading: Readonly<Record<string, Action>> = { list, show, logs };
const working: Readonly<Record<string, Action>> = {
  watch,
  preview,
  retry,
  recheck,
  cancel,
  revert,
  answer,
  skip: decide('skip'),
  'mark-done': decide('markDone'),
  adopt,
};

function unknownAction(name: string): Text {
  const known = [...Object.keys(reading), ...Object.keys(working)];
  return {
    zh: `runs 支持 ${known.join('、')}，不支持 ${name}。`,
    en: `runs supports ${known.join(', ')}, not ${name}.`,
  };
}

/** `runs …`: looks at runs, and decides about them. */
export async function runsCommand(command: CommandLine, output: Output): Promise<number> {
  const name = requireWord(command, 1, { zh: '要对执行任务做的操作', en: 'runs action' });
  const action = reading[name] ?? working[name];
  if (action === undefined) {
    throw new AppError('USAGE', unknownAction(name));
  }
  requireNoMore(command, wordsOf[name] ?? 3);
  const onlyLooks = name in reading || isLook(name, command);
  return withAccess(
    () => (onlyLooks ? openForReading(command) : openForWork(command)),
    (access, begins) => {
      // A log is written page by page, and what was printed must not be printed again.
      if (name === 'logs' || (!onlyLooks && name !== 'watch' && name !== 'preview')) {
        begins();
      }
      return action({ access, command, output });
    },
  );
}

/** How many words a command has, where it is not `runs ACTION ID`. */
const wordsOf: Readonly<Record<string, number>> = { list: 2, skip: 4, 'mark-done': 4, adopt: 4 };

/** Asking what a run asks changes nothing. */
function isLook(name: string, { values }: CommandLine): boolean {
  return name === 'answer' && values.choose === undefined;
}
