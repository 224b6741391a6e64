/** What every command that changes workloads does with its order: preview it, ask, start it, and wait for what was asked for. */
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import type { RunDocument } from '../../../../contract/run.ts';
import { rolloutStateWords, type RolloutState } from '../../../../contract/restart-names.ts';
import { z } from 'zod';
import { restartRowSchema, type RestartRow } from '../../../../contract/restart.ts';
import type { Access } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { saysYes } from '../../confirm.ts';
import { option } from '../../declare.ts';
import { exitCodeOfRun, type Output } from '../../output.ts';
import { confirmPreview, previewLines } from '../../preview-lines.ts';
import { runLines, waitForRun } from '../../wait-for-run.ts';
import type { RestartRequest } from './order-of.ts';

export const preview = option(
  '--preview',
  { zh: '只预览，不变更', en: 'only shows what would be done' },
  { excludes: ['--yes'] },
);
export const yes = option('--yes', {
  zh: '不再询问，按预览执行',
  en: 'does it as previewed without asking',
});

interface Doing {
  readonly access: Access;
  readonly line: CommandLine;
  readonly output: Output;
  readonly begins: () => void;
}

interface DoOptions {
  readonly preview?: true;
  readonly yes?: true;
  /** Until the rollouts have come to their end; else until the changes are accepted. */
  readonly wait: boolean;
}

export async function doOrder(order: RestartRequest, options: DoOptions, doing: Doing): Promise<number> {
  const { access, line, output, begins } = doing;
  const { client } = access;
  const asked = { kind: 'restart', order };
  if (options.preview === true) {
    const shown = await client.runs.preview(asked);
    output.answer(shown, () => previewLines(shown, line));
    return 0;
  }
  const isAsked = options.yes !== true && process.stdin.isTTY;
  if (isAsked) {
    output.say(...previewLines(await client.runs.preview(asked), line));
    if (!(await saysYes(textIn(confirmPreview, line.language)))) {
      return 130;
    }
  }
  begins();
  const confirmed = options.yes === true || isAsked;
  const run = await client.runs.start({ ...asked, confirmed });
  if (options.wait || !confirmed) {
    return waitForRun(run, { access, command: line, output });
  }
  return untilAccepted(run, doing);
}

/** Steps that make a change, as their keys begin. */
const changes = /^(patch|job):/;

async function untilAccepted(run: string, { access, line, output }: Doing): Promise<number> {
  const { client } = access;
  const { steps } = await client.runs.show({ run });
  const keys = steps.map(({ key }) => key).filter((key) => changes.test(key));
  const document = await client.runs.settled({ run, steps: keys });
  output.answer(document, () => [...runLines(document, line), ...restartLines(document, line.language)]);
  const isUnderWay = document.state === 'running';
  const hasFailed = document.steps.some(({ key, state }) => keys.includes(key) && state !== 'succeeded');
  if (isUnderWay) {
    return hasFailed ? 10 : 0;
  }
  return exitCodeOfRun(document);
}

const outputsSchema = z.object({ restarts: z.array(restartRowSchema) });

/** A restart for a person, a line each. */
export function restartLines({ outputs }: Pick<RunDocument, 'outputs'>, language: Language): string[] {
  const rows = outputsSchema.safeParse(outputs).data?.restarts ?? [];
  return rows.map((row) => rowLine(row, language));
}

export function rowLine(
  { kind, namespace, name, state, updated, ready, desired, cause }: RestartRow,
  language: Language,
): string {
  const counts: Text = {
    zh: `已更新 ${updated}，就绪 ${ready}，共 ${desired}`,
    en: `${updated} updated, ${ready} ready of ${desired}`,
  };
  const why = cause === undefined ? '' : `  ${cause.object}: ${cause.reason}: ${cause.message}`;
  return `${namespace}/${kind}/${name}  ${stateWord(state, language)}  ${textIn(counts, language)}${why}`;
}

const stateWord = (state: RolloutState, language: Language): string =>
  textIn(rolloutStateWords[state], language);
