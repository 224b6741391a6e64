/** What the runner itself says about a step, where neither the site nor the engine has anything to say. */
import type { Intervention } from '../contract/run.ts';
import type { Text } from '../contract/text.ts';
import { verbatim } from '../contract/text.ts';

/** What a person's decision says in the step's own line: who reads it must not think that the site agreed. */
export function decided(kind: Intervention['kind'], reason: string): Text {
  const words = decisions[kind];
  return words === undefined
    ? verbatim(reason)
    : { zh: `${words.zh}：${reason}`, en: `${words.en}: ${reason}` };
}

const decisions: Partial<Record<Intervention['kind'], Text>> = {
  'mark-done': { zh: '人工标记为已完成', en: 'marked as done by hand' },
  adopt: { zh: '采用现有', en: 'existing object used' },
  skip: { zh: '人工跳过', en: 'skipped by hand' },
};

/** Why a step did not run. */
export const dependencyUnmet = (key: string): Text => ({
  zh: `所依赖的步骤 ${key} 未成功`,
  en: `needs ${key}, which did not succeed`,
});

/** What a preview says of a step behind one that failed and that every run needs. */
export const notLookedAt = (title: Text): Text => ({
  zh: `没有查看：「${title.zh}」未通过`,
  en: `not looked at: "${title.en}" failed`,
});

/** What a step that the new plan no longer has says of itself. */
export const takenOut = {
  open: { zh: '新的规划中已没有该步骤', en: 'the new plan no longer has this step' },
  done: {
    zh: '新的规划中已没有该步骤；此前完成的配置仍在，未撤销',
    en: 'the new plan no longer has this step; what it did is still there and was not taken back',
  },
} as const satisfies Record<string, Text>;
