/** How long one attempt of a step may take. */
import { AppError } from '../contract/errors.ts';
import type { StepDefinition } from './definition.ts';
import type { Clock } from './ports.ts';

export interface Deadline {
  /** Aborted with STEP_DEADLINE when the time is over, and with the signal that was given. */
  readonly signal: AbortSignal;
  /** The attempt has ended. */
  disarm(): void;
}

/** The signal of one attempt. Only this attempt is cut off when its time is over. */
export function armDeadline<World>(
  { key, title, deadlineMs }: Pick<StepDefinition<World>, 'key' | 'title' | 'deadlineMs'>,
  clock: Clock,
  given: AbortSignal,
): Deadline {
  if (deadlineMs === undefined) {
    return { signal: given, disarm: () => undefined };
  }
  const over = new AbortController();
  const ended = new AbortController();
  const abort = (): void => {
    const seconds = deadlineMs / 1000;
    const text = {
      zh: `步骤「${title.zh}」未在 ${seconds} 秒内完成，已中断。`,
      en: `Step "${title.en}" did not finish within ${seconds} s and was stopped.`,
    };
    over.abort(new AppError('STEP_DEADLINE', text, { data: { step: key, deadlineMs } }));
  };
  clock.pause(deadlineMs, ended.signal).then(abort, () => undefined);
  return { signal: AbortSignal.any([given, over.signal]), disarm: () => ended.abort() };
}
