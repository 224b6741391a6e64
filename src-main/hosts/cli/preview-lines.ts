import type { PreviewDocument } from '../../contract/run.ts';
import { textIn, type Text } from '../../contract/text.ts';
import type { CommandLine } from './command-line.ts';
import { column } from './output.ts';
import { leftOutLines } from './wait-for-run.ts';

type Verdict = PreviewDocument['steps'][number]['verdict'];

const verdicts: Readonly<Record<Verdict | 'looksOnly', Text>> = {
  done: { zh: '已符合', en: 'no change needed' },
  todo: { zh: '将变更', en: 'change' },
  blocked: { zh: '受阻', en: 'blocked' },
  unreadable: { zh: '现状未知', en: 'unknown until run time' },
  skipped: { zh: '跳过', en: 'skipped' },
  looksOnly: { zh: '只读', en: 'read-only' },
};

const undoWords: Readonly<Record<PreviewDocument['steps'][number]['undo'], Text>> = {
  none: { zh: '不可撤销', en: 'irreversible' },
  possible: { zh: '可撤销', en: 'reversible' },
};

const awaitsResult = (keys: string): Text => ({
  zh: `（取决于 ${keys} 的执行结果）`,
  en: ` (depends on the result of ${keys})`,
});
const expandsPlan: Text = {
  zh: '（其结果决定后续步骤）',
  en: ' (its result decides which steps follow)',
};

/** What a run would do, for a person. */
export function previewLines(preview: PreviewDocument, { language }: CommandLine): readonly string[] {
  const steps = preview.steps.map(({ key, verdict, found, change, undo, looksOnly, awaits, expands }) => {
    const parts = [found, change].filter((part) => part !== undefined);
    const what = parts.map((part) => textIn(part, language)).join(' → ');
    // What changes nothing has nothing to be taken back.
    const reversible = verdict === 'done' || looksOnly ? '' : ` (${textIn(undoWords[undo], language)})`;
    const isRead = looksOnly && (verdict === 'todo' || verdict === 'unreadable');
    const word = textIn(verdicts[isRead ? 'looksOnly' : verdict], language);
    const later = [
      awaits === undefined ? '' : textIn(awaitsResult(awaits.join(', ')), language),
      expands === true ? textIn(expandsPlan, language) : '',
    ].join('');
    return `${column(word, 10)} ${key}${what === '' ? '' : `: ${what}`}${reversible}${later}`;
  });
  // What is left out for want of a value stands among the steps, blocked.
  const elsewhere = preview.leftOut.filter(({ kind }) => kind !== 'missing');
  return [...steps, ...leftOutLines(elsewhere, language)];
}

/** The question before a run is made as previewed. */
export const confirmPreview: Text = { zh: '确认按预览执行？[y/N] ', en: 'Run the plan as previewed? [y/N] ' };
