import type { AppClient } from '../../../../api/wire/client.ts';
import type { LogLine } from '../../../../contract/run.ts';
import { textIn } from '../../../../contract/text.ts';
import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { runId } from './one-run.ts';

const mostLogLines = 10_000;

/** The log page by page, from its first line to the end it has now. */
async function* logPages(client: AppClient, run: string): AsyncGenerator<readonly LogLine[]> {
  for (let from = 1; ;) {
    const page = await client.runs.logs({ run, from, limit: mostLogLines });
    const last = page.at(-1);
    if (last === undefined) {
      return;
    }
    yield page;
    from = last.seq + 1;
  }
}

export const command = defineCommand({
  does: { zh: '一个执行任务的结构化日志', en: 'the structured log of a run' },
  documents: { '': '{lines: [{seq, at, level, step, message, data?}]}' },
  declare: (bare) => bare.addArgument(runId),
  run: ({ args: [run], command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async ({ client }, begins) => {
        // It is written page by page, and what was printed must not be printed again.
        begins();
        await output.answerList({
          name: 'lines',
          pages: logPages(client, run),
          line: ({ at, level, step, message }) =>
            `${at} ${level.padEnd(5)} ${step ?? '-'} ${textIn(message, line.language)}`,
        });
        return 0;
      },
    ),
});
