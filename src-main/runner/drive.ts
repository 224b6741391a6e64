import { toErrorRecord, type ErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { StepFailure } from '../contract/run.ts';
import { type Text, verbatim } from '../contract/text.ts';
import type { LiveRun, StartedStep } from './live-run.ts';
import type { RunEvent } from './model.ts';
import type { AttemptScope, RunTransaction } from './ports.ts';
import { decideRetry, type RetryDecision } from './retry-policy.ts';
import { whyStays } from './reversibility.ts';
import { toQuestion } from './shape.ts';
import { confirmSite } from './site-doubt.ts';
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
  };
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
    stop.abort();
    await Promise.allSettled(drive.series);
  }
}

function launch<Input, World>(drive: Drive<Input, World>, started: readonly StartedStep[]): void {
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
  const { run, world, signal } = drive;
  const definition = run.definition(step.key);
  let interruptedIntent = run.attemptOf(step.key) > 1 ? lastIntent(run, step.key) : null;
  let unsure = unsureBecause(run, step);
  for (let inSeries = 1; ; inSeries += 1) {
    const gathered: Gathered = { evidence: {}, progress: null, caveat: null };
    const attempt = run.attemptOf(step.key);
    const request = { unsure: interruptedIntent === null ? null : unsure };
    const execution = {
      world,
      step: step.key,
      attempt,
      signal,
      interruptedIntent,
      isLeftOpen: request.unsure !== null,
      confirmSite: () => confirmTogether(drive),
    };
    const context = createStepContext(run, execution, gathered);
    const scope: AttemptScope = {
      runId: run.runId,
      step: step.key,
      evidence: (name, value) => context.evidence(name, value),
    };
    const outcome = withCaveat(
      await run.ports.observer.within(scope, () => executeAttempt(definition, context, request)),
      gathered,
    );
    const decision: RetryDecision | null =
      outcome.type === 'failed' ? decideRetry(definition.retry, outcome.error, inSeries) : null;
    const ended: Ended = { key: step.key, attempt, outcome, gathered };
    if (decision?.retry !== true) {
      const seen = await run.ports.observer.within(scope, () => seenAfterwards(drive, ended, execution));
      return finish(drive, seen, decision?.stoppedBecause ?? 'canceled');
    }
    await recordRetry(drive, ended, decision.afterMs);
    await run.ports.clock.pause(decision.afterMs, signal).catch(() => undefined);
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

interface Ended {
  readonly key: string;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly gathered: Gathered;
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

function eventsOf<Input, World>(
  run: LiveRun<Input, World>,
  { key, attempt, outcome }: Ended,
  stoppedBecause: StepFailure['stoppedBecause'],
): readonly RunEvent[] {
  switch (outcome.type) {
    case 'succeeded':
      return [succeeded(run, key, outcome)];
    case 'asked':
      return [{ type: 'asked', question: toQuestion(key, outcome.question) }];
    case 'withdrawn':
      return [
        { type: 'step-withdrawn', key },
        { type: 'asked', question: toQuestion(null, outcome.question) },
      ];
    case 'canceled':
    case 'interrupted':
      return [{ type: `step-${outcome.type}`, key }];
    case 'failed':
      return [
        {
          type: 'step-failed',
          key,
          failure: { ...failureOf(outcome.error), attempt, at: run.ports.clock.now(), stoppedBecause },
        },
      ];
  }
}

function succeeded<Input, World>(
  run: LiveRun<Input, World>,
  key: string,
  { changed, output }: AttemptOutcome & { readonly type: 'succeeded' },
): RunEvent {
  if (changed !== true) {
    return { type: 'step-succeeded', key, changed };
  }
  const definition = run.definition(key);
  const { undo } = definition;
  const intent = undo === 'none' || undo.impossible === undefined ? null : readable(lastIntent(run, key));
  const isFinal = whyStays(definition, { intent, output }) !== null;
  return { type: 'step-succeeded', key, changed, isFinal };
}

/** What cannot be read is told by who needs it, such as the undo. */
function readable(stored: StoredIntent | null): Json | null {
  try {
    return stored?.() ?? null;
  } catch {
    return null;
  }
}

function failureOf(error: ErrorRecord): Pick<StepFailure, 'code' | 'category' | 'message' | 'data'> {
  const data = Object.entries(error.data).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, typeof value === 'object' && value !== null ? [...value] : value] as const],
  );
  return {
    code: error.code,
    category: error.category,
    message: error.message,
    data: Object.fromEntries(data),
  };
}

function writeEnd<Input, World>(tx: RunTransaction, run: LiveRun<Input, World>, ended: Ended): void {
  const { key, attempt, outcome, gathered } = ended;
  tx.endAttempt(run.runId, key, {
    number: attempt,
    endedAt: run.ports.clock.now(),
    outcome: outcome.type,
    found: outcome.type === 'asked' || outcome.type === 'withdrawn' ? null : outcome.found,
    output: outcome.type === 'succeeded' || outcome.type === 'failed' ? (outcome.output ?? null) : null,
    error: 'error' in outcome && outcome.error !== null ? failureOf(outcome.error) : null,
    evidence: gathered.evidence,
    progress: gathered.progress,
  });
}

const words = {
  done: { zh: '完成', en: 'Done' },
  canceled: { zh: '已取消', en: 'Canceled' },
  interrupted: { zh: '本机休眠，已中断', en: 'Interrupted: this computer slept' },
} as const satisfies Record<string, Text>;

function logEnd<Input, World>(run: LiveRun<Input, World>, { key, attempt, outcome }: Ended): void {
  const about = { action: key, attempt };
  switch (outcome.type) {
    case 'succeeded': {
      const facts = { ...about, status: 'ok', changed: outcome.changed };
      run.log({ level: 'info', step: key, message: outcome.message ?? words.done, facts });
      return;
    }
    case 'failed': {
      const { code, message } = outcome.error;
      const warns = run.model.steps.get(key)?.onFailure === 'warn';
      const facts = { ...about, status: warns ? 'warning' : 'failed', code, error: message.en };
      run.log({ level: warns ? 'warn' : 'error', step: key, message, facts });
      return;
    }
    case 'canceled':
    case 'interrupted': {
      const { type } = outcome;
      run.log({ level: 'info', step: key, message: words[type], facts: { ...about, status: type } });
      return;
    }
    case 'asked':
    case 'withdrawn': {
      const { code, text } = outcome.question;
      run.log({ level: 'warn', step: key, message: text, facts: { ...about, status: 'asked', code } });
    }
  }
}
