/** Which of the ways on from a failure is offered first. Pure. */
import type { StepFailure } from '../../../src-main/contract/run.ts';
import { comparedIn } from './failure.ts';

type Kind = 'primary' | 'plain';

export interface ActionKinds {
  readonly edit: Kind;
  readonly retry: Kind;
}

/** Something that stands in the way was found on the site: it can be used instead, or differs in what was compared. */
function isInTheWay(error: StepFailure): boolean {
  return error.data['adoptable'] === true || comparedIn(error).length > 0;
}

/**
 * A conflict with what was found is not over by itself: the plan has to be changed before it is worth another try, where
 * that can be done. Where nothing was found there is nothing to plan around, and the words say to retry. What is not
 * worth another try is not proposed.
 */
export function actionKinds(error: StepFailure | null, canEdit: boolean): ActionKinds {
  if (error?.category === 'conflict' && canEdit) {
    return isInTheWay(error) ? { edit: 'primary', retry: 'plain' } : { edit: 'plain', retry: 'primary' };
  }
  return { edit: 'plain', retry: error?.stoppedBecause === 'nonRetryable' ? 'plain' : 'primary' };
}
