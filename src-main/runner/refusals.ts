/** What a run refuses, said once for all that ask it. */
import { AppError } from '../contract/errors.ts';
import type { Difference, RunState, StepState, WaitingReason } from '../contract/run.ts';
import { runStateWords, stepStateWords } from '../contract/state-words.ts';
import type { Text } from '../contract/text.ts';

/** Why a run in this state does not take the request. */
export const runRefuses = {
  cancel: { zh: '不能取消', en: 'cannot be canceled' },
  pickUp: { zh: '不能继续执行', en: 'cannot be continued' },
  ask: { zh: '没有待回答的问题', en: 'has no open question' },
  retryBeforeCanceled: { zh: '取消完成前不能重试', en: 'cannot be retried until it is canceled' },
  nothingToRetry: { zh: '没有可重试的步骤', en: 'has no step to retry' },
  decide: { zh: '不接受对步骤的处理', en: 'does not accept decisions about its steps' },
} as const satisfies Record<string, Text>;

/** Why a step in this state does not take the request. */
export const stepRefuses = {
  retry: { zh: '没有可重试的内容', en: 'has nothing to retry' },
  planAnew: { zh: '任务结束前不能重新规划', en: 'cannot be planned again' },
  takenOut: { zh: '不能处理：新的规划中已没有该步骤', en: 'is no longer in the plan' },
  settle: { zh: '不能人工处理', en: 'cannot be handled manually' },
  leaveOut: { zh: '不能跳过：后续步骤依赖它', en: 'cannot be skipped because later steps depend on it' },
} as const satisfies Record<string, Text>;

export function refuseRun(state: RunState, why: Text): AppError {
  const text = {
    zh: `执行任务处于「${runStateWords[state].zh}」状态，${why.zh}。`,
    en: `The run is ${state} and ${why.en}.`,
  };
  return new AppError('RUN_STATE', text, { data: { state } });
}

export function refuseStep(step: { readonly key: string; readonly state: StepState }, why: Text): AppError {
  const { key, state } = step;
  const text = {
    zh: `步骤 ${key} 处于「${stepStateWords[state].zh}」状态，${why.zh}。`,
    en: `Step ${key} is ${state} and ${why.en}.`,
  };
  return new AppError('STEP_STATE', text, { data: { step: key, state } });
}

export function noSuchStep(key: string): AppError {
  const text = { zh: `该任务没有步骤 ${key}。`, en: `The run has no step ${key}.` };
  return new AppError('STEP_NOT_FOUND', text, { data: { step: key } });
}

export function notAskedAnyMore(questionId: string): AppError {
  const text = {
    zh: '该问题已不在等待处理，请重新查看任务。',
    en: 'This question is no longer open. Refresh the run.',
  };
  return new AppError('RUN_STATE', text, { data: { questionId } });
}

export function notAnAnswer(choice: string, choices: readonly string[]): AppError {
  const known = choices.join(', ');
  const text = {
    zh: `「${choice}」不是可选的处理方式，请从 ${known} 中选择。`,
    en: `"${choice}" is not one of the choices. Choose one of: ${known}.`,
  };
  return new AppError('ANSWER_INVALID', text, { data: { choices } });
}

export function needsValue(choice: string): AppError {
  return new AppError('ANSWER_INVALID', {
    zh: `选择「${choice}」时需要填写取值。`,
    en: `Choice "${choice}" needs a value.`,
  });
}

export function waitsForAnswer(runId: string, reason: WaitingReason): AppError {
  const text = {
    zh: `执行任务 ${runId} 正在等待处理，请用 runs answer ${runId} 查看问题并处理。`,
    en: `Run ${runId} needs attention (${reason}). See the question with runs answer ${runId}.`,
  };
  return new AppError('RUN_STATE', text, { data: { reason } });
}

export function notEndedYet(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 尚未结束，请先用 runs cancel ${runId} 取消，再撤销。`,
    en: `Run ${runId} has not ended. Cancel it with runs cancel ${runId}, then undo it.`,
  });
}

/** A look beside the work would see half of it. */
export function isAtWork(runId: string, state: RunState): AppError {
  const text = {
    zh: `执行任务 ${runId} 处于「${runStateWords[state].zh}」状态，不能预览。请用 runs watch ${runId} 查看，或等待其结束。`,
    en: `Run ${runId} is ${state} and cannot be previewed. Follow it with runs watch ${runId}, or wait until it has ended.`,
  };
  return new AppError('RUN_STATE', text, { data: { run: runId, state } });
}

export function nothingToRecheck(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 不能重新核对：任务须已结束，且核对步骤曾成功；未成功的步骤请用 runs retry。`,
    en: `Run ${runId} cannot be rechecked: it must have ended, and its recheck step must have succeeded once. Retry unsuccessful steps with runs retry.`,
  });
}

export function nothingToTakeBack(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 没有可撤销的变更。`,
    en: `Run ${runId} has no changes to undo.`,
  });
}

export function nothingToAdopt(step: string): AppError {
  return new AppError('STEP_STATE', {
    zh: `步骤 ${step} 没有可采用的现有配置。`,
    en: `Step ${step} found nothing existing to use.`,
  });
}

export function notThereToAdopt(step: string, { zh, en }: Text): AppError {
  const text = {
    zh: `现场没有可采用的对象：${zh}。请重试步骤 ${step}，或跳过该步骤。`,
    en: `There is no existing object to use: ${en}. Retry step ${step}, or skip it.`,
  };
  return new AppError('API_NOT_FOUND', text, { data: { step } });
}

export function differsFromPlan(step: string, differences: readonly Difference[]): AppError {
  const zh = differences.map(
    ({ field, planned, actual }) => `${field.zh}：规划 ${planned.zh}，现场 ${actual.zh}`,
  );
  const en = differences.map(
    ({ field, planned, actual }) => `${field.en}: planned ${planned.en}, current ${actual.en}`,
  );
  const text = {
    zh: `现有对象与规划不一致（${zh.join('；')}）。核对无误后，请再次确认采用。`,
    en: `The existing object differs from the plan (${en.join('; ')}). Check the differences, then confirm again to use it.`,
  };
  return new AppError('API_CONFLICT', text, { data: { step, differences: en } });
}
