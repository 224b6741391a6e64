import {
  AppError,
  isAppError,
  retryableByDefault,
  toErrorRecord,
  type ErrorRecord,
} from '../contract/errors.ts';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { type Text, verbatim } from '../contract/text.ts';
import { asking, questionOf } from './define-step.ts';
import type { Asked, ProbeResult, StepContext, StepDefinition } from './definition.ts';
import { stoppable } from './on-cancel.ts';
import type { Clock } from './ports.ts';
import { sleptReason, whyScopeStopped } from './stop-reasons.ts';
import {
  leftOpen,
  leftOpenByCancel,
  unsureIn,
  unsureSchema,
  withUnsure,
  type Sending,
  type Unsure,
} from './unsure.ts';
import { askedIn, requireSmallOutput, stopsRun } from './step-context.ts';

/** How one attempt ended. `found` is what the probe saw, for the evidence. */
export type AttemptOutcome =
  | {
      readonly type: 'succeeded';
      /** Null for a step that only looks, or whose work changes nothing. */
      readonly changed: boolean | null;
      readonly output: Json;
      readonly message: Text | null;
      readonly found: Text | null;
    }
  | {
      readonly type: 'failed';
      readonly error: ErrorRecord;
      readonly found: Text | null;
      /** Of work that was done, but not as it should be. */
      readonly output?: Json;
    }
  | {
      readonly type: 'canceled';
      readonly found: Text | null;
      /** That it may have taken effect all the same; null when nothing had been sent. */
      readonly error: ErrorRecord | null;
      /** Why its scope was stopped; null where the run was canceled. */
      readonly because: Text | null;
    }
  | { readonly type: 'interrupted'; readonly found: Text | null }
  /** Not needed; `found` says why. */
  | { readonly type: 'skipped'; readonly found: Text; readonly dependents: 'go-on' | 'skip' }
  | { readonly type: 'asked'; readonly question: Asked }
  /** The run may not go on, and this step has done nothing yet. */
  | { readonly type: 'withdrawn'; readonly question: Asked };

export interface AttemptRequest {
  /** What the attempt before this one was about may be there, with its intent committed; null where that is known. */
  readonly unsure: Unsure | null;
  readonly clock: Clock;
}

/** What became of work that nobody can look up. Questions of earlier versions do not say which of its reasons it was. */
export const crashed = questionOf(
  'crashed',
  z.object({ attempt: z.number().exactOptional(), unsure: unsureSchema.exactOptional() }),
);

/** What one attempt has come to know so far. */
interface Seen extends Sending {
  found: Text | null;
}

interface Attempting extends AttemptRequest {
  readonly seen: Seen;
}

/** Runs one attempt: probe, commit the intent, apply, verify. Never throws for what the step does. */
export async function executeAttempt<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  request: AttemptRequest,
): Promise<AttemptOutcome> {
  const seen: Seen = { found: null, before: request.unsure, stage: 'looking' };
  try {
    return (
      (await goOnAfterCrash(definition, context, { ...request, seen })) ??
      (await probeAndApply(definition, context, { ...request, seen }))
    );
  } catch (thrown) {
    return outcomeOfThrown(thrown, context.signal, seen);
  }
}

/** What can be decided without looking: redo from the intent, or ask; null when the probe has to tell. */
async function goOnAfterCrash<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  { unsure, clock, seen }: Attempting,
): Promise<AttemptOutcome | null> {
  // What was accepted is looked at: it may only not have been seen yet.
  if (unsure === null || unsure === 'unverified') {
    return null;
  }
  if (definition.onCrash === 'redo' && unsure === 'crash' && context.interruptedIntent !== null) {
    await confirmBefore(definition, context);
    return applyIntent(definition, context, {
      intent: context.interruptedIntent,
      message: null,
      seen,
      clock,
    });
  }
  return definition.onCrash === 'ask' ? decide(definition, context, unsure) : null;
}

async function probeAndApply<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  { unsure, clock, seen }: Attempting,
): Promise<AttemptOutcome> {
  context.signal.throwIfAborted();
  const probed = await definition.probe(context);
  const found = foundBy(probed);
  seen.found = found;
  if (probed.verdict === 'blocked') {
    throw probed.cause;
  }
  if (probed.verdict === 'done') {
    return alreadyDone(definition, probed, unsure);
  }
  if (probed.verdict === 'skipped') {
    return { type: 'skipped', found: probed.because, dependents: probed.dependents };
  }
  const isHarmlessAgain = definition.onCrash === 'redo' && unsure !== 'unverified';
  const decided =
    probed.verdict === 'unreadable' && unsure !== null && !isHarmlessAgain
      ? decide(definition, context, unsure)
      : null;
  if (decided !== null) {
    return decided;
  }
  await confirmBefore(definition, context);
  await context.checkpoint(probed.intent);
  return applyIntent(definition, context, { intent: probed.intent, message: probed.change, seen, clock });
}

function alreadyDone<World>(
  definition: StepDefinition<World>,
  { found, output = null, changed }: ProbeResult & { readonly verdict: 'done' },
  unsure: Unsure | null,
): AttemptOutcome {
  return {
    type: 'succeeded',
    changed: changes(definition, unsure !== null && changed !== false),
    output: requireSmallOutput(definition.key, output),
    message: found,
    found,
  };
}

/** Whether a look after the last attempt can tell more than its failure does. */
function isWorthALook<World>(
  { retry, onCrash }: StepDefinition<World>,
  error: ErrorRecord,
  unsure: Unsure,
): boolean {
  if (onCrash === 'ask' || retry.nonRetryableErrorCodes.includes(error.code)) {
    return false;
  }
  return unsure === 'unanswered' || retryableByDefault[error.category];
}

