import { toErrorRecord } from '../contract/errors.ts';
import type { StepFailure } from '../contract/run.ts';
import { verbatim } from '../contract/text.ts';
import { eventsOf, logEnd, writeEnd, type Ended } from './attempt-end.ts';
import type { StartedStep } from './change.ts';
import { armDeadline } from './deadline.ts';
import type { LiveRun } from './live-run.ts';
import type { AttemptScope } from './ports.ts';
import type { StepModel } from './model.ts';
import { decideRetry, type RetryDecision } from './retry-policy.ts';
import { stepsToStop } from './scopes.ts';
import { scopeStopped } from './sentences.ts';
import { confirmSite } from './site-doubt.ts';
import { lostReason, scopeReason } from './stop-reasons.ts';
import { createStepContext, type ExecutionOf, type Gathered } from './step-context.ts';
import { latestAnswer, storedIntent, type StoredIntent } from './stored.ts';
import { crashed, executeAttempt, lookAfterwards, type AttemptOutcome } from './step-execution.ts';
import { unsureIn, unsureOfFacts, type Unsure } from './unsure.ts';

interface Drive<Input, World> {
  readonly run: LiveRun<Input, World>;
  readonly world: World;
  readonly signal: AbortSignal;
  readonly idle: PromiseWithResolvers<void>;
  /** The read of the site's identity under way; steps that start together share it. */
  confirming: Promise<void> | null;
  /** Attempts under way. */
  readonly series: Set<Promise<void>>;
  /** Cuts off one step alone. */
  readonly stops: Map<string, AbortController>;
  /** The steps as they were when it was last looked which are to be cut off. */
  lookedAt: ReadonlyMap<string, StepModel> | null;
}

/**
 * Executes what is ready until nothing is: the run has ended or waits. Rejects when the journal cannot be written;
 * going on would do things that nobody could account for. By then nothing of the run is under way any more.
 */
export async function driveRun<Input, World>(
  run: LiveRun<Input, World>,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const idle = Promise.withResolvers<void>();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const drive: Drive<Input, World> = {
    run,
    world,
    signal: either,
    idle,
    confirming: null,
    series: new Set(),
    stops: new Map(),
    lookedAt: null,
  };
  // One listener for all: a signal of its own for each step costs more than many a step.
  either.addEventListener('abort', () => drive.stops.forEach((each) => each.abort(either.reason)));
  const kick = (): void => {
    run.advance().then((started) => launch(drive, started), idle.reject);
  };
  launch(drive, await run.advance());
  if (run.running > 0) {
    run.kick = kick;
  }
  try {
    await idle.promise;
  } finally {
    run.kick = null;
    stop.abort(lostReason);
    await Promise.allSettled(drive.series);
  }
}

/** Cuts off what is under way in scopes that are stopped; looked for once for each change of the steps. */
function stopSteps<Input, World>(drive: Drive<Input, World>): void {
  const { steps } = drive.run.model;
  if (drive.lookedAt === steps) {
    return;
  }
  drive.lookedAt = steps;
  for (const { key, stop } of stepsToStop(steps)) {
    const text = scopeStopped(stop.part.title, stop.failed.title);
    drive.stops.get(key)?.abort(scopeReason(text, stop.part.key));
  }
}

function launch<Input, World>(drive: Drive<Input, World>, started: readonly StartedStep[]): void {
  stopSteps(drive);
  for (const step of started) {
    const series = executeSeries(drive, step)
      .then((next) => launch(drive, next), drive.idle.reject)
      .finally(() => drive.series.delete(series));
    drive.series.add(series);
  }
  if (drive.run.running > 0) {
    return;
  }
  drive.run.kick = null;
  drive.idle.resolve();
}

/** Attempts of one step until it ends or the retry policy is used up; answers the steps this made ready. */
async function executeSeries<Input, World>(
  drive: Drive<Input, World>,
  step: StartedStep,
): Promise<readonly StartedStep[]> {
  const { run, world } = drive;
  const stop = new AbortController();
  drive.stops.set(step.key, stop);
  const { signal } = stop;
  if (drive.signal.aborted) {
    stop.abort(drive.signal.reason);
  }
  const { clock } = run.ports;
  const definition = run.definition(step.key);
  let interruptedIntent = run.attemptOf(step.key) > 1 ? lastIntent(run, step.key) : null;
  let unsure = unsureBecause(run, step);
  for (let inSeries = 1; ; inSeries += 1) {
    const gathered: Gathered = { evidence: {}, progress: null, caveat: null };
    const attempt = run.attemptOf(step.key);
    const request = { unsure: interruptedIntent === null ? null : unsure, clock };
    const deadline = armDeadline(definition, clock, signal);
    const execution = {
      world,
      step: step.key,
      attempt,
      signal,
      interruptedIntent,
      isLeftOpen: request.unsure !== null,
      confirmSite: () => confirmTogether(drive),
    };
    const context = createStepContext(run, { ...execution, signal: deadline.signal }, gathered);
    const scope: AttemptScope = {
      runId: run.runId,
      step: step.key,
      evidence: (name, value) => context.evidence(name, value),
    };
    const outcome = withCaveat(
      await run.ports.observer.within(scope, () => executeAttempt(definition, context, request)),
      gathered,
    );
    deadline.disarm();
    const decision: RetryDecision | null =
      outcome.type === 'failed' ? decideRetry(definition.retry, outcome.error, inSeries) : null;
    const ended: Ended = { key: step.key, attempt, outcome, gathered };
    if (decision?.retry !== true) {
      const seen = await run.ports.observer.within(scope, () => seenAfterwards(drive, ended, execution));
      return finish(drive, seen, decision?.stoppedBecause ?? 'canceled');
    }
    await recordRetry(drive, ended, decision.afterMs);
    await clock.pause(decision.afterMs, signal).catch(() => undefined);
    interruptedIntent = lastIntent(run, step.key);
    unsure = outcome.type === 'failed' ? unsureIn(outcome.error) : null;
  }
}

