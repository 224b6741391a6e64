/** What every command that changes workloads does with its order: preview it, ask, start it, and wait for what was asked for. */
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import type { RunDocument } from '../../../../contract/run.ts';
import { rolloutStateWords, type RolloutState } from '../../../../contract/restart-names.ts';
import { z } from 'zod';
import { restartRowSchema, type RestartRow } from '../../../../contract/restart.ts';
import { isConfirmed, showPreview, type Ordering } from '../../order-run.ts';
import { exitCodeOfRun } from '../../output.ts';
import { runLines, waitForRun } from '../../wait-for-run.ts';
import type { RestartRequest } from './order-of.ts';

interface Doing extends Ordering {
  readonly begins: () => void;
}

interface DoOptions {
  readonly preview?: true;
  readonly yes?: true;
  /** Until the rollouts have come to their end; else until the changes are accepted. */
  readonly wait: boolean;
}

export async function doOrder(order: RestartRequest, options: DoOptions, doing: Doing): Promise<number> {
  const asked = { kind: 'restart', order };
  if (options.preview === true) {
    await showPreview(asked, doing);
    return 0;
  }
  const confirmed = await isConfirmed(asked, options.yes === true, doing);
  if (confirmed === null) {
    return 130;
  }
  doing.begins();
  const run = await doing.access.client.runs.start({ ...asked, confirmed });
  return options.wait || !confirmed ? waitForRun(run, doing) : untilAccepted(run, doing);
}

/** Steps that make a change, as their keys begin. */
const changes = /^(patch|job):/;

async function untilAccepted(run: string, { access, command, output }: Ordering): Promise<number> {
  const { client } = access;
  const { steps } = await client.runs.show({ run });
  const keys = steps.map(({ key }) => key).filter((key) => changes.test(key));
  const document = await client.runs.settled({ run, steps: keys });
  output.answer(document, () => [
    ...runLines(document, command),
    ...restartLines(document, command.language),
  ]);
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
