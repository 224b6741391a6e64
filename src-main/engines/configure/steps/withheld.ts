import { AppError } from '../../../contract/errors.ts';
import type { Text } from '../../../contract/text.ts';
import type { SiteStep } from '../world.ts';

/**
 * A step that cannot be done for want of a value, or for a wrong one: it keeps its place and ends as a warning that says
 * why. Once the value is there, such as after an edit, the same key is the step itself.
 */
export function withheld(step: SiteStep, why: Text): SiteStep {
  const cause = new AppError('PLAN_INCOMPLETE', why, { data: { step: step.key } });
  return {
    ...step,
    harmless: true,
    onFailure: 'warn',
    probe: () => Promise.resolve({ verdict: 'blocked', cause }),
  };
}
