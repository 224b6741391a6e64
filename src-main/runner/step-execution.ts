import { AppError, toErrorRecord } from '../contract/errors.ts';
import type { ErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Text } from '../contract/text.ts';
import { verbatim } from '../contract/text.ts';
import type { Asked, ProbeResult, StepContext, StepDefinition } from './definition.ts';
import { askedIn, requireSmallOutput, stopsRun } from './step-context.ts';

/** Why a signal was aborted: what is under way is left where it stands, and nobody knows how far it came. */
export const sleptReason = new AppError('CANCELED', {
  zh: '本机休眠过，正在进行的操作已中断。',
  en: 'the machine slept, so what was under way was interrupted',
});

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
  | { readonly type: 'canceled' | 'interrupted'; readonly found: Text | null }
  | { readonly type: 'asked'; readonly question: Asked }
  /** The run may not go on, and this step has done nothing yet. */
  | { readonly type: 'withdrawn'; readonly question: Asked };

/** Why nobody knows what became of an attempt: its process died, or the system did not answer. */
export type Unsure = 'crash' | 'unanswered';

export interface AttemptRequest {
  /** What the attempt before this one was about may be there, with its intent committed; null where that is known. */
  readonly unsure: Unsure | null;
}

export const crashedCode = 'crashed';

/** Runs one attempt: probe, commit the intent, apply, verify. Never throws for what the step does. */
export async function executeAttempt<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  request: AttemptRequest,
): Promise<AttemptOutcome> {
  const seen: { found: Text | null } = { found: null };
  try {
    return (
      (await goOnAfterCrash(definition, context, request)) ??
      (await probeAndApply(definition, context, { ...request, seen }))
    );
  } catch (thrown) {
    return outcomeOfThrown(thrown, context.signal, seen.found);
  }
}

/** What can be decided without looking: redo from the intent, or ask; null when the probe has to tell. */
async function goOnAfterCrash<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  { unsure }: AttemptRequest,
): Promise<AttemptOutcome | null> {
  if (unsure === null) return null;
  if (definition.onCrash === 'redo' && context.interruptedIntent !== null) {
    await confirmBefore(definition, context);
    return applyIntent(definition, context, {
      intent: context.interruptedIntent,
      message: null,
      found: null,
    });
  }
  return definition.onCrash === 'ask' ? decide(definition, context, unsure) : null;
}

async function probeAndApply<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  { unsure, seen }: AttemptRequest & { readonly seen: { found: Text | null } },
): Promise<AttemptOutcome> {
  context.signal.throwIfAborted();
  const probed = await definition.probe(context);
  const found = foundBy(probed);
  seen.found = found;
  if (probed.verdict === 'blocked') throw probed.cause;
  if (probed.verdict === 'done') {
    const output = requireSmallOutput(definition.key, probed.output ?? null);
    return {
      type: 'succeeded',
      changed: changes(definition, unsure !== null),
      output,
      message: probed.found,
      found,
    };
  }
  const decided =
    probed.verdict === 'unreadable' && unsure !== null ? decide(definition, context, unsure) : null;
  if (decided !== null) return decided;
  await confirmBefore(definition, context);
  await context.checkpoint(probed.intent);
  return applyIntent(definition, context, { intent: probed.intent, message: probed.change, found });
}

/** Nothing is changed at a site that is not the run's. */
async function confirmBefore<World>(
  { harmless }: StepDefinition<World>,
  context: StepContext<World>,
): Promise<void> {
  if (harmless !== true) await context.confirmSite();
}

async function applyIntent<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  work: { intent: Json; message: Text | null; found: Text | null },
): Promise<AttemptOutcome> {
  context.signal.throwIfAborted();
  const output = requireSmallOutput(definition.key, await definition.apply(work.intent, context));
  await definition.verify?.(work.intent, output, context);
  return {
    type: 'succeeded',
    changed: changes(definition, true),
    output,
    message: work.message,
    found: work.found,
  };
}

const changes = ({ harmless }: { readonly harmless?: boolean }, did: boolean): boolean | null =>
  harmless === true ? null : did;

const unsureText: Readonly<Record<Unsure, (title: Text) => Text>> = {
  crash: (title) => ({
    zh: `进程在执行「${title.zh}」时停止，系统无法判断该操作是否已生效。请查看现场系统后选择是否重做。`,
    en: `The process stopped while "${title.en}" was being done, and the system cannot tell whether it took effect. Look at the system, then say whether to do it again.`,
  }),
  unanswered: (title) => ({
    zh: `「${title.zh}」已发出但没有得到应答，系统也没有可读取的现状，无法判断该操作是否已生效。请查看现场系统后选择是否重做。`,
    en: `"${title.en}" was sent and not answered, and the system has no way to read whether it took effect. Look at the system, then say whether to do it again.`,
  }),
};

/** Asks what became of work that nobody can look up; null when a person has said to do it again. */
function decide<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
  unsure: Unsure,
): AttemptOutcome | null {
  const answer = context.answer(crashedCode);
  // An answer counts for the attempt it was asked about, not for a later one.
  if (answer !== null && answer.facts['attempt'] === context.attempt - 1) {
    if (answer.choice === 'redo') return null;
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
    question: {
      reason: 'ask',
      code: crashedCode,
      text: unsureText[unsure](definition.title),
      facts: { attempt: context.attempt },
      choices: [
        { id: 'redo', title: { zh: '重做', en: 'Do it again' } },
        { id: 'done', title: { zh: '已生效', en: 'It took effect' }, needsReason: true },
      ],
    },
  };
}

function outcomeOfThrown(thrown: unknown, signal: AbortSignal, found: Text | null): AttemptOutcome {
  const question = askedIn(thrown);
  if (question !== null && stopsRun(thrown)) return { type: 'withdrawn', question };
  if (question !== null) return { type: 'asked', question };
  // Whatever an aborted call throws, the reason is the abort.
  if (signal.aborted) return { type: signal.reason === sleptReason ? 'interrupted' : 'canceled', found };
  return { type: 'failed', error: toErrorRecord(thrown), found };
}

function foundBy(probed: ProbeResult): Text | null {
  return probed.verdict === 'unreadable' ? null : (probed.found ?? null);
}
