/** How states are called wherever a person reads them. */
import { isEndedState } from './run-states.ts';
import type { RunRow, RunState, StepRow, StepState, Undone } from './run.ts';
import type { Text } from './text.ts';

export const stepStateWords = {
  pending: { zh: '等待', en: 'Pending' },
  running: { zh: '执行中', en: 'Running' },
  succeeded: { zh: '完成', en: 'Done' },
  skipped: { zh: '跳过', en: 'Skipped' },
  warning: { zh: '警告', en: 'Warning' },
  failed: { zh: '失败', en: 'Failed' },
  canceled: { zh: '已取消', en: 'Canceled' },
  unknown: { zh: '未知', en: 'Unknown' },
} as const satisfies Record<StepState, Text>;

export const runStateWords = {
  pending: { zh: '等待', en: 'Pending' },
  running: { zh: '执行中', en: 'Running' },
  waiting: { zh: '等待处理', en: 'Needs attention' },
  canceling: { zh: '正在取消', en: 'Canceling' },
  succeeded: { zh: '完成', en: 'Succeeded' },
  failed: { zh: '失败', en: 'Failed' },
  canceled: { zh: '已取消', en: 'Canceled' },
} as const satisfies Record<RunState, Text>;

const undoneWord = ({ by, isWhole }: Undone): Text =>
  isWhole
    ? { zh: `已被 ${by.join('、')} 撤销`, en: `Undone by ${by.join(', ')}` }
    : { zh: `已被 ${by.join('、')} 撤销（部分）`, en: `Undone by ${by.join(', ')} (partly)` };

/** The word for how a run stands; of one that has ended, what was undone since counts for more than how it ended. */
export const runWord = ({ state, undone }: Pick<RunRow, 'state' | 'undone'>): Text =>
  undone !== undefined && isEndedState(state) ? undoneWord(undone) : runStateWords[state];

/** The word for a step's state; one that was undone since, or took what was there, says so. */
export function stepWord({
  state,
  adopted,
  undoneBy,
}: Pick<StepRow, 'state' | 'adopted' | 'undoneBy'>): Text {
  if (undoneBy !== undefined) {
    return { zh: '已撤销', en: 'Undone' };
  }
  return state === 'succeeded' && adopted === true
    ? { zh: '完成（采用现有）', en: 'Done (existing object used)' }
    : stepStateWords[state];
}

/** The sentence beside a step: why it failed, or was left out, or what was found and done. */
export const stepSentence = (step: Pick<StepRow, 'error' | 'skipReason' | 'message'>): Text | null =>
  step.error?.message ?? step.skipReason?.text ?? step.message;
