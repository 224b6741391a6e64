import { openForReading, withAccess } from '../../access.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { overwrite } from '../../output-file.ts';
import { textsOf } from '../../texts.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

export const command = defineCommand({
  does: { zh: '把问题另存为一份工作簿', en: 'exports the findings to a new workbook' },
  documents: { '': '{path}' },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addOption(
        option('--out <FILE.xlsx>', {
          zh: '要写入的文件，扩展名为 .xlsx',
          en: 'the file to write, with the ending .xlsx',
        }).makeOptionMandatory(),
      )
      .addOption(overwrite)
      .addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const target = line.path(options.out);
        const { grant } = await access.client.files.grantOut({ path: target });
        await access.client.plan.exportFindings({
          ...request,
          language: line.language,
          out: grant,
          overwrite: options.overwrite ?? false,
        });
        output.answer({ path: target }, () => [textsOf(line.language).written(target)]);
        return 0;
      },
    ),
});