/**
 * Looks for what the last attempt of a series left open: what is as planned is done, though no answer said so. Null when
 * the failure stands. Never throws: a look that fails tells nothing.
 */
export async function lookAfterwards<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  error: ErrorRecord,
): Promise<AttemptOutcome | null> {
  const unsure = unsureIn(error);
  if (unsure === null || !isWorthALook(definition, error, unsure)) {
    return null;
  }
  try {
    const probed = await definition.probe(context);
    return probed.verdict === 'done' ? alreadyDone(definition, probed, unsure) : null;
  } catch {
    return null;
  }
}

/** Nothing is changed at a site that is not the run's. */
async function confirmBefore<World>(
  { harmless }: StepDefinition<World>,
  context: StepContext<World>,
): Promise<void> {
  if (harmless !== true) {
    await context.confirmSite();
  }
}

interface Applying {
  readonly intent: Json;
  readonly message: Text | null;
  readonly seen: Seen;
  readonly clock: Clock;
}

async function applyIntent<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  { intent, message, seen, clock }: Applying,
): Promise<AttemptOutcome> {
  context.signal.throwIfAborted();
  const reaches = (stage: Seen['stage']): void => {
    // What changes nothing leaves nothing open.
    seen.stage = definition.harmless === true ? seen.stage : stage;
  };
  const work = async (own: StepContext<World>): Promise<Json> => {
    reaches('sent');
    const applied = await definition.apply(intent, own);
    reaches('accepted');
    const output = requireSmallOutput(definition.key, applied);
    await definition.verify?.(intent, output, own);
    return output;
  };
  const output = await stoppable(definition, context, { intent, clock, work });
  const said = definition.successMessage?.(intent, output) ?? message;
  return { type: 'succeeded', changed: changes(definition, true), output, message: said, found: seen.found };
}

const changes = ({ harmless }: { readonly harmless?: boolean }, did: boolean): boolean | null =>
  harmless === true ? null : did;

const unsureText: Readonly<Record<Unsure, (title: Text) => Text>> = {
  crash: (title) => ({
    zh: `进程在执行「${title.zh}」时停止，无法判断该操作是否已生效。请查看现场系统后选择是否重做。`,
    en: `The process stopped during "${title.en}", and it is unknown whether it took effect. Check the system, then choose whether to redo it.`,
  }),
  unanswered: (title) => ({
    zh: `「${title.zh}」已发出但没有得到应答，系统也没有可读取的现状，无法判断该操作是否已生效。请查看现场系统后选择是否重做。`,
    en: `"${title.en}" was sent but got no response, and the system cannot be read to find out whether it took effect. Check the system, then choose whether to redo it.`,
  }),
  unverified: (title) => ({
    zh: `系统已接受「${title.zh}」，但未能确认结果，现在也没有可读取的现状。请查看现场系统后选择是否重做。`,
    en: `The system accepted "${title.en}", but the result could not be confirmed and cannot be read now. Check the system, then choose whether to redo it.`,
  }),
};

/** Asks what became of work that nobody can look up; null when a person has said to do it again. */
function decide<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  unsure: Unsure,
): AttemptOutcome | null {
  const answer = context.answer(crashed);
  // An answer counts for the attempt it was asked about, not for a later one.
  if (answer !== null && answer.facts.attempt === context.attempt - 1) {
    if (answer.choice === 'redo') {
      return null;
    }
    return {
      type: 'succeeded',
      changed: changes(definition, true),
      output: null,
      message: answer.reason === null ? null : verbatim(answer.reason),
      found: null,
    };
  }
  return {
    type: 'asked',
    question: asking(crashed, {
      reason: 'ask',
      text: unsureText[unsure](definition.title),
      facts: { attempt: context.attempt, unsure },
      choices: [
        { id: 'redo', title: { zh: '重做', en: 'Redo' } },
        { id: 'done', title: { zh: '已生效', en: 'It took effect' }, needsReason: true },
      ],
    }),
  };
}

function outcomeOfThrown(thrown: unknown, signal: AbortSignal, seen: Seen): AttemptOutcome {
  const { found } = seen;
  const question = askedIn(thrown);
  if (question !== null && stopsRun(thrown)) {
    return { type: 'withdrawn', question };
  }
  if (question !== null) {
    return { type: 'asked', question };
  }
  // Whatever an aborted call throws, the reason is the abort.
  if (signal.aborted && signal.reason === sleptReason) {
    return { type: 'interrupted', found };
  }
  // Only this attempt's time is over: a failure like others, of which nobody waited for the answer either.
  if (signal.aborted && isAppError(signal.reason) && signal.reason.code === 'STEP_DEADLINE') {
    const error = withUnsure(toErrorRecord(signal.reason), leftOpenByCancel(seen));
    return { type: 'failed', error, found };
  }
  if (signal.aborted) {
    const error = canceledMidway(leftOpenByCancel(seen));
    return { type: 'canceled', found, error, because: whyScopeStopped(signal) };
  }
  const error = toErrorRecord(thrown);
  return { type: 'failed', error: withUnsure(error, leftOpen(seen, error)), found };
}

/** Null where nothing had been sent. */
function canceledMidway(unsure: Unsure | null): ErrorRecord | null {
  if (unsure === null) {
    return null;
  }
  const text = {
    zh: '取消时该操作已发出，是否已生效未知；重试时会先读取现状。',
    en: 'This was already sent when the run was canceled. It is unknown whether it took effect; a retry reads the current state first.',
  };
  return withUnsure(toErrorRecord(new AppError('CANCELED', text)), unsure);
}

function foundBy(probed: ProbeResult): Text | null {
  if (probed.verdict === 'unreadable') {
    return null;
  }
  return probed.verdict === 'skipped' ? probed.because : (probed.found ?? null);
}
