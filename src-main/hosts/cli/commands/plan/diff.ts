import type { PlanDifference } from '../../../../contract/configure.ts';
import { AppError } from '../../../../contract/errors.ts';
import { openForWork, withAccess } from '../../access.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

export const command = defineCommand({
  does: {
    zh: '按规划路径列出两个版本的差异，默认为最近两个版本',
    en: 'the differences between two versions, by plan path; default: the last two',
  },
  documents: { '': '{before, after, changes: [{path, before, after}]}; a secret is only there or not' },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addOption(
        option('--from <SHA256>', {
          zh: '较早的版本；写出哈希的开头部分即可',
          en: 'the earlier version; the first characters of its hash are enough',
        }),
      )
      .addOption(
        option('--to <SHA256>', {
          zh: '较新的版本；写出哈希的开头部分即可',
          en: 'the later version; the first characters of its hash are enough',
        }),
      )
      .addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const { id, versions } = await access.client.imports.open(request);
        const version = (given: string | undefined, fromEnd: number): string | undefined =>
          given === undefined
            ? versions.at(-fromEnd)?.sha256
            : versions.find(({ sha256 }) => sha256.startsWith(given.toLowerCase()))?.sha256;
        const [before, after] = [version(options.from, 2), version(options.to, 1)];
        if (before === undefined || after === undefined) {
          throw new AppError('INPUT_INVALID', {
            zh: '没有可比较的两个版本；用「plan history」查看已读取的版本。',
            en: 'There are no two such versions to compare. List the versions with "plan history".',
          });
        }
        const changes: PlanDifference = await access.client.imports.difference({ id, before, after });
        output.answer({ before, after, changes }, () =>
          changes.map((change) => `${change.path}: ${change.before ?? '—'} → ${change.after ?? '—'}`),
        );
        return 0;
      },
    ),
});
