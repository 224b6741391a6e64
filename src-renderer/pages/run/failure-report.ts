/** A short report of what went wrong, to be pasted into a message to whoever helps. Holds no secret: rows and log do not. */
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { runStateWords, stepSentence, stepStateWords } from '../../../src-main/contract/state-words.ts';
import { textIn } from '../../../src-main/contract/text.ts';
import type { Language } from '../../../src-main/contract/text.ts';

const amiss: readonly StepRow['state'][] = ['failed', 'warning', 'unknown'];

export function failureReport(run: RunRow, steps: readonly StepRow[], language: Language): string {
  const head = [
    `Sitewright ${run.id} · ${run.kind} · ${run.title}${run.practice ? ' · PRACTICE' : ''}`,
    `${textIn(runStateWords[run.state], language)} · ${new Date(run.createdAt).toISOString()}`,
    ...(run.waiting === null ? [] : [`${run.waiting.code}: ${textIn(run.waiting.text, language)}`]),
  ];
  const lines = steps
    .filter(({ state }) => amiss.includes(state))
    .map((step) => {
      const said = stepSentence(step);
      const code =
        step.error === null
          ? ''
          : ` ${step.error.code} (${step.error.category}, ${step.error.stoppedBecause})`;
      const word = textIn(stepStateWords[step.state], language);
      return `- ${step.key} ${word}${code} ×${step.attempts}${said === null ? '' : `\n  ${textIn(said, language)}`}`;
    });
  return [...head, ...lines].join('\n');
}
