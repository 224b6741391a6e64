import type { AppClient } from '../../api/client.ts';
import { stepSentence, stepWord } from '../../contract/state-words.ts';
import type { Progress, RunState, StepRow } from '../../contract/run.ts';
import { textIn } from '../../contract/text.ts';
import type { Language } from '../../contract/text.ts';
import { column, sentenceOf } from './output.ts';
import type { Output } from './output.ts';
import { textsOf } from './texts.ts';

export interface FollowView {
  readonly output: Output;
  readonly language: Language;
}

export interface Following {
  /** Resolves when everything up to this state of the run has been printed. */
  caughtUpWith(state: RunState): Promise<void>;
  stop(): void;
}

/** Prints a line for every step whose state changes; plain lines, so that they can be kept. */
export function followRun(client: AppClient, run: string, { output, language }: FollowView): Following {
  const stopped = new AbortController();
  const seen = new Map<string, string>();
  let shown: RunState | null = null;
  let changed = Promise.withResolvers<void>();

  async function follow(): Promise<void> {
    for await (const batch of await client.feed.changes(
      { topic: `run:${run}`, cursor: null },
      { signal: stopped.signal },
    )) {
      for (const change of batch.rows) {
        if (change.collection === 'step' && change.row !== null) sayStep(change.row);
        if (change.collection === 'progress' && change.row !== null)
          sayProgress(change.row.step, change.row.progress);
        if (change.collection === 'run' && change.row !== null) shown = change.row.state;
      }
      changed.resolve();
      changed = Promise.withResolvers();
    }
  }

  function sayStep(step: StepRow): void {
    const word = textIn(stepWord(step), language);
    if (step.state === 'pending' || seen.get(step.key) === word + String(step.attempts)) return;
    seen.set(step.key, word + String(step.attempts));
    const said = stepSentence(step);
    const detail = said === null ? '' : textIn(said, language);
    const unchanged =
      step.state === 'succeeded' && step.changed === false ? ` (${textsOf(language).already})` : '';
    output.say(
      `${column(word, 8)} ${step.key}${unchanged}${detail === '' || step.state === 'running' ? '' : `: ${detail}`}`,
    );
  }

  function sayProgress(step: string, progress: Progress | null): void {
    if (progress === null || progress.total === 0) return;
    const percent = Math.floor((progress.done / progress.total) * 100);
    if (seen.get(`progress/${step}`) === String(percent)) return;
    seen.set(`progress/${step}`, String(percent));
    const rate =
      progress.ratePerSecond === undefined ? '' : ` ${(progress.ratePerSecond / 1e6).toFixed(1)} MB/s`;
    const left = progress.remainingMs === undefined ? '' : ` ${Math.ceil(progress.remainingMs / 1000)} s`;
    output.say(`${`${percent} %`.padEnd(8)} ${step}${rate}${left}`);
  }

  const following = follow().catch((thrown: unknown) => {
    // The lines are a service; the command's answer does not depend on them.
    if (!stopped.signal.aborted) output.say(sentenceOf(thrown, language));
  });
  return {
    async caughtUpWith(state) {
      while (shown !== state) {
        const ended = await Promise.race([changed.promise.then(() => false), following.then(() => true)]);
        if (ended) return;
      }
    },
    stop: () => stopped.abort(),
  };
}
