import { AppError, isAppError, isErrorCode, type ErrorCode } from '../contract/errors.ts';
import type { WaitingReason } from '../contract/run.ts';
import { runStateWords } from '../contract/state-words.ts';
import type { Asked } from './definition.ts';
import { driveRun } from './drive.ts';
import { identityDoubt } from './site-doubt.ts';
import { askForTarget } from './holds.ts';
import type { LiveRun } from './live-run.ts';
import { type RunEvent, isEnded } from './model.ts';
import { endHere } from './requests.ts';
import { toQuestion } from './shape.ts';
import { answerTo } from './stored.ts';

/**
 * One go of this process at a run: acquire its world, make sure it is the same site, plan, execute. Ends when the
 * run has ended or waits. Nothing that changes the site is sent before the identity was compared.
 */
export async function pickUp<Input, World>(run: LiveRun<Input, World>, signal: AbortSignal): Promise<void> {
  const { runId } = run;
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) {
    return waitFor(run, acquired.asks, signal);
  }
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
        en: `Run ${runId}: ${runStateWords[run.model.state].en}`,
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
  if ('asks' in acquired) {
    throw refusedBy(acquired.asks);
  }
  try {
    const doubt = await identityDoubt(run, acquired.world, signal);
    if (doubt !== null) {
      throw refusedBy(doubt);
    }
  } finally {
    await acquired.release();
  }
}

const codeOf: Readonly<Record<WaitingReason, ErrorCode>> = {
  secrets: 'SECRET_UNRESOLVED',
  identity: 'IDENTITY_MISMATCH',
  ask: 'RUN_STATE',
  confirm: 'RUN_STATE',
  interrupted: 'RUN_STATE',
};

/** A question as a refusal, for a request that nobody waits to answer. */
export function refusedBy({ reason, text, facts }: Asked): AppError {
  const code = facts?.['error'];
  if (isErrorCode(code)) {
    return new AppError(code, text);
  }
  return new AppError(codeOf[reason], text);
}

/** Asks instead of what the run asked before. */
export async function waitFor<Input, World>(
  run: LiveRun<Input, World>,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> {
  const isAsked = await run.recordFrom(({ state, questions }) => {
    // Canceled or put to sleep while it was being picked up: that is not what it waits for.
    if (signal.aborted || isEnded(state)) {
      return [];
    }
    const own = questions.filter(({ step }) => step === undefined);
    return [
      ...own.map(({ id }): RunEvent => ({ type: 'answered', questionId: id })),
      { type: 'asked', question: toQuestion(null, asked) },
    ];
  });
  if (isAsked) {
    run.log({ level: 'warn', step: null, message: asked.text, facts: { status: 'asked', code: asked.code } });
  }
}

type AcquiredOrAsks<World> = { readonly world: World; release(): Promise<void> } | { readonly asks: Asked };

/** The world of the run, or what keeps it from being had. */
export async function acquireOrAsk<Input, World>(
  run: LiveRun<Input, World>,
  signal: AbortSignal,
): Promise<AcquiredOrAsks<World>> {
  try {
    const isDone = (key: string): boolean =>
      ['succeeded', 'skipped'].includes(run.model.steps.get(key)?.state ?? 'pending');
    const acquired = await run.engine.acquire(run.input, {
      runId: run.runId,
      isPreview: false,
      mayLogIn: true,
      signal,
      answer: (to) => answerTo(run, null, to),
      isDone,
    });
    return acquired.kind === 'asks' ? { asks: acquired.question } : acquired;
  } catch (thrown) {
    if (!isAppError(thrown)) {
      throw thrown;
    }
    const choices = [{ id: 'continue', title: { zh: '重试', en: 'Retry' } }, endHere];
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

async function appendPlan<Input, World>(run: LiveRun<Input, World>): Promise<Asked | null> {
  try {
    if (run.plannedVersion !== run.engine.version) {
      throw new AppError('RUN_STATE', {
        zh: `执行任务 ${run.runId} 由引擎版本 ${run.plannedVersion} 规划，当前版本为 ${run.engine.version}，请结束该任务并新建。`,
        en: `Run ${run.runId} was planned by engine version ${run.plannedVersion}; this is version ${run.engine.version}. End the run and create a new one.`,
      });
    }
    const steps = run.replan();
    if (steps.length > 0) {
      // A run that was canceled meanwhile is given nothing more to do.
      await run.recordFrom(({ state }) => (state === 'running' ? [{ type: 'planned', steps }] : []));
    }
    return null;
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'TARGET_HELD') {
      return askForTarget(thrown);
    }
    if (!isAppError(thrown) || thrown.code !== 'RUN_STATE') {
      throw thrown;
    }
    return {
      reason: 'ask',
      code: 'definition-changed',
      text: thrown.text,
      choices: [endHere],
    };
  }
}
