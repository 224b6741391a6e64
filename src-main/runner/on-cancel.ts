/** Asks work that goes on elsewhere to stop, waits, and gives up at its own deadline. */
import { toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { OnCancel, StepContext, StepDefinition } from './definition.ts';
import type { Clock } from './ports.ts';
import { lostReason, sleptReason } from './stop-reasons.ts';

interface Work<World, T> {
  readonly intent: Json;
  readonly clock: Clock;
  readonly work: (context: StepContext<World>) => Promise<T>;
}

/**
 * Runs the work of a step. Where the step says how it is stopped, an abort asks for that first; the work gets an abort of its
 * own only when it has not ended by the deadline or could not be asked, and is not waited for any longer. What came of it is kept with the attempt.
 */
export async function stoppable<World, T>(
  { onCancel }: Pick<StepDefinition<World>, 'onCancel'>,
  context: StepContext<World>,
  { work, ...asking }: Work<World, T>,
): Promise<T> {
  if (onCancel === undefined) {
    return work(context);
  }
  const { signal } = context;
  const own = new AbortController();
  const ended = new AbortController();
  const givenUp = Promise.withResolvers<never>();
  const giveUp = (): void => {
    own.abort(signal.reason);
    givenUp.reject(signal.reason as Error);
  };
  const workContext = { ...context, signal: own.signal };
  const stop = (): void => {
    if (signal.reason === sleptReason || signal.reason === lostReason) {
      own.abort(signal.reason);
      return;
    }
    void askAndWait(onCancel, workContext, { ...asking, ended: ended.signal, giveUp });
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(workContext), givenUp.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
  }
}

interface Asking {
  readonly intent: Json;
  readonly clock: Clock;
  /** Aborted when the work has ended. */
  readonly ended: AbortSignal;
  readonly giveUp: () => void;
}

async function askAndWait<World>(
  onCancel: OnCancel<World>,
  context: StepContext<World>,
  { intent, clock, ended, giveUp }: Asking,
): Promise<void> {
  const began = clock.elapsed();
  let isKept = false;
  const keep = (outcome: string, more: Readonly<Record<string, Json>> = {}): void => {
    if (!isKept) {
      isKept = true;
      context.evidence('onCancel', { ...more, outcome, afterMs: Math.round(clock.elapsed() - began) });
    }
  };
  ended.addEventListener('abort', () => keep('stopped'), { once: true });
  const asked = onCancel.stop(intent, context).then(
    () => 'asked' as const,
    (thrown: unknown) => ({ error: toErrorRecord(thrown) }),
  );
  const isOver = clock.pause(onCancel.deadlineMs, ended).then(
    () => true,
    () => false,
  );
  const first = await Promise.race([asked, isOver]);
  if (typeof first === 'object' && !ended.aborted) {
    giveUp();
    keep('notAsked', { error: first.error.code, message: first.error.message });
    context.log.warn(first.error.message);
    return;
  }
  if (await isOver) {
    giveUp();
    keep('gaveUp');
    const seconds = onCancel.deadlineMs / 1000;
    context.log.warn({
      zh: `要求停止后 ${seconds} 秒内未停止，不再等待。`,
      en: `It did not stop within ${seconds} s of being asked and is no longer waited for.`,
    });
  }
}
