import type { Question } from '../../../../contract/run.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { openForReading, withAccess } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import type { Output } from '../../output.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, runId } from './one-run.ts';

const nothingAsked: Text = { zh: '没有待处理的问题', en: 'No open question' };

function questionLines(question: Question | null, language: Language): readonly string[] {
  if (question === null) {
    return [textIn(nothingAsked, language)];
  }
  const choices = question.choices.map(({ id, title, needsReason, needsValue }) => {
    const needs = [needsReason === true ? '--reason' : '', needsValue === true ? '--value' : '']
      .filter((need) => need !== '')
      .join(' ');
    return `  ${id}${needs === '' ? '' : ` ${needs}`}  ${textIn(title, language)}`;
  });
  return [textIn(question.text, language), ...choices];
}

function ask(run: string, { command, output }: { command: CommandLine; output: Output }): Promise<number> {
  return withAccess(
    () => openForReading(command),
    async ({ client }) => {
      const question = await client.runs.question({ run });
      output.answer(question, () => questionLines(question, command.language));
      return question === null ? 0 : 11;
    },
  );
}

export const command = defineCommand({
  does: {
    zh: '显示执行任务的问题及可选项；加 --choose 时处理',
    en: 'shows what the run asks and its choices; with --choose makes the choice',
  },
  exits: {
    11: { zh: '不带 --choose 时：有待处理的问题', en: 'without --choose: there is an open question' },
  },
  documents: {
    '': 'the question {id, reason, step?, code, text, facts?, choices}, or null',
    '--choose': runDocument,
  },
  declare: (bare) =>
    bare
      .addArgument(runId)
      .addOption(option('--choose <CHOICE>', { zh: '选择一个可选项', en: 'the choice' }))
      .addOption(
        option(
          '--value <V>',
          { zh: '可选项需要的值', en: 'the value, where the choice needs one' },
          { mayBeEmpty: true, needs: ['--choose'] },
        ),
      )
      .addOption(
        option(
          '--reason <TEXT>',
          { zh: '原因', en: 'why, where the choice needs a reason' },
          { needs: ['--choose'] },
        ),
      ),
  async run({ args: [run], options, command: line, output }) {
    const { choose, value, reason } = options;
    if (choose !== undefined) {
      return changeRun({ run, command: line, output }, async ({ runs }) => {
        const question = (await runs.question({ run }))?.id ?? null;
        await runs.answer({ run, question, choice: choose, value: value ?? null, reason: reason ?? null });
      });
    }
    return ask(run, { command: line, output });
  },
});
