import type { Difference, Existing } from '../contract/run.ts';
import type { LiveRun } from './live-run.ts';
import { acquireOrAsk, refusedBy } from './pick-up.ts';
import { nothingToAdopt } from './refusals.ts';
import { confirmSite, identityDoubt } from './site-doubt.ts';
import { createStepContext } from './step-context.ts';

/**
 * Looks at what a step's conflict was about, so that a person may take it instead. Changes nothing. STEP_NOT_FOUND and
 * STEP_STATE where the step offers nothing; what keeps the site from being looked at is thrown as well.
 */
export async function lookAtExisting<Input, World>(
  run: LiveRun<Input, World>,
  key: string,
  signal: AbortSignal,
): Promise<Existing> {
  run.replan();
  const definition = run.definition(key);
  const isOffered = run.model.steps.get(key)?.failure?.data['adoptable'] === true;
  if (!isOffered || definition.lookAtExisting === undefined) {
    throw nothingToAdopt(key);
  }
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) {
    throw refusedBy(acquired.asks);
  }
  const { world } = acquired;
  try {
    const doubt = await identityDoubt(run, world, signal);
    if (doubt !== null) {
      throw refusedBy(doubt);
    }
    const execution = {
      world,
      step: key,
      attempt: run.attemptOf(key),
      signal,
      interruptedIntent: null,
      isLeftOpen: false,
      confirmSite: () => confirmSite(run, world, signal),
    };
    const context = createStepContext(run, execution, { evidence: {}, progress: null, caveat: null });
    return await definition.lookAtExisting(context);
  } finally {
    await acquired.release();
  }
}

/** Whether a person agreed to these very differences: what they saw may have changed since. */
export function isAgreed(agreed: readonly Difference[] | null, now: readonly Difference[]): boolean {
  const flat = (rows: readonly Difference[]): string =>
    JSON.stringify(rows.map(({ field, planned, actual }) => [field, planned, actual].map(({ en }) => en)));
  return now.length === 0 || (agreed !== null && flat(agreed) === flat(now));
}
