import { isAppError, AppError } from '../../contract/errors.ts';
import { recordOf, toWireError } from './wire-errors.ts';

interface Call<T> {
  readonly next: () => Promise<T>;
}

/**
 * For handlers of the RPC library, on every transport: what goes wrong before a procedure is reached (a message that
 * cannot be read, a name that does not exist) is refused in the same shape as everything else.
 */
export async function refuseUnreadable<T extends { matched: boolean }>({ next }: Call<T>): Promise<T> {
  let result: T;
  try {
    result = await next();
  } catch (thrown) {
    if (recordOf(thrown) !== null) {
      throw thrown;
    }
    throw toWireError(isAppError(thrown) ? thrown : unreadable(thrown));
  }
  if (result.matched) {
    return result;
  }
  throw toWireError(
    new AppError('PATH_NOT_FOUND', {
      zh: '没有这个调用；请让两端使用同一版本。',
      en: 'This call does not exist. Use the same Sitewright version on both sides.',
    }),
  );
}

function unreadable(cause: unknown): AppError {
  return new AppError(
    'INPUT_INVALID',
    {
      zh: '请求无法读取；请按该调用要求的格式发送一个 JSON 值。',
      en: 'The request could not be read. Send one JSON value in the form this call expects.',
    },
    { cause },
  );
}
