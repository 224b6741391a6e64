import { join } from 'node:path';
import type { AppClient } from '../../../../api/wire/client.ts';
import type { RunRow } from '../../../../contract/run.ts';
import { runWord } from '../../../../contract/state-words.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { unlistedNotice } from '../../../../contract/unlisted-runs.ts';
import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { textsOf } from '../../texts.ts';

const noRuns: Text = { zh: '还没有执行任务', en: 'No runs yet' };

function runLine(run: RunRow, language: Language): string {
  const { id, title, practice, warnings, damaged } = run;
  const texts = textsOf(language);
  const marks = [
    practice ? texts.practice : '',
    warnings > 0 ? texts.warnings(warnings) : '',
    damaged === undefined ? '' : textIn(damaged, language),
  ];
  const parts = [id, textIn(runWord(run), language), title, ...marks];
  return parts.filter((part) => part !== '').join('  ');
}

interface Listed {
  readonly runs: readonly RunRow[];
  readonly unlisted: readonly string[];
}

/** Every run, the newest first; they are handed out in pages. */
async function allRuns(client: AppClient): Promise<Listed> {
  const runs: RunRow[] = [];
  let unlisted: readonly string[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await client.runs.list({ after });
    runs.push(...page.runs);
    unlisted = page.unlisted ?? unlisted;
    after = page.next;
  }
  return { runs, unlisted };
}

export const command = defineCommand({
  does: { zh: '本数据目录的所有执行任务，最近的在前', en: 'all runs of the data folder, newest first' },
  documents: {
    '': '{runs: [{id, kind, title, state, warnings, createdAt, undone?: {by: [id], isWhole}, damaged?}], unlisted?}',
  },
  declare: (bare) => bare,
  run: ({ command: { language }, command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async ({ client, home }) => {
        const { runs, unlisted } = await allRuns(client);
        const document = {
          runs: runs.map(({ id, kind, title, state, warnings, createdAt, undone, damaged }) => ({
            id,
            kind,
            title,
            state,
            warnings,
            createdAt: new Date(createdAt).toISOString(),
            undone,
            damaged,
          })),
          unlisted: unlisted.length === 0 ? undefined : unlisted,
        };
        output.answer(document, () => [
          ...(runs.length === 0 ? [textIn(noRuns, language)] : runs.map((run) => runLine(run, language))),
          ...(unlisted.length === 0 ? [] : [textIn(unlistedNotice(join(home, 'runs'), unlisted), language)]),
        ]);
        return 0;
      },
    ),
});
