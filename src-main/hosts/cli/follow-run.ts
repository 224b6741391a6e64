import type { AppClient } from '../../api/wire/client.ts';
import type { ChangeBatch } from '../../contract/feed.ts';
import { stepSentence, stepWord } from '../../contract/state-words.ts';
import type { Progress, RunDocument, RunState, StepRow } from '../../contract/run.ts';
import { createTimeLeft } from './time-left.ts';
import { textIn, type Language } from '../../contract/text.ts';
import { column, sentenceOf, type Output } from './output.ts';
import { textsOf } from './texts.ts';

export interface FollowView {
  readonly output: Output;
  readonly language: Language;
  /** The steps as they were before; what stays as it was is not printed again. */
  readonly before: RunDocument['steps'];
}

/** What is printed of a step once only. */
const markOf = (step: Pick<StepRow, 'state' | 'adopted' | 'attempts'>, language: Language): string =>
  textIn(stepWord(step), language) + String(step.attempts);

export interface Following {
  /** Resolves when everything up to this state of the run has been printed. */
  caughtUpWith(state: RunState): Promise<void>;
  stop(): void;
}

function stepLine(step: StepRow, language: Language): string {
  const said = stepSentence(step);
  const detail = said === null || step.state === 'running' ? '' : `: ${textIn(said, language)}`;
  const isUnchanged = step.state === 'succeeded' && step.changed === false;
  const unchanged = isUnchanged ? ` (${textsOf(language).already})` : '';
  return `${column(textIn(stepWord(step), language), 8)} ${step.key}${unchanged}${detail}`;
}

/** Bytes as people read them, anything else by its own name. */
export function rateOf(perSecond: number, unit: string): string {
  return unit === 'bytes' ? `${(perSecond / 1e6).toFixed(1)} MB/s` : `${perSecond.toFixed(1)} ${unit}/s`;
}

/** How fast it goes and how long it will still take, where that is known. */
function pacePart({ ratePerSecond, remainingMs, unit }: Progress): string {
  const rate = ratePerSecond === undefined ? '' : ` ${rateOf(ratePerSecond, unit)}`;
  return remainingMs === undefined ? rate : `${rate} ${Math.ceil(remainingMs / 1000)} s`;
}

/** Prints a line for every step whose state changes; plain lines, so that they can be kept. */
export function followRun(
  client: AppClient,
  run: string,
  { output, language, before }: FollowView,
): Following {
  const stopped = new AbortController();
  const seen = new Map(before.map((step) => [step.key, markOf(step, language)]));
  let shown: RunState | null = null;
  let changed = Promise.withResolvers<void>();

  const timeLeft = createTimeLeft(client, run);

  function hear(change: ChangeBatch['rows'][number]): void {
    if (change.row === null) {
      return;
    }
    if (change.collection === 'run') {
      shown = change.row.state;
    }
    if (change.collection === 'step') {
      timeLeft.step(change.row);
      sayStep(change.row);
    }
    if (change.collection === 'progress' && change.row.progress !== null) {
      const { step, progress } = change.row;
      timeLeft.progress(step, progress);
      sayProgress(step, progress);
    }
  }

  async function follow(): Promise<void> {
    const { signal } = stopped;
    const topic = `run:${run}` as const;
    for await (const batch of await client.feed.changes({ topic, cursor: null }, { signal })) {
      for (const change of batch.rows) {
        hear(change);
      }
      const seconds = shown === 'running' ? await timeLeft.secondsNow() : null;
      if (seconds !== null) {
        output.say(textsOf(language).left(seconds));
      }
      changed.resolve();
      changed = Promise.withResolvers();
    }
  }

  function sayStep(step: StepRow): void {
    const mark = markOf(step, language);
    const isSaid = step.state === 'pending' || seen.get(step.key) === mark;
    if (!isSaid) {
      output.say(stepLine(step, language));
      seen.set(step.key, mark);
    }
  }

  function sayProgress(step: string, progress: Progress): void {
    if (progress.total === 0) {
      return;
    }
    const percent = Math.floor((progress.done / progress.total) * 100);
    const held = progress.heldUpBy === undefined ? '' : `  ${textIn(progress.heldUpBy, language)}`;
    if (seen.get(`progress/${step}`) === `${percent}${held}`) {
      return;
    }
    seen.set(`progress/${step}`, `${percent}${held}`);
    output.say(`${`${percent} %`.padEnd(8)} ${step}${pacePart(progress)}${held}`);
  }

  const following = follow().catch((thrown: unknown) => {
    // The lines are a service; the command's answer does not depend on them.
    if (!stopped.signal.aborted) {
      output.say(sentenceOf(thrown, language));
    }
  });
  return {
    async caughtUpWith(state) {
      while (shown !== state) {
        const ended = await Promise.race([changed.promise.then(() => false), following.then(() => true)]);
        if (ended) {
          return;
        }
      }
    },
    stop: () => stopped.abort(),
  };
}
