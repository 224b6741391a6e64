import { openForWork, withAccess } from '../../access.ts';
import { argument, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument, runLines } from '../../wait-for-run.ts';

export const command = defineCommand({
  does: { zh: '开灯', en: 'turns a lamp on' },
  documents: { '': runDocument },
  declare: (bare) =>
    bare
      .addArgument(argument('<NAME>', { zh: '灯的名称', en: 'name of the lamp' }))
      .addOption(option('--locked', { zh: '开关已上锁', en: 'its switch is locked' })),
  run: ({ args: [name], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async ({ client }, begins) => {
        begins();
        const order = { name, isOn: true, locked: options.locked ?? false };
        const run = await client.runs.start({ kind: 'lamp', order, confirmed: true });
        const document = await client.runs.settled({ run });
        output.answer(document, () => runLines(document, line));
        return document.state === 'succeeded' ? 0 : 10;
      },
    ),
});
