/** What a run refuses, said once for all that ask it. */
import { AppError } from '../contract/errors.ts';
import type { Difference, RunState, StepState, WaitingReason } from '../contract/run.ts';
import { runStateWords, stepStateWords } from '../contract/state-words.ts';
import type { Text } from '../contract/text.ts';

/** Why a run in this state does not take the request. */
export const runRefuses = {
  cancel: { zh: '不能取消', en: 'cannot be canceled' },
  pickUp: { zh: '不能继续执行', en: 'cannot be picked up' },
  ask: { zh: '没有要问的', en: 'has nothing to ask' },
  retryBeforeCanceled: { zh: '取消完成前不能重试', en: 'cannot be retried before it is canceled' },
  nothingToRetry: { zh: '没有可重试的步骤', en: 'has no step to retry' },
  decide: { zh: '不接受对步骤的处理', en: 'takes no decisions about its steps' },
} as const satisfies Record<string, Text>;

/** Why a step in this state does not take the request. */
export const stepRefuses = {
  retry: { zh: '没有可重试的内容', en: 'has nothing to retry' },
  planAnew: { zh: '执行任务不能重新规划', en: 'the run cannot be planned anew meanwhile' },
  takenOut: { zh: '不能处理：新的规划中已没有该步骤', en: 'is not in the plan any more' },
  settle: { zh: '不能人工处理', en: 'cannot be settled by hand' },
  leaveOut: { zh: '不能跳过：后续步骤依赖它', en: 'cannot be left out: what follows relies on it' },
} as const satisfies Record<string, Text>;

export function refuseRun(state: RunState, why: Text): AppError {
  const text = {
    zh: `执行任务处于「${runStateWords[state].zh}」状态，${why.zh}。`,
    en: `the run is ${state} and ${why.en}`,
  };
  return new AppError('RUN_STATE', text, { data: { state } });
}

export function refuseStep(step: { readonly key: string; readonly state: StepState }, why: Text): AppError {
  const { key, state } = step;
  const text = {
    zh: `步骤 ${key} 处于「${stepStateWords[state].zh}」状态，${why.zh}。`,
    en: `step ${key} is ${state} and ${why.en}`,
  };
  return new AppError('STEP_STATE', text, { data: { step: key, state } });
}

export function noSuchStep(key: string): AppError {
  const text = { zh: `该任务没有步骤 ${key}。`, en: `the run has no step ${key}` };
  return new AppError('STEP_NOT_FOUND', text, { data: { step: key } });
}

export function notAskedAnyMore(questionId: string): AppError {
  const text = {
    zh: '该问题已不在等待回答，请重新查看任务。',
    en: 'the run no longer asks this; look at it again',
  };
  return new AppError('RUN_STATE', text, { data: { questionId } });
}

export function notAnAnswer(choice: string, choices: readonly string[]): AppError {
  const known = choices.join(', ');
  const text = {
    zh: `“${choice}”不是可选的回答，请从 ${known} 中选择。`,
    en: `"${choice}" is not an answer; choose one of ${known}`,
  };
  return new AppError('ANSWER_INVALID', text, { data: { choices } });
}

export function needsValue(choice: string): AppError {
  return new AppError('ANSWER_INVALID', {
    zh: `回答“${choice}”需要填写取值。`,
    en: `"${choice}" needs a value`,
  });
}

export function waitsForAnswer(runId: string, reason: WaitingReason): AppError {
  const text = {
    zh: `执行任务 ${runId} 正在等待处理，请用 runs answer ${runId} 查看问题并回答。`,
    en: `run ${runId} waits for an answer (${reason}); use runs answer ${runId}`,
  };
  return new AppError('RUN_STATE', text, { data: { reason } });
}

export function notEndedYet(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 尚未结束，请先用 runs cancel ${runId} 取消，再撤销。`,
    en: `run ${runId} has not ended; cancel it before taking it back`,
  });
}

export function nothingToRecheck(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 不能重新核对：任务须已结束，且核对步骤曾成功；未完成的任务请用 runs retry。`,
    en: `run ${runId} cannot be read again: it must have ended with its values read once; what did not end well is for runs retry`,
  });
}

export function nothingToTakeBack(runId: string): AppError {
  return new AppError('RUN_STATE', {
    zh: `执行任务 ${runId} 没有可撤销的变更。`,
    en: `run ${runId} changed nothing that could be taken back`,
  });
}

export function nothingToAdopt(step: string): AppError {
  return new AppError('STEP_STATE', {
    zh: `步骤 ${step} 没有可采用的现有配置。`,
    en: `step ${step} found nothing that could be adopted`,
  });
}

export function notThereToAdopt(step: string, { zh, en }: Text): AppError {
  const text = {
    zh: `现场没有可采用的对象：${zh}。请重试步骤 ${step}，或跳过该步骤。`,
    en: `there is nothing to use instead: ${en}. Retry step ${step}, or skip it.`,
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
    zh: `现有对象与规划不一致（${zh.join('；')}）。核对后如确认采用，请再次确认。`,
    en: `the existing object differs from the plan (${en.join('; ')}). If it is to be used as it is, confirm these differences.`,
  };
  return new AppError('API_CONFLICT', text, { data: { step, differences: en } });
}
