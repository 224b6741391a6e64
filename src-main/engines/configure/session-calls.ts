import { AppError, isAppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

interface Tokens {
  readonly ensure: (signal: AbortSignal) => Promise<string>;
  readonly renew: (signal: AbortSignal) => Promise<string>;
  readonly current: () => string | null;
}

type SessionCall = <T>(signal: AbortSignal, request: () => Promise<T>) => Promise<T>;

const saysExpired = (thrown: unknown): thrown is AppError =>
  isAppError(thrown) && thrown.code === 'SESSION_EXPIRED';

/**
 * Makes calls with the one session of a run. A call that is refused because of the session has one new login made and is
 * repeated with it. The new session is used by that call before any other: refused once more, it is not the session that
 * the system objects to, and another login would not help. SESSION_EXPIRED then says so, in the system's own words.
 */
export function createSessionCalls({ ensure, renew, current }: Tokens): SessionCall {
  /** Settles when the newest session has been used once. */
  let firstUse: Promise<unknown> = Promise.resolve();
  /** A session that was refused at its first use, and has been good for nothing since. */
  let unusable: string | null = null;

  /** Also waits for the login that another step has begun, and for what that comes to. */
  async function session(signal: AbortSignal): Promise<string> {
    await ensure(signal);
    await firstUse;
    return ensure(signal);
  }

  async function attempt<T>(token: string, request: () => Promise<T>): Promise<T> {
    const result = await request();
    if (unusable === token) {
      unusable = null;
    }
    return result;
  }

  async function repeat<T>(refused: Refused, request: () => Promise<T>): Promise<T> {
    const fresh = await renew(refused.signal);
    // A token that was given stays what it is.
    if (fresh === refused.token) {
      throw refusedAgain(refused.refusal, notAccepted);
    }
    try {
      return await attempt(fresh, request);
    } catch (thrown) {
      if (!saysExpired(thrown)) {
        throw thrown;
      }
      unusable = fresh;
      throw refusedAgain(thrown, notHelped);
    }
  }

  return async (signal, request) => {
    for (let isRepeated = false; ; isRepeated = true) {
      const token = await session(signal);
      try {
        return await attempt(token, request);
      } catch (thrown) {
        if (!saysExpired(thrown)) {
          throw thrown;
        }
        // Another step has logged in again meanwhile.
        if (current() !== token) {
          continue;
        }
        if (isRepeated && unusable === token) {
          throw refusedAgain(thrown, notHelped);
        }
        const repeated = repeat({ signal, token, refusal: thrown }, request);
        firstUse = repeated.catch(() => undefined);
        return await repeated;
      }
    }
  };
}

interface Refused {
  readonly signal: AbortSignal;
  readonly token: string;
  readonly refusal: AppError;
}

const notHelped: Text = {
  zh: '已重新登录一次，仍被拒绝：请核对该账号的权限，以及集群前的代理。',
  en: 'It was refused again after a new login: check the permissions of the account, and any proxy in front of the cluster.',
};
const notAccepted: Text = {
  zh: '所提供的令牌不被接受：请提供新的令牌。',
  en: 'The token that was given is not accepted: provide a new one.',
};

function refusedAgain({ code, text, data }: AppError, next: Text): AppError {
  return new AppError(code, { zh: `${text.zh}${next.zh}`, en: `${text.en} ${next.en}` }, { data });
}
