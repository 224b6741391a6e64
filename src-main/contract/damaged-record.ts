import { AppError, isAppError } from './errors.ts';
import type { Text } from './text.ts';

const words = {
  input: { zh: '输入', en: 'input' },
  intent: { zh: '变更内容', en: 'intended change' },
  output: { zh: '输出', en: 'output' },
  answer: { zh: '回答', en: 'answer' },
  record: { zh: '记录', en: 'record' },
} as const satisfies Readonly<Record<string, Text>>;

/** What is stored of a run and cannot be read: damaged, or written by something else. */
export interface StoredPlace {
  readonly runId: string;
  /** Null: of the run itself. */
  readonly step: string | null;
  readonly what: keyof typeof words;
}

const advice: Readonly<Record<'step' | 'run', Text>> = {
  step: {
    zh: '请到现场系统核对该步骤的结果，然后将其标记为已完成或跳过，也可以结束任务并新建。',
    en: 'Check on the system what the step has done, then choose to mark as done manually or to skip the step, or end the run and create a new one.',
  },
  run: {
    zh: '任务未结束时可以取消，结束后可以删除；需要时请新建任务。其他任务不受影响。',
    en: 'The run can be canceled if it has not ended, and deleted once it has. Create a new run if needed. Other runs are not affected.',
  },
};

/** RECORD_DAMAGED, naming the run, the step and what of it cannot be read. */
export function damagedRecord({ runId, step, what }: StoredPlace, cause: unknown): AppError {
  // A run one of whose own rows cannot be read cannot be gone on with at all.
  const { zh, en } = step === null || what === 'record' ? advice.run : advice.step;
  const part = words[what];
  const text =
    step === null
      ? {
          zh: `执行任务 ${runId} 存储的${part.zh}已损坏，无法读取。${zh}`,
          en: `The stored ${part.en} of run ${runId} is damaged and cannot be read. ${en}`,
        }
      : {
          zh: `执行任务 ${runId} 中步骤 ${step} 存储的${part.zh}已损坏，无法读取。${zh}`,
          en: `The stored ${part.en} of step ${step} in run ${runId} is damaged and cannot be read. ${en}`,
        };
  return new AppError('RECORD_DAMAGED', text, { data: { run: runId, step: step ?? undefined }, cause });
}

export const isDamagedRecord = (thrown: unknown): thrown is AppError =>
  isAppError(thrown) && thrown.code === 'RECORD_DAMAGED';
