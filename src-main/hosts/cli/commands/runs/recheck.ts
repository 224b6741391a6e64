import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, runId } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '对已结束的执行任务重新读取站点的每个值，并重新生成报告',
    en: 'reads every value of the site again for an ended run and renews its report',
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId),
  run: ({ args: [run], command: line, output }) =>
    changeRun({ run, command: line, output }, (client) => client.runs.recheck({ run })),
});
