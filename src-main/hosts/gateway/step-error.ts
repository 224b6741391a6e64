import { AppError, isErrorCode } from '../../contract/errors.ts';
import type { RunDocument } from '../../contract/run.ts';
import type { Text } from '../../contract/text.ts';

type StepError = NonNullable<RunDocument['steps'][number]['error']>;

/** The failure of a step as an error that an address tells, with the words of the other system; API_REFUSED where no step has failed. */
export function errorOfStep(failure: StepError | undefined, otherwise: Text): AppError {
  const { code, message = otherwise, data } = failure ?? {};
  const words = data?.['words'];
  return new AppError(isErrorCode(code) ? code : 'API_REFUSED', message, {
    data: { words: typeof words === 'string' ? words : undefined },
  });
}
