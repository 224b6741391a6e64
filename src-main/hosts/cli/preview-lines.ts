import type { PreviewDocument } from '../../contract/run.ts';
import { textIn } from '../../contract/text.ts';
import type { CommandLine } from './command-line.ts';
import { column } from './output.ts';
import { textsOf } from './texts.ts';
import { leftOutLines } from './wait-for-run.ts';

/** A preview for a person: what each step found and would do, and what is left out. */
export function previewLines(preview: PreviewDocument, { language }: CommandLine): readonly string[] {
  const texts = textsOf(language);
  const steps = preview.steps.map(({ key, verdict, found, change, undo, looksOnly, awaits, expands }) => {
    const parts = [found, change].filter((part) => part !== undefined);
    const what = parts.map((part) => textIn(part, language)).join(' → ');
    // What changes nothing has nothing to be taken back.
    const reversible = verdict === 'done' || looksOnly ? '' : ` (${texts.undo[undo]})`;
    const later = [
      awaits === undefined ? '' : texts.awaits(awaits.join(', ')),
      expands === true ? texts.expands : '',
    ].join('');
    const isRead = looksOnly && (verdict === 'todo' || verdict === 'unreadable');
    return `${column(texts.verdict[isRead ? 'looksOnly' : verdict], 10)} ${key}${what === '' ? '' : `: ${what}`}${reversible}${later}`;
  });
  // What is left out for want of a value stands among the steps, blocked.
  const elsewhere = preview.leftOut.filter(({ kind }) => kind !== 'missing');
  return [...steps, ...leftOutLines(elsewhere, language)];
}
