import type { AppClient } from '../../api/client.ts';
import type { Language } from '../../contract/configure.ts';
import type { StepRow } from '../../contract/run.ts';
import type { Output } from './output.ts';
import { stepWords, textsOf } from './texts.ts';

/** Prints a line for every step whose state changes, until the signal; plain lines, so that they can be kept. */
export async function followRun(
  client: AppClient,
  run: string,
  view: { output: Output; language: Language; signal: AbortSignal },
): Promise<void> {
  const { output, language, signal } = view;
  const seen = new Map<string, string>();
  try {
    for await (const batch of await client.feed.changes({ topic: `run:${run}`, cursor: null }, { signal })) {
      for (const change of batch.rows) {
        if (change.collection === 'step' && change.row !== null) sayStep(change.row);
        if (change.collection === 'progress' && change.row !== null)
          sayProgress(change.row.step, change.row.progress);
      }
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }

  function sayStep(step: StepRow): void {
    const word = stepWords[language][step.state];
    if (step.state === 'pending' || seen.get(step.key) === word + String(step.attempts)) return;
    seen.set(step.key, word + String(step.attempts));
    const detail =
      step.error?.message ?? (step.state === 'skipped' ? step.skipReason?.text : step.message) ?? '';
    const unchanged =
      step.state === 'succeeded' && step.changed === false ? ` (${textsOf(language).already})` : '';
    output.say(
      `${word.padEnd(8)} ${step.key}${unchanged}${detail === '' || step.state === 'running' ? '' : `: ${detail}`}`,
    );
  }

  function sayProgress(
    step: string,
    progress: {
      done: number;
      total: number;
      ratePerSecond?: number | undefined;
      remainingMs?: number | undefined;
    } | null,
  ): void {
    if (progress === null || progress.total === 0) return;
    const percent = Math.floor((progress.done / progress.total) * 100);
    if (seen.get(`progress/${step}`) === String(percent)) return;
    seen.set(`progress/${step}`, String(percent));
    const rate =
      progress.ratePerSecond === undefined ? '' : ` ${(progress.ratePerSecond / 1e6).toFixed(1)} MB/s`;
    const left = progress.remainingMs === undefined ? '' : ` ${Math.ceil(progress.remainingMs / 1000)} s`;
    output.say(`${`${percent} %`.padEnd(8)} ${step}${rate}${left}`);
  }
}
