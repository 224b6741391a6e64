/** What a preview comes to. The page and the document that is signed tell it by these alone, so that they agree. */
import { counted } from './counted.ts';
import type { PreviewDocument } from './run.ts';
import type { Text } from './text.ts';

export type PreviewStep = PreviewDocument['steps'][number];
type Steps = readonly PreviewStep[];
type LeftOut = PreviewDocument['leftOut'][number];

/** It would change something, as far as can be told now. */
export const isChange = ({ looksOnly, verdict }: Pick<PreviewStep, 'looksOnly' | 'verdict'>): boolean =>
  !looksOnly && verdict !== 'done' && verdict !== 'skipped';

export const isFinal = (step: PreviewStep): boolean => isChange(step) && step.undo === 'none';

/** The steps that cannot be done for want of a value or because of an error of the sheet, with why: they keep their place. */
export function withheldOf({
  steps,
  leftOut,
}: Pick<PreviewDocument, 'steps' | 'leftOut'>): ReadonlyMap<string, Text> {
  const because = new Map(leftOut.map((one) => [one.key, one.because]));
  const found = new Map<string, Text>();
  for (const { key, verdict } of steps) {
    const why = because.get(key);
    if (verdict === 'blocked' && why !== undefined) {
      found.set(key, why);
    }
  }
  return found;
}

export const inScope = (steps: Steps, skip: readonly string[]): Steps =>
  steps.filter(({ key }) => !skip.includes(key));

/** Why a step that nobody wants is left out. */
export const notChosen: Text = { zh: '本次未选择', en: 'Not selected' };

/** All that will not be done, with why: by the sheet itself, for want of a value, and what a person took out. */
export function notIncluded(
  { steps, leftOut }: Pick<PreviewDocument, 'steps' | 'leftOut'>,
  skip: readonly string[],
): readonly LeftOut[] {
  const told = new Set(leftOut.map(({ key }) => key));
  const takenOut = steps.filter(({ key }) => skip.includes(key) && !told.has(key));
  return [
    ...leftOut,
    ...takenOut.map(({ key, title, cells }): LeftOut => ({
      key,
      title,
      cells,
      because: notChosen,
      kind: 'notChosen',
    })),
  ];
}

export interface Totals {
  readonly steps: number;
  readonly changes: number;
  readonly final: number;
  /** Changes whose present state could not be read, or that a question stands before. */
  readonly unreadable: number;
  readonly blocked: number;
  /** Steps that only look, or find everything as planned. */
  readonly same: number;
}

export function totalsOf(steps: Steps): Totals {
  const changes = steps.filter(isChange);
  return {
    steps: steps.length,
    changes: changes.length,
    same: steps.length - changes.length,
    final: changes.filter(isFinal).length,
    unreadable: changes.filter(({ verdict }) => verdict === 'unreadable').length,
    blocked: changes.filter(({ verdict }) => verdict === 'blocked').length,
  };
}

const totalWords = {
  steps: { zh: '执行步骤', en: 'Steps' },
  same: { zh: '只读或已符合', en: 'Read-only or unchanged' },
  changes: { zh: '将变更', en: 'Changes' },
  final: { zh: '其中不可撤销', en: 'of these irreversible' },
  unreadable: { zh: '其中现状未知，执行时判断', en: 'of these unknown until run time' },
  blocked: { zh: '其中受阻，执行时再次检查', en: 'of these blocked, checked again during the run' },
} as const satisfies Readonly<Record<keyof Totals, Text>>;

export interface TotalLine {
  readonly key: keyof Totals;
  readonly title: Text;
  readonly count: number;
}

/** The totals as they are listed; that nothing is blocked needs no line. */
export function totalLines(totals: Totals): readonly TotalLine[] {
  const keys = ['steps', 'same', 'changes', 'final', 'unreadable', 'blocked'] as const;
  return keys
    .map((key) => ({ key, title: totalWords[key], count: totals[key] }))
    .filter(({ key, count }) => key !== 'blocked' || count > 0);
}

export interface PreviewGroup {
  readonly key: string;
  readonly steps: Steps;
}

/** In the order of the plan; what prepares the rest is one group. */
export function groupsOf(steps: Steps): readonly PreviewGroup[] {
  const keys = [...new Set(steps.map(({ group }) => group))];
  return keys.map((key) => ({ key, steps: steps.filter(({ group }) => group === key) }));
}

/** What the steps of a group come to: `11 步 · 9 处变更，2 步不执行`. `off`: the keys of all that is not done. */
export function groupSummary(steps: Steps, off: readonly string[]): Text {
  const kept = inScope(steps, off);
  const { changes, same } = totalsOf(kept);
  const missing = steps.length - kept.length;
  const looks = { zh: '不变更站点', en: 'makes no changes on the site' };
  const already = { zh: '均已符合，无变更', en: 'no change needed' };
  const parts: Text[] = [];
  if (changes > 0) {
    parts.push({ zh: `${changes} 处变更`, en: counted(changes, 'change') });
  } else if (kept.length > 0) {
    parts.push(kept.every(({ looksOnly }) => looksOnly) ? looks : already);
  }
  if (changes > 0 && same > 0) {
    parts.push({ zh: `${same} 步只读或已符合`, en: `${same} read-only or unchanged` });
  }
  if (missing > 0) {
    parts.push({ zh: `${missing} 步不执行`, en: `${missing} not included` });
  }
  return {
    zh: `${steps.length} 步 · ${parts.map(({ zh }) => zh).join('，')}`,
    en: `${counted(steps.length, 'step')} · ${parts.map(({ en }) => en).join(', ')}`,
  };
}

/** What every run needs and what stands in its way: one that asks may be answered in the run, a failed one ends it at once. */
export const inTheWay = (steps: Steps): PreviewStep | null =>
  steps.find(({ mandatory, verdict }) => mandatory && verdict === 'blocked') ?? null;

/** What keeps the whole run from being done, in a sentence. */
export const obstacleWords = ({ title, asks }: PreviewStep): Text =>
  asks === true
    ? {
        zh: `「${title.zh}」需要先确认，开始后会先询问。`,
        en: `"${title.en}" needs confirmation; the run asks before it starts.`,
      }
    : {
        zh: `「${title.zh}」未通过，现在不能开始。`,
        en: `"${title.en}" failed, so the run cannot start now.`,
      };

/** What of a step only a run will know. */
export function laterNotes({ awaits = [], expands = false }: PreviewStep, steps: Steps): readonly Text[] {
  const titles = steps.filter(({ key }) => awaits.includes(key)).map(({ title }) => title);
  const notes: Text[] = [];
  if (titles.length > 0) {
    notes.push({
      zh: `取决于 ${titles.map(({ zh }) => zh).join('、')} 的执行结果`,
      en: `Depends on the result of ${titles.map(({ en }) => en).join(', ')}`,
    });
  }
  if (expands) {
    notes.push({ zh: '其结果决定后续步骤', en: 'Its result decides which steps follow' });
  }
  return notes;
}
