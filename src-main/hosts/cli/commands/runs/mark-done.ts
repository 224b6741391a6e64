import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, reason, runId, stepKey } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '把步骤标记为已手动完成；等待它的步骤继续执行',
    en: 'marks the step as done manually; what waited for it continues',
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId).addArgument(stepKey).addOption(reason),
  run: ({ args: [run, step], options, command: line, output }) =>
    changeRun({ run, command: line, output }, (client) =>
      client.runs.markDone({ run, step, reason: options.reason }),
    ),
});
