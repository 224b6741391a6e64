import { openForWork, withAccess } from '../../access.ts';
import { argument, option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { cellPlace, importDocument, importLines } from './import-document.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

export const command = defineCommand({
  does: {
    zh: '忽略一项问题；单元格为该问题的单元格，或其区域内的任一单元格',
    en: 'ignores a finding; the cell is that of the finding, or any inside its range',
  },
  documents: { '': importDocument },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addArgument(argument('<CODE>', { zh: '问题代码', en: 'finding code' }))
      .addArgument(cellPlace)
      .addOption(
        option(
          '--reason <TEXT>',
          { zh: '原因；忽略时必须填写', en: 'why; required to ignore the finding' },
          { excludes: ['--restore'] },
        ),
      )
      .addOption(option('--restore', { zh: '取消忽略', en: 'no longer ignores it' }))
      .addOption(profile),
  run: ({ args: [path, code, place], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const { imports } = access.client;
        const { id } = await imports.open(await requestFor(access, line, { path, profile: options.profile }));
        if (options.restore === true) {
          await imports.restoreFinding({ id, code, ...place });
        } else {
          await imports.ignoreFinding({ id, code, ...place, reason: options.reason ?? '' });
        }
        const document = await imports.show({ id });
        output.answer(document, () => importLines(document, line.language));
        return 0;
      },
    ),
});