const lastIntent = <Input, World>(run: LiveRun<Input, World>, key: string): StoredIntent | null =>
  storedIntent(run.ports.store, run.runId, run.definition(key));

/** Work that was done, but not as it should be, is told as a failure that keeps its output. */
function withCaveat(outcome: AttemptOutcome, { caveat }: Gathered): AttemptOutcome {
  if (caveat === null || outcome.type !== 'succeeded') {
    return outcome;
  }
  const { found, output } = outcome;
  return { type: 'failed', error: toErrorRecord(caveat), found, output };
}

/** Why nobody knows what became of the attempt before this one; null where that is known. */
function unsureBecause<Input, World>(
  run: LiveRun<Input, World>,
  { key, afterCrash }: StartedStep,
): Unsure | null {
  if (afterCrash) {
    return 'crash';
  }
  const number = run.attemptOf(key);
  if (number === 1) {
    return null;
  }
  const asked = latestAnswer(run.answers(), key, crashed.code);
  if (asked?.facts['attempt'] === number - 1) {
    return unsureOfFacts(asked.facts) ?? 'crash';
  }
  const before = run.ports.store.attempts(run.runId, key).find((attempt) => attempt.number === number - 1);
  return unsureIn(before?.error);
}

function confirmTogether<Input, World>(drive: Drive<Input, World>): Promise<void> {
  drive.confirming ??= confirmSite(drive.run, drive.world, drive.signal).finally(() => {
    drive.confirming = null;
  });
  return drive.confirming;
}

/** The end of a series, unless its last attempt left open what a look then finds to be as planned. */
async function seenAfterwards<Input, World>(
  { run }: Drive<Input, World>,
  ended: Ended,
  execution: ExecutionOf<World>,
): Promise<Ended> {
  const { key, attempt, outcome, gathered } = ended;
  if (outcome.type !== 'failed') {
    return ended;
  }
  const interruptedIntent = lastIntent(run, key);
  const context = createStepContext(run, { ...execution, interruptedIntent, isLeftOpen: true }, gathered);
  const seen = await lookAfterwards(run.definition(key), context, outcome.error);
  if (seen === null) {
    return ended;
  }
  const because = outcome.error.message;
  const message = {
    zh: `第 ${attempt} 次执行失败：${because.zh}随后读取现状，已与规划一致。`,
    en: `Attempt ${attempt} failed: ${because.en} The current state was read afterwards and is as planned.`,
  };
  run.log({ level: 'warn', step: key, message, facts: { attempt } });
  return { ...ended, outcome: seen };
}

async function recordRetry<Input, World>(
  { run }: Drive<Input, World>,
  ended: Ended,
  afterMs: number,
): Promise<void> {
  const { key, attempt, outcome } = ended;
  const because = outcome.type === 'failed' ? outcome.error.message : verbatim('');
  run.messages.set(key, because);
  const message = {
    zh: `第 ${attempt} 次执行失败，${afterMs} ms 后重试：${because.zh}`,
    en: `Attempt ${attempt} failed, retrying in ${afterMs} ms: ${because.en}`,
  };
  run.log({ level: 'warn', step: key, message, facts: { attempt } });
  await run.record([{ type: 'step-retrying', key }], (tx) => {
    writeEnd(tx, run, ended);
    tx.startAttempt(run.runId, key, { number: attempt + 1, startedAt: run.ports.clock.now() });
  });
}

async function finish<Input, World>(
  drive: Drive<Input, World>,
  ended: Ended,
  stopped: StepFailure['stoppedBecause'],
): Promise<readonly StartedStep[]> {
  const { run } = drive;
  const { key, outcome } = ended;
  const events = eventsOf(run, ended, stopped);
  if (outcome.type === 'succeeded') {
    run.keepOutput(key, outcome.output);
    run.messages.set(key, outcome.message);
  } else {
    if (outcome.type === 'failed' && outcome.output !== undefined) {
      run.keepOutput(key, outcome.output);
    }
    run.messages.set(key, outcome.type === 'failed' ? outcome.error.message : null);
  }
  logEnd(run, ended);
  return run.settle({ events, write: (tx) => writeEnd(tx, run, ended) });
}
