/** What the runner itself says about a step, where neither the site nor the engine has anything to say. */
import type { Intervention } from '../contract/run.ts';
import { type Text, verbatim } from '../contract/text.ts';

/** What a person's decision says in the step's own line: who reads it must not think that the site agreed. */
export function decided(kind: Intervention['kind'], reason: string): Text {
  const words = decisions[kind];
  return words === undefined
    ? verbatim(reason)
    : { zh: `${words.zh}：${reason}`, en: `${words.en}: ${reason}` };
}

const decisions: Partial<Record<Intervention['kind'], Text>> = {
  'mark-done': { zh: '人工标记为已完成', en: 'Marked as done manually' },
  adopt: { zh: '采用现有', en: 'Existing object used' },
  skip: { zh: '人工跳过', en: 'Skipped manually' },
};

/** Why a step did not run. */
export const dependencyUnmet = (title: Text): Text => ({
  zh: `所依赖的步骤「${title.zh}」未成功`,
  en: `Depends on "${title.en}", which did not succeed`,
});

/** Why a step is not done, or not to its end. */
export const scopeStopped = (scope: Text, failed: Text): Text => ({
  zh: `「${failed.zh}」失败，「${scope.zh}」已停止`,
  en: `"${scope.en}" was stopped because "${failed.en}" failed`,
});

/** Why a change stays. */
export const irreversible = {
  kind: { zh: '不可撤销', en: 'Cannot be undone' },
  unknown: {
    zh: '人工确认已生效，没有记录所创建的对象，无法撤销',
    en: 'Cannot be undone: it was confirmed manually, and the object it created was not recorded',
  },
  leftOpen: {
    zh: '未执行完成，无法查找是否留下了对象，请在现场核对',
    en: 'It did not finish, and whether it left anything cannot be looked up. Check the system',
  },
} as const satisfies Record<string, Text>;

/** What an undo says of a step that was left open and made nothing. */
export const nothingFound: Text = { zh: '没有找到可撤销的对象', en: 'Nothing to undo was found' };

/** What a preview says of a step that the run only watches. */
export const runBy = (engine: string): Text => ({ zh: `由 ${engine} 执行`, en: `Run by ${engine}` });

/** What a preview says of a step that its run has done without a word. */
export const doneByRun: Text = { zh: '本任务已完成该步骤', en: 'Already done by this run' };

/** What a preview says of a step behind one that failed and that every run needs. */
export const notLookedAt = (title: Text): Text => ({
  zh: `未读取现状：「${title.zh}」未通过`,
  en: `Not read because "${title.en}" failed`,
});

/** What a step that the new plan no longer has says of itself. */
export const takenOut = {
  open: { zh: '新的规划中已没有该步骤', en: 'This step is not in the new plan' },
  done: {
    zh: '新的规划中已没有该步骤；此前完成的配置仍在，未撤销',
    en: 'This step is not in the new plan; what it changed remains and was not undone',
  },
} as const satisfies Record<string, Text>;
