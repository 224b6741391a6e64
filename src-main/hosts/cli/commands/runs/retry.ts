import type { EditCheck } from '../../../../contract/run-edits.ts';
import { textIn, type Text } from '../../../../contract/text.ts';
import { collected, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { keyAndValue, secretFromEnvironment } from '../../option-values.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, runId } from './one-run.ts';

/** What is found because of the changed values, and which of them later runs will not take. */
function wordsOf({ findings, places, unchecked }: EditCheck, isKept: boolean): readonly Text[] {
  const found = findings.map(({ place, message }) => ({
    zh: `${place} ${message.zh}`,
    en: `${place}: ${message.en}`,
  }));
  const at = places.map(({ place }) => place);
  const only = {
    zh: `更改只用于本次任务；加 --keep 可同时保存为 ${at.join('、')} 的改值。`,
    en: `The changes apply to this run only. Add --keep to keep them as overrides of ${at.join(', ')}.`,
  };
  return [...found, ...(unchecked === null ? [] : [unchecked]), ...(isKept || at.length === 0 ? [] : [only])];
}

export const command = defineCommand({
  does: {
    zh: '重新执行失败、有警告和已取消的步骤及依赖它们的步骤；也用于继续被中断的执行任务',
    en: 'retries failed and canceled steps, those with a warning, and what depends on them; also continues an interrupted run',
  },
  documents: { '': runDocument },
  declare: (bare) =>
    bare
      .addArgument(runId)
      .addOption(
        option('--set <KEY=VALUE>', {
          zh: '先更改规划中的一个值（改前改后都会记录）；KEY 为 plan show 文档中的路径，如 cluster.vip；不用于密码；可重复',
          en: 'changes a value of the plan first, recorded with before and after; KEY is a path in the document of plan show, such as cluster.vip; not for passwords; repeatable',
        }).argParser(collected),
      )
      .addOption(
        option('--reason <TEXT>', {
          zh: '修改的原因，会写入验收报告',
          en: 'why values are changed; it is printed in the acceptance report',
        }),
      )
      .addOption(
        option('--keep', {
          zh: '同时把更改保存为规划表的改值，以后的任务也使用；不加则只用于本次任务',
          en: 'also keeps the changes as overrides of the workbook, for later runs; without it they apply to this run only',
        }),
      )
      .addOption(
        option('--secret <KEY=env:NAME>', {
          zh: '提供无法取得的密码或令牌；KEY 为其在规划中的路径，或 current-password、current-password:账号、token；只保存在内存中；可重复',
          en: 'provides a secret that is not available otherwise; KEY is its path in the plan, or current-password, current-password:ACCOUNT or token; kept in memory only; repeatable',
        }).argParser(collected),
      ),
  async run({ args: [run], options, command: line, output }) {
    const edits = (options.set ?? []).map((given) => keyAndValue('--set', given));
    const secrets = (options.secret ?? []).map((given) => {
      const { key, value } = keyAndValue('--secret', given);
      return { key, value: secretFromEnvironment('--secret', value, process.env) };
    });
    const { reason = null, keep = false } = options;
    return changeRun({ run, command: line, output }, async (client) => {
      if (edits.length > 0) {
        const check = await client.runs.checkEdits({ run, edits });
        for (const said of wordsOf(check, keep)) {
          output.say(textIn(said, line.language));
        }
      }
      return client.runs.retry({ run, steps: null, edits, secrets, reason, keep });
    });
  },
});
