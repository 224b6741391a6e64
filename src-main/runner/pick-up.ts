import { AppError, errorCategoryOf, isAppError, toErrorRecord } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { runStateWords } from '../contract/state-words.ts';
import type { Asked } from './definition.ts';
import { driveRun } from './drive.ts';
import { compareIdentity } from './identity.ts';
import type { LiveRun } from './live-run.ts';
import type { RunEvent } from './model.ts';
import { isEnded } from './model.ts';
import { endHere } from './requests.ts';
import { toQuestion } from './shape.ts';
import { latestAnswer } from './step-context.ts';

/**
 * One go of this process at a run: acquire its world, make sure it is the same site, plan, execute. Ends when the
 * run has ended or waits. Nothing that changes the site is sent before the identity was compared.
 */
export async function pickUp<Input, World>(run: LiveRun<Input, World>, signal: AbortSignal): Promise<void> {
  const { runId } = run;
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) return waitFor(run, acquired.asks, signal);
  try {
    const doubt = await identityDoubt(run, acquired.world, signal);
    if (doubt !== null) {
      await waitFor(run, doubt, signal);
      return;
    }
    const changed = await appendPlan(run);
    if (changed !== null) {
      await waitFor(run, changed, signal);
      return;
    }
    await driveRun(run, acquired.world, signal);
  } finally {
    await acquired.release();
    run.log({
      level: 'debug',
      step: null,
      message: {
        zh: `执行任务 ${runId}：${runStateWords[run.model.state].zh}`,
        en: `run ${runId}: ${runStateWords[run.model.state].en}`,
      },
      facts: {},
    });
  }
}

/** Throws what would make the run wait: a world that cannot be had, a site that is another one. Sends nothing that changes it. */
export async function requireReachable<Input, World>(
  run: LiveRun<Input, World>,
  signal: AbortSignal,
): Promise<void> {
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) throw refusedBy(acquired.asks);
  try {
    const doubt = await identityDoubt(run, acquired.world, signal);
    if (doubt !== null) throw refusedBy(doubt);
  } finally {
    await acquired.release();
  }
}

/** A question as a refusal, for a request that nobody waits to answer. */
function refusedBy({ reason, text, facts }: Asked): AppError {
  const code = facts?.['error'];
  if (typeof code === 'string' && Object.hasOwn(errorCategoryOf, code))
    return new AppError(code as ErrorCode, text);
  return new AppError(reason === 'secrets' ? 'SECRET_UNRESOLVED' : 'IDENTITY_MISMATCH', text);
}

