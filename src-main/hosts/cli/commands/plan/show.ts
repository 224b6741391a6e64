import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

export const command = defineCommand({
  does: {
    zh: '以 JSON 输出站点规划（规范化后）；密码显示为 {"secret":true}',
    en: 'prints the normalized site plan as JSON; a secret is shown as {"secret":true}',
  },
  documents: { '': 'the site plan' },
  declare: (bare) => bare.addArgument(workbook).addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const { plan } = await access.client.plan.read(request);
        output.answer(plan, () => JSON.stringify(plan, null, 2).split('\n'));
        return 0;
      },
    ),
});
