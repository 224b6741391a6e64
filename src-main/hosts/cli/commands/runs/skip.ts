import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import { changeRun, reason, runId, stepKey } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '跳过一个步骤；要求它成功的步骤也会跳过',
    en: 'skips a step; what needs it to have succeeded is skipped too',
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId).addArgument(stepKey).addOption(reason),
  run: ({ args: [run, step], options, command: line, output }) =>
    changeRun({ run, command: line, output }, (client) =>
      client.runs.skip({ run, step, reason: options.reason }),
    ),
});
