import { AppError, isAppError } from '../contract/errors.ts';

/** As an error that leaves open what a change that was accepted has made. */
export function leavingOpen(thrown: unknown): unknown {
  if (!isAppError(thrown)) {
    return thrown;
  }
  const data = { ...thrown.data, outcomeUnknown: true };
  return new AppError(thrown.code, thrown.text, { data, cause: thrown });
}

/** For what comes after the system has said yes to a change: whatever fails there leaves open what was made. */
export async function onceAccepted<T>(follow: () => Promise<T>): Promise<T> {
  try {
    return await follow();
  } catch (thrown) {
    throw leavingOpen(thrown);
  }
}
