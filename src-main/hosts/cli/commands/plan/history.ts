import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { importDocument, importLines } from './import-document.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

export const command = defineCommand({
  does: {
    zh: '本机读取过的该规划表的所有版本，以及对它的处理',
    en: 'every version of the workbook that was read here, and the decisions about it',
  },
  documents: { '': importDocument },
  declare: (bare) => bare.addArgument(workbook).addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const document = await access.client.imports.open(request);
        output.answer(document, () => importLines(document, line.language));
        return 0;
      },
    ),
});