/** Asks instead of what the run asked before. */
export async function waitFor<Input, World>(
  run: LiveRun<Input, World>,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> {
  // Canceled or put to sleep while it was being picked up: that is not what it waits for.
  if (signal.aborted || isEnded(run.model.state)) return;
  run.log({ level: 'warn', step: null, message: asked.text, facts: { status: 'asked', code: asked.code } });
  const own = run.model.questions.filter(({ step }) => step === undefined);
  await run.record([
    ...own.map(({ id }): RunEvent => ({ type: 'answered', questionId: id })),
    { type: 'asked', question: toQuestion(null, asked) },
  ]);
}

type AcquiredOrAsks<World> = { readonly world: World; release(): Promise<void> } | { readonly asks: Asked };

/** The world of the run, or what keeps it from being had. */
export async function acquireOrAsk<Input, World>(
  run: LiveRun<Input, World>,
  signal: AbortSignal,
): Promise<AcquiredOrAsks<World>> {
  const answer = (code: string): ReturnType<typeof latestAnswer> => latestAnswer(run.answers(), null, code);
  try {
    const isDone = (key: string): boolean =>
      ['succeeded', 'skipped'].includes(run.model.steps.get(key)?.state ?? 'pending');
    const acquired = await run.engine.acquire(run.input, { runId: run.runId, signal, answer, isDone });
    return acquired.kind === 'asks' ? { asks: acquired.question } : acquired;
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown;
    const choices = [{ id: 'continue', title: { zh: '再试一次', en: 'Try again' } }, endHere];
    return {
      asks: {
        reason: 'interrupted',
        code: 'not-acquired',
        text: thrown.text,
        facts: { error: thrown.code },
        choices,
      },
    };
  }
}

const identityChoices = [{ id: 'recheck', title: { zh: '重新核对', en: 'Check again' } }, endHere];

/** It was read before, so it has to be compared before anything is changed; without a session nobody can. */
const identityHidden: Asked = {
  reason: 'identity',
  code: 'identity-unreadable',
  text: {
    zh: '站点身份要登录后才能读取，而目前无法登录，因此未发送任何变更。请核对地址与密码，或用 runs retry --secret token=env:NAME 提供令牌后重新核对。',
    en: 'The site can only be told apart with a session, and nobody can log in now, so nothing was changed. Check the address and the password, or give a token with runs retry --secret token=env:NAME, then check again.',
  },
  choices: identityChoices,
};

/** Why the run may not go on with what answers now; null when it is the site it was started against. */
export async function identityDoubt<Input, World>(
  run: LiveRun<Input, World>,
  world: World,
  signal: AbortSignal,
): Promise<Asked | null> {
  if (run.identity === null) return null;
  let seen: readonly string[] | null;
  try {
    seen = await run.engine.readIdentity(world, signal);
  } catch (thrown) {
    const { code, message } = toErrorRecord(thrown);
    const text = {
      zh: `无法核对站点身份，未发送任何请求：${message.zh}`,
      en: `The site could not be checked, so nothing was sent: ${message.en}`,
    };
    return {
      reason: 'identity',
      code: 'identity-unreadable',
      text,
      facts: { error: code },
      choices: identityChoices,
    };
  }
  if (seen === null) return identityHidden;
  const compared = compareIdentity(run.identity, seen);
  if (compared.verdict === 'same') {
    noteReplacedParts(run, seen, compared);
    return null;
  }
  const accepted = run.answers().findLast(({ step, choice }) => step === null && choice === 'same-site');
  if (compared.verdict === 'confirmable' && sameParts(accepted?.facts['seen'], seen)) {
    run.saveIdentity(seen);
    return null;
  }
  const confirm = {
    id: 'same-site',
    title: { zh: '确认是同一站点', en: 'It is the same site' },
    needsReason: true,
  };
  const [still, recorded] = [run.identity.length - compared.missing.length, run.identity.length];
  return {
    reason: 'identity',
    code: 'identity-changed',
    text: {
      zh: `当前应答的不是本任务启动时的站点：原有 ${recorded} 台主机只找到 ${still} 台。请检查网线与地址。`,
      en: `What answers is not the site this run was started against: ${still} of ${recorded} hosts are still there. Check the cabling and the address.`,
    },
    facts: { recorded: run.identity, seen, missing: compared.missing },
    choices: compared.verdict === 'confirmable' ? [...identityChoices, confirm] : identityChoices,
  };
}

function noteReplacedParts<Input, World>(
  run: LiveRun<Input, World>,
  seen: readonly string[],
  compared: { missing: readonly string[]; added: readonly string[] },
): void {
  if (compared.missing.length + compared.added.length === 0) return;
  run.log({
    level: 'warn',
    step: null,
    message: { zh: '站点有主机已更换', en: 'some hosts of the site were replaced' },
    facts: {
      missing: compared.missing,
      added: compared.added,
    },
  });
  run.saveIdentity(seen);
}

function sameParts(confirmed: unknown, seen: readonly string[]): boolean {
  return (
    Array.isArray(confirmed) &&
    confirmed.length === seen.length &&
    seen.every((part) => confirmed.includes(part))
  );
}

async function appendPlan<Input, World>(run: LiveRun<Input, World>): Promise<Asked | null> {
  try {
    if (run.plannedVersion !== run.engine.version) {
      throw new AppError('RUN_STATE', {
        zh: `执行任务 ${run.runId} 由引擎版本 ${run.plannedVersion} 规划，当前版本为 ${run.engine.version}，请结束该任务并新建。`,
        en: `run ${run.runId} was planned by version ${run.plannedVersion} of this engine, this is ${run.engine.version}; end it and start a new run`,
      });
    }
    const steps = run.replan();
    if (steps.length > 0) await run.record([{ type: 'planned', steps }]);
    return null;
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'RUN_STATE') throw thrown;
    return {
      reason: 'ask',
      code: 'definition-changed',
      text: thrown.text,
      choices: [endHere],
    };
  }
}
