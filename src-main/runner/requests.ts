import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Choice, Difference, Question } from '../contract/run.ts';
import type { Asked, Engine } from './definition.ts';
import type { Identity } from './identity.ts';
import { type RunModel, emptyRun, isEnded } from './model.ts';
import type { NewRun, RunAbout, StoredRun } from './ports.ts';
import { toQuestion } from './shape.ts';
import { transition } from './transition.ts';

export interface Decision {
  readonly runId: string;
  readonly step: string;
  readonly reason: string;
  readonly by: string;
}

export interface Adoption extends Decision {
  /** The differences that the person was shown and agreed to; null when none were. */
  readonly agreed: readonly Difference[] | null;
}

export interface AnswerRequest {
  readonly runId: string;
  readonly questionId: string | null;
  readonly choice: string;
  readonly value: string | null;
  readonly reason: string | null;
  readonly by: string;
  /** The answer changes what the run was asked to do, such as a plan that was read again. */
  readonly anew?: NewInput;
}

export interface NewInput {
  readonly input: Json;
  /** Steps that stay, and about which this input says something else than the one before. */
  readonly changed: readonly string[];
}

/** A run that is not made yet, or one that exists. */
export type PreviewRequest = { readonly kind: string; readonly input: Json } | { readonly run: string };

export interface RetryRequest {
  readonly runId: string;
  /** Null: everything that can be retried. */
  readonly steps: readonly string[] | null;
  readonly edits: readonly { readonly key: string; readonly value: string }[];
  /** Why values were changed. */
  readonly reason?: string | null;
  readonly by: string;
}

export interface StartRequest {
  readonly kind: string;
  readonly input: Json;
  /** The plan as previewed was confirmed; otherwise the run waits for it. */
  readonly confirmed: boolean;
  /** The person who asks for it. */
  readonly by: string;
  /** The run that this one takes back, with what tells its site from another. */
  readonly reverts?: { readonly runId: string; readonly identity: Identity };
}

export const endHere: Choice = { id: 'end', title: { zh: '结束任务', en: 'End run' } };

export const interrupted: Asked = {
  reason: 'interrupted',
  code: 'interrupted',
  text: {
    zh: '执行本任务的进程已停止。未经确认，不会发送任何请求。',
    en: 'The process working on this run stopped. Nothing is sent until you confirm.',
  },
  choices: [{ id: 'continue', title: { zh: '继续执行', en: 'Continue' } }, endHere],
};

export const confirm: Asked = {
  reason: 'confirm',
  code: 'confirm',
  text: {
    zh: '任务已完成规划。请查看变更预览，再开始执行。',
    en: 'The run is planned. Review the preview, then start it.',
  },
  choices: [
    { id: 'confirm', title: { zh: '开始执行', en: 'Start' } },
    { id: 'end', title: { zh: '不执行', en: 'Do not start' } },
  ],
};

/** Answers to `slept` that have everything looked at again, with the question still open. */
export const looksAgain: ReadonlySet<string> = new Set(['recheck', 'same-site']);

/** Reasons that "retry" may answer by itself, because going on re-checks what they are about. */
export const continuable: ReadonlySet<string> = new Set([
  'interrupted',
  'slept',
  'not-acquired',
  'identity-unreadable',
  'identity-changed',
  'secrets',
  'target-held',
]);

export const aboutOf = <Input, World>(engine: Engine<Input, World>, input: Input): RunAbout => ({
  title: engine.title(input),
  subject: engine.subject?.(input),
  targets: engine.targets(input),
});

export function draftOf<Input, World>(
  engine: Engine<Input, World>,
  { input: stored, reverts }: StartRequest,
  createdAt: number,
): StoredRun & NewRun {
  const input = engine.parseInput(stored);
  return {
    id: 'new',
    kind: engine.kind,
    version: engine.version,
    ...aboutOf(engine, input),
    hasReport: engine.hasReport,
    input: stored,
    practice: engine.isPractice(input),
    holds: [],
    identity: reverts?.identity ?? {},
    createdAt,
    endedAt: null,
    revertsRunId: reverts?.runId ?? null,
    model: emptyRun,
    outputs: new Map<string, Json>(),
    messages: new Map(),
    answers: [],
  };
}

export function requireQuestion(model: RunModel, id: string | null): Question {
  const question =
    id === null
      ? (model.questions.find(({ step }) => step === undefined) ?? model.questions[0])
      : model.questions.find((open) => open.id === id);
  if (question === undefined) {
    throw new AppError('RUN_STATE', { zh: '该任务没有待处理的问题。', en: 'The run has no open question.' });
  }
  return question;
}

export function requireReason(reason: string | null): string {
  if (reason === null || reason.trim() === '') {
    throw new AppError('REASON_REQUIRED', {
      zh: '必须填写原因，原因会写入验收报告。',
      en: 'A reason is required; it is printed in the acceptance report.',
    });
  }
  return reason;
}

/** What a run would be found to be if its owner is dead: for readers, who never write that down. */
export function asFoundAfterDeath(model: RunModel): RunModel {
  if (model.state === 'waiting' || isEnded(model.state)) {
    return model;
  }
  return transition(model, [{ type: 'owner-died', question: toQuestion(null, interrupted) }]);
}
