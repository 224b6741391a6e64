import { AppError } from '../../../../contract/errors.ts';
import { openForWork, withAccess } from '../../access.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { secretFromEnvironment } from '../../option-values.ts';
import { cellPlace, importDocument, importLines } from './import-document.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

function requireAny(given: readonly unknown[]): void {
  if (given.every((one) => one === undefined)) {
    throw new AppError('USAGE', {
      zh: 'plan override 需要 --value、--secret env:NAME、--restore 三者之一。',
      en: 'plan override needs one of --value, --secret env:NAME and --restore.',
    });
  }
}

/** A password is kept in the owner's memory, and the owner of this command's home is this command. */
function forgottenAtOnce(): AppError {
  return new AppError('USAGE', {
    zh: '密码只保存在内存中，本命令结束后就会丢失；请先用 sitewright serve 保持数据目录打开，或在执行时用 configure --secret 提供。',
    en: 'Passwords are kept in memory only and would be lost when this command ends. Keep the data folder open with sitewright serve first, or provide the password for the run with configure --secret.',
  });
}

export const command = defineCommand({
  does: {
    zh: '改正一个单元格，不改动文件；规划不使用的单元格会被拒绝',
    en: 'corrects a cell without touching the file; a cell that the plan does not use is refused',
  },
  documents: { '': importDocument },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addArgument(cellPlace)
      .addOption(
        option(
          '--value <V>',
          { zh: '新的值；为空表示清空该单元格', en: 'the value; empty for an empty cell' },
          { mayBeEmpty: true, excludes: ['--secret', '--restore'] },
        ),
      )
      .addOption(
        option(
          '--secret <env:NAME>',
          {
            zh: '密码，取自环境变量 NAME',
            en: 'a password, from the environment variable NAME',
          },
          { excludes: ['--restore'] },
        ),
      )
      .addOption(option('--restore', { zh: '恢复为文件中的值', en: 'restores what the file says' }))
      .addOption(option('--reason <TEXT>', { zh: '原因', en: 'why' }, { excludes: ['--restore'] }))
      .addOption(profile),
  async run({ args: [path, place], options, command: line, output }) {
    const { value, secret, restore, reason, profile: forced } = options;
    requireAny([value, secret, restore]);
    const password = secret === undefined ? null : secretFromEnvironment('--secret', secret, process.env);
    return withAccess(
      () => openForWork(line),
      async (access) => {
        const { imports } = access.client;
        const { id } = await imports.open(await requestFor(access, line, { path, profile: forced }));
        if (password !== null && !access.attached) {
          throw forgottenAtOnce();
        }
        if (restore === true) {
          await imports.removeOverride({ id, ...place });
        } else {
          await imports.override({
            id,
            ...place,
            value: value ?? null,
            secret: password,
            reason: reason ?? null,
          });
        }
        const document = await imports.show({ id });
        output.answer(document, () => importLines(document, line.language));
        return 0;
      },
    );
  },
});
