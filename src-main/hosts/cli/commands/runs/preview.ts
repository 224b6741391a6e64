import { openForWork, withAccess } from '../../access.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { previewLines } from '../../preview-lines.ts';
import { previewDocument } from '../preview-document.ts';
import { runId } from './one-run.ts';

export const command = defineCommand({
  does: {
    zh: '等待中或已结束的执行任务若现在继续，会看到什么、做什么；不做任何变更。任务执行中退出码为 4，站点不符为 5',
    en: 'what a waiting or ended run would find and do if it continued now; changes nothing. Exit 4 while the run is in progress, 5 at another site',
  },
  documents: { '': previewDocument },
  declare: (bare) =>
    bare.addArgument(runId).addOption(
      option('--try-logins', {
        zh: '每个主机账号各登录一次，因为主机会锁定账号',
        en: 'one login to each host account, because hosts lock accounts',
      }),
    ),
  run: ({ args: [run], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }) => {
        const document = await client.runs.preview({ run, tryLogins: options.tryLogins === true });
        output.answer(document, () => previewLines(document, line));
        return 0;
      },
    ),
});
