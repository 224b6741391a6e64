/** How states are called wherever a person reads them. */
import type { RunState, StepRow, StepState } from './run.ts';
import type { Text } from './text.ts';

export const stepStateWords = {
  pending: { zh: '等待', en: 'pending' },
  running: { zh: '执行中', en: 'running' },
  succeeded: { zh: '完成', en: 'done' },
  skipped: { zh: '跳过', en: 'skipped' },
  warning: { zh: '警告', en: 'warning' },
  failed: { zh: '失败', en: 'failed' },
  canceled: { zh: '已取消', en: 'canceled' },
  unknown: { zh: '未知', en: 'unknown' },
} as const satisfies Record<StepState, Text>;

export const runStateWords = {
  pending: { zh: '等待', en: 'pending' },
  running: { zh: '执行中', en: 'running' },
  waiting: { zh: '等待处理', en: 'waits' },
  canceling: { zh: '正在取消', en: 'canceling' },
  succeeded: { zh: '完成', en: 'succeeded' },
  failed: { zh: '失败', en: 'failed' },
  canceled: { zh: '已取消', en: 'canceled' },
} as const satisfies Record<RunState, Text>;

/** The word for a step's state; one that took what was there says so. */
export const stepWord = ({ state, adopted }: Pick<StepRow, 'state' | 'adopted'>): Text =>
  state === 'succeeded' && adopted === true
    ? { zh: '完成（采用现有）', en: 'Done (existing object used)' }
    : stepStateWords[state];

/** The sentence beside a step: why it failed, or was left out, or what was found and done. */
export const stepSentence = (step: Pick<StepRow, 'error' | 'skipReason' | 'message'>): Text | null =>
  step.error?.message ?? step.skipReason?.text ?? step.message;
