import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { defineStep } from './define-step.ts';
import type { StepDefinition } from './definition.ts';
import { noRetry } from './retry-policy.ts';

type Said<World> = Pick<StepDefinition<World>, 'key' | 'title' | 'group' | 'dependsOn' | 'scope'>;

/** A step that somebody else runs: it stands in the run as it was last seen. */
export function observedStep<World>(
  { key, title, group, dependsOn, scope }: Said<World>,
  observed: { readonly by: string; readonly counts: boolean },
): StepDefinition<World> {
  const notOurs = (): never => {
    throw new AppError('INTERNAL', `step ${key} is run by ${observed.by}`);
  };
  return defineStep<World, null, null>({
    key,
    title,
    group,
    dependsOn,
    scope,
    observed,
    intent: z.null(),
    output: z.null(),
    undo: 'none',
    onCrash: 'probe',
    onFailure: 'fail',
    retry: noRetry,
    probe: async () => notOurs(),
    apply: async () => notOurs(),
  });
}
