/** Follows the rollout of one workload to its end. Changes nothing, holds nothing, and is gone on with after a restart. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { patchKey, rolloutKey, rolloutStates } from '../../../contract/restart-names.ts';
import { podCountsSchema, rolloutCauseSchema, type WorkloadName } from '../../../contract/restart.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, StepDefinition } from '../../../runner/definition.ts';
import { followRetry, type RetryPolicy } from '../../../runner/retry-policy.ts';
import { followRollout, type RolloutEnd } from '../follow.ts';
import type { RestartInput } from '../input.ts';
import type { RestartWorld } from '../ports.ts';
import { named } from '../workload.ts';
import { patchOutput } from './patch.ts';

const nothing = z.object({});

const outputSchema = z.object({
  state: z.enum(rolloutStates),
  ...podCountsSchema.shape,
  revisionAfter: z.string().nullable(),
  cause: rolloutCauseSchema.nullable(),
});
export const rolloutOutput = (workload: WorkloadName): OutputOf<z.infer<typeof outputSchema>> =>
  outputOf(rolloutKey(workload), outputSchema);

type Ended = Pick<RolloutEnd, 'state' | 'cause'>;

function saidOf({ cause }: Ended): Text {
  if (cause === null) {
    return { zh: '', en: '' };
  }
  const { reason, object, message } = cause;
  const told = message.replace(/[.。]$/, '');
  return { zh: `${object}：${reason}，${told}。`, en: ` ${object}: ${reason}, ${told}.` };
}

/** Why a rollout that has not come to its end as it should is no success; null where it is one. */
function failureOf(workload: WorkloadName, ended: Ended): AppError | null {
  const name = named(workload);
  const said = saidOf(ended);
  switch (ended.state) {
    case 'stuck':
    case 'progressing':
    case 'notStarted':
      return new AppError('ROLLOUT_STUCK', {
        zh: `${name} 的滚动更新在期限内没有完成。${said.zh}`,
        en: `The rollout of ${name} was not done in time.${said.en}`,
      });
    case 'reverted':
      return new AppError('ROLLOUT_REVERTED', {
        zh: `${name} 模板中的重启注解已被去掉。${said.zh}请查看由谁管理该工作负载，并在那里重启。`,
        en: `The restart annotation of ${name} was taken out of its template again.${said.en} Find out what manages the workload, and restart it there.`,
      });
    case 'superseded':
      return new AppError('ROLLOUT_SUPERSEDED', {
        zh: `${name} 的模板在重启之后又被他人改动，${said.zh}本次滚动更新不再可判定。`,
        en: `The template of ${name} was changed by somebody else after the restart, so this rollout cannot be told any more.${said.en}`,
      });
    default:
      return null;
  }
}

const retry: RetryPolicy = {
  ...followRetry,
  nonRetryableErrorCodes: ['API_NOT_FOUND', 'API_FORBIDDEN', 'LOGIN_REFUSED', 'ROLLOUT_STUCK'],
};

const words: Readonly<Record<'rolledOut' | 'annotatedOnly', Text>> = {
  rolledOut: { zh: '全部 Pod 已更新并就绪', en: 'all pods are updated and ready' },
  annotatedOnly: {
    zh: '已写入注解；更新策略为 OnDelete，Pod 在被删除之前不会更新',
    en: 'annotated; with the update strategy OnDelete each pod is replaced once somebody deletes it',
  },
};

export function rollout(input: RestartInput, workload: WorkloadName): StepDefinition<RestartWorld> {
  return defineStep({
    ...rolloutOutput(workload),
    intent: nothing,
    title: { zh: `${named(workload)} 滚动进度`, en: `Rollout of ${named(workload)}` },
    group: 'rollouts',
    dependsOn: [{ key: patchKey(workload), requires: 'succeeded' }],
    watches: true,
    harmless: true,
    onFailure: 'fail',
    onCrash: 'redo',
    retry,
    undo: 'none',
    async probe() {
      const minutes = Math.round(input.timeoutMs / 60_000);
      const change = {
        zh: `跟踪到全部 Pod 更新并就绪，最长 ${minutes} 分钟`,
        en: `follow until all pods are updated and ready, at most ${minutes} minutes`,
      };
      return { verdict: 'todo', change, intent: {} };
    },
    async apply(_intent, context) {
      const patched = context.output(patchOutput(workload));
      if (patched === null) {
        throw new AppError('INTERNAL', `${rolloutKey(workload)} has no patch to follow`);
      }
      const { timeoutMs, settleMs } = input;
      const end = await followRollout(context, { workload, patched, timeoutMs, settleMs });
      const failure = failureOf(workload, end);
      if (failure !== null) {
        context.caveat(failure);
      }
      const { state, counts, revisionAfter, cause } = end;
      return { state, ...counts, revisionAfter, cause };
    },
    successMessage: (_intent, { state }) =>
      state === 'annotatedOnly'
        ? words.annotatedOnly
        : state === 'rolledOut'
          ? words.rolledOut
          : verbatim(state),
  });
}
