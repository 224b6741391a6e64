import type { RunRow } from '../contract/run.ts';
import { type RunModel, isEnded, repeatableKeys, unhappyKeys } from './model.ts';

/** What may be asked of a run now; the row carries it so that no interface has to derive it. */
export function allowedOperations(model: RunModel): RunRow['allows'] {
  const steps = [...model.steps.values()];
  const unhappy = unhappyKeys(model).length > 0;
  const continuable = model.questions.some(
    ({ step, reason }) => step === undefined && reason !== 'confirm' && reason !== 'ask',
  );
  const decidable = steps.some(({ state, mandatory, key }) => {
    return (
      !mandatory &&
      (state === 'failed' ||
        state === 'warning' ||
        state === 'unknown' ||
        model.questions.some(({ step }) => step === key))
    );
  });
  const allows: RunRow['allows'] = [];
  if (model.state === 'canceling') {
    return allows;
  }
  if (unhappy || continuable) {
    allows.push('retry');
  }
  if (!isEnded(model.state)) {
    allows.push('cancel');
  }
  if (model.questions.length > 0) {
    allows.push('answer');
  }
  if (decidable) {
    allows.push('skip', 'mark-done');
  }
  if (repeatableKeys(model).length > 0) {
    allows.push('recheck');
  }
  if (steps.some(({ failure }) => failure?.data['adoptable'] === true)) {
    allows.push('adopt');
  }
  return allows;
}
