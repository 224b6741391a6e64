import { openForWork, withAccess } from '../../access.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument, waitForRun } from '../../wait-for-run.ts';
import { runId } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '新建一个执行任务，从最后一项变更起撤销已结束的执行任务所做的可撤销变更；不能撤销的列在 leftOut 中',
    en: 'creates a run that undoes what an ended run changed, where that is possible, the last change first; leftOut names what stays',
  },
  documents: { '': runDocument },
  declare: (bare) =>
    bare.addArgument(runId).addOption(
      option('-y, --yes', {
        zh: '直接确认；不指定时等待确认',
        en: 'confirms it; without it the run waits to be confirmed',
      }),
    ),
  run: ({ args: [id], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access, begins) => {
        begins();
        const { runs } = access.client;
        const run = await runs.revert({ run: id });
        if (options.yes === true) {
          await runs.answer({ run, question: null, choice: 'confirm', value: null, reason: null });
        }
        return waitForRun(run, { access, command: line, output });
      },
    ),
});
