import type { Existing } from '../../../../contract/run.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { saysYes } from '../../confirm.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument, waitForRun } from '../../wait-for-run.ts';
import { reason, runId, stepKey, stepsOf } from './one-run.ts';

const planned: Text = { zh: '规划', en: 'planned' };
const actual: Text = { zh: '现场', en: 'current' };
const confirmAdoption: Text = {
  zh: '现有对象与规划不一致，确认采用现有？[y/N] ',
  en: 'The existing object differs from the plan. Use the existing object? [y/N] ',
};

function existingLines({ found, differences }: Existing, language: Language): readonly string[] {
  const say = (text: Text): string => textIn(text, language);
  const lines = differences.map(
    (row) => `  ${say(row.field)}: ${say(planned)} ${say(row.planned)}, ${say(actual)} ${say(row.actual)}`,
  );
  return [say(found), ...lines];
}

/** Shows what is there beside the plan; where they differ, only a yes to these differences takes it. */
export const command = defineCommand({
  does: {
    zh: '在失败提供此操作时，采用现有对象代替规划的对象；不一致时先显示两者并询问',
    en: 'uses the existing object instead of the planned one, where the failure offered that; if they differ, shows both and asks',
  },
  exits: {
    3: { zh: '现场没有该对象', en: 'there is no such object' },
    4: {
      zh: '与规划不一致，且没有确认（非终端时需 --yes）',
      en: 'it differs from the plan and nobody agreed; without a terminal --yes agrees',
    },
  },
  documents: { '': runDocument },
  declare: (bare) =>
    bare
      .addArgument(runId)
      .addArgument(stepKey)
      .addOption(reason)
      .addOption(
        option('-y, --yes', {
          zh: '不一致时也采用，不再询问',
          en: 'agrees to the differences without being asked',
        }),
      ),
  run: ({ args: [run, step], options, command: line, output }) =>
    withAccess(
      () => openForWork(line),
      async (access, begins) => {
        begins();
        const { runs } = access.client;
        const existing = await runs.existing({ run, step });
        let agreed = existing.verdict !== 'differs';
        if (!agreed) {
          output.say(...existingLines(existing, line.language));
          agreed =
            options.yes === true ||
            (process.stdin.isTTY && (await saysYes(textIn(confirmAdoption, line.language))));
        }
        // What nobody agreed to is refused by the run, naming the differences.
        const before = await stepsOf(access.client, run);
        const differences = agreed ? existing.differences : null;
        await runs.adopt({ run, step, reason: options.reason, agreed: differences });
        return waitForRun(run, { access, command: line, output, before });
      },
    ),
});
