import { AppError, isAppError, toErrorRecord } from '../contract/errors.ts';
import type { Asked } from './definition.ts';
import { driveRun } from './drive.ts';
import { compareIdentity } from './identity.ts';
import type { LiveRun } from './live-run.ts';
import { isEnded } from './model.ts';
import { toQuestion } from './shape.ts';
import { latestAnswer } from './step-context.ts';

/**
 * One go of this process at a run: acquire its world, make sure it is the same site, plan, execute. Ends when the
 * run has ended or waits. Nothing that changes the site is sent before the identity was compared.
 */
export async function pickUp<Input, World>(run: LiveRun<Input, World>, signal: AbortSignal): Promise<void> {
  const { engine, runId } = run;
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) return waitFor(run, acquired.asks);
  try {
    const doubt = await identityDoubt(run, acquired.world, signal);
    if (doubt !== null) {
      await waitFor(run, doubt);
      return;
    }
    const changed = await appendPlan(run);
    if (changed !== null) {
      await waitFor(run, changed);
      return;
    }
    await driveRun(run, acquired.world, signal);
  } finally {
    await acquired.release();
    run.log({
      level: 'debug',
      step: null,
      message: `${engine.kind} ${runId} is ${run.model.state}`,
      facts: {},
    });
  }
}

async function waitFor<Input, World>(run: LiveRun<Input, World>, asked: Asked): Promise<void> {
  // Canceled while it was being picked up: there is nobody left to ask.
  if (isEnded(run.model.state)) return;
  run.log({ level: 'warn', step: null, message: asked.text, facts: { status: 'asked', code: asked.code } });
  await run.record([{ type: 'asked', question: toQuestion(null, asked) }]);
}

type AcquiredOrAsks<World> = { readonly world: World; release(): Promise<void> } | { readonly asks: Asked };

async function acquireOrAsk<Input, World>(
  run: LiveRun<Input, World>,
  signal: AbortSignal,
): Promise<AcquiredOrAsks<World>> {
  const answer = (code: string): ReturnType<typeof latestAnswer> => latestAnswer(run.answers(), null, code);
  try {
    const acquired = await run.engine.acquire(run.input, { runId: run.runId, signal, answer });
    return acquired.kind === 'asks' ? { asks: acquired.question } : acquired;
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown;
    const choices = [
      { id: 'continue', title: 'Try again' },
      { id: 'end', title: 'End the run here' },
    ];
    return {
      asks: {
        reason: 'interrupted',
        code: 'not-acquired',
        text: thrown.message,
        facts: { error: thrown.code },
        choices,
      },
    };
  }
}

const identityChoices = [
  { id: 'recheck', title: 'Check again' },
  { id: 'end', title: 'End the run here' },
];

async function identityDoubt<Input, World>(
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
    const text = `The site could not be checked, so nothing was sent: ${message}`;
    return {
      reason: 'identity',
      code: 'identity-unreadable',
      text,
      facts: { error: code },
      choices: identityChoices,
    };
  }
  if (seen === null) return null;
  const compared = compareIdentity(run.identity, seen);
  if (compared.verdict === 'same') {
    noteReplacedParts(run, seen, compared);
    return null;
  }
  const accepted = latestAnswer(run.answers(), null, 'identity-changed');
  if (
    compared.verdict === 'confirmable' &&
    accepted?.choice === 'same-site' &&
    sameParts(accepted.facts['seen'], seen)
  ) {
    run.saveIdentity(seen);
    return null;
  }
  const confirm = { id: 'same-site', title: 'It is the same site', needsReason: true };
  return {
    reason: 'identity',
    code: 'identity-changed',
    text: `What answers is not the site this run was started against: ${run.identity.length - compared.missing.length} of ${run.identity.length} hosts are still there. Check the cabling and the address.`,
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
    message: 'some hosts of the site were replaced',
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
      throw new AppError(
        'RUN_STATE',
        `run ${run.runId} was planned by version ${run.plannedVersion} of this engine, this is ${run.engine.version}; end it and start a new run`,
      );
    }
    const steps = run.replan();
    if (steps.length > 0) await run.record([{ type: 'planned', steps }]);
    return null;
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'RUN_STATE') throw thrown;
    return {
      reason: 'ask',
      code: 'definition-changed',
      text: thrown.message,
      choices: [{ id: 'end', title: 'End the run here' }],
    };
  }
}
