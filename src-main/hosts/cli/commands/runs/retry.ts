import { collected, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { keyAndValue, secretFromEnvironment } from '../../option-values.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, runId } from './one-run.ts';

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
    return changeRun({ run, command: line, output }, (client) =>
      client.runs.retry({ run, steps: null, edits, secrets }),
    );
  },
});
