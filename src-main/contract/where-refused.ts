import { isAppError, type ErrorCode } from './errors.ts';

/** What a call returns, or `instead` where it was refused with one of the codes. Whatever else it throws is thrown on. */
export async function whereRefused<T, Instead>(
  call: Promise<T>,
  codes: readonly ErrorCode[],
  instead: Instead,
): Promise<T | Instead> {
  try {
    return await call;
  } catch (thrown) {
    if (isAppError(thrown) && codes.includes(thrown.code)) {
      return instead;
    }
    throw thrown;
  }
}
