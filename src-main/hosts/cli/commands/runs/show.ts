import type { RunDocument } from '../../../../contract/run.ts';
import { stepWord } from '../../../../contract/state-words.ts';
import { textIn } from '../../../../contract/text.ts';
import { openForReading, withAccess } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { defineCommand } from '../../define-command.ts';
import { column } from '../../output.ts';
import { runDocument, runLines } from '../../wait-for-run.ts';
import { runId } from './one-run.ts';

function lines(run: RunDocument, command: CommandLine): readonly string[] {
  const { language } = command;
  const steps = run.steps.map((step) => {
    const { key, message } = step;
    const said = message === null ? '' : `: ${textIn(message, language)}`;
    return `${column(textIn(stepWord(step), language), 8)} ${key}${said}`;
  });
  return [...steps, ...runLines(run, command)];
}

export const command = defineCommand({
  does: { zh: '一个执行任务及其步骤', en: 'one run and its steps' },
  exits: { 0: { zh: '能显示即为 0，与执行结果无关', en: 'whenever it could show, however the run ended' } },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId),
  run: ({ args: [run], command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async ({ client }) => {
        const document = await client.runs.show({ run });
        output.answer(document, () => lines(document, line));
        return 0;
      },
    ),
});
