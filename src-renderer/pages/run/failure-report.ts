/** A short report of what went wrong, to be pasted into a message to whoever helps. Holds no secret: rows and log do not. */
import type { RunRow, StepFailure, StepRow } from '../../../src-main/contract/run.ts';
import { runWord, stepSentence, stepStateWords } from '../../../src-main/contract/state-words.ts';
import { textIn, type Language } from '../../../src-main/contract/text.ts';
import { visibleLines } from '../../../src-main/contract/visible.ts';
import { run as english } from '../../i18n/en/run.ts';
import { run as chinese } from '../../i18n/zh-CN/run.ts';
import { refusedCall } from './failure.ts';

const amiss: readonly StepRow['state'][] = ['failed', 'warning', 'unknown'];

/** The codes for who looks them up, in words why nobody tried again, and the call that was refused. */
function causeOf(error: StepFailure, language: Language): string {
  const { code, category, stoppedBecause } = error;
  const { categories, stopped } = language === 'en' ? english : chinese;
  const known: Readonly<Record<string, string>> = categories;
  const why = stopped[stoppedBecause].replace('{{category}}', known[category] ?? category);
  const call = refusedCall(error);
  return `${code} [${category}]; ${why} [${stoppedBecause}]${call === null ? '' : `; ${call}`}`;
}

/** Whether there is anything to report of a run: how it ended, or how one of its steps did. */
export const hasFailure = (run: RunRow, steps: readonly StepRow[]): boolean =>
  run.state === 'failed' || steps.some(({ state }) => amiss.includes(state));

export function failureReport(run: RunRow, steps: readonly StepRow[], language: Language): string {
  const head = [
    `Sitewright ${run.id} · ${run.kind} · ${run.title}${run.practice ? ' · PRACTICE' : ''}`,
    `${textIn(runWord(run), language)} · ${new Date(run.createdAt).toISOString()}`,
    ...(run.waiting === null ? [] : [`${run.waiting.code}: ${textIn(run.waiting.text, language)}`]),
  ];
  const lines = steps
    .filter(({ state }) => amiss.includes(state))
    .map((step) => {
      const said = stepSentence(step);
      const cause = step.error === null ? '' : ` ${causeOf(step.error, language)}`;
      const word = textIn(stepStateWords[step.state], language);
      return `- ${step.key} ${word}${cause} ×${step.attempts}${said === null ? '' : `\n  ${textIn(said, language)}`}`;
    });
  return visibleLines([...head, ...lines].join('\n'));
}
