import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument, runLines } from '../../wait-for-run.ts';
import { runId } from './one-run.ts';

export const command = defineCommand({
  does: { zh: '取消一个执行任务，完成后返回', en: 'cancels a run and returns when it has stopped' },
  exits: {
    0: { zh: '已取消', en: 'it is canceled' },
    10: { zh: '取消前已以其他方式结束', en: 'it had ended in another way before' },
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId),
  run: ({ args: [run], command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }, begins) => {
        begins();
        await client.runs.cancel({ run });
        const document = await client.runs.settled({ run });
        output.answer(document, () => runLines(document, line));
        return document.state === 'canceled' ? 0 : 10;
      },
    ),
});
