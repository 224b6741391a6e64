import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument, waitForRun } from '../../wait-for-run.ts';
import { runId } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '跟随一个执行任务，直到结束或等待处理',
    en: 'follows a run until it has ended or needs attention',
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId),
  run: ({ args: [run], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      (access) => waitForRun(run, { access, command: line, output }),
    ),
});
