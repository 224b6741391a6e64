import { AppError, isAppError } from '../../contract/errors.ts';
import type { ConfigureWorld, Credentials, LoginOptions, Session } from './ports.ts';
import { createSessionCalls } from './session-calls.ts';

/** The session with the cluster: acquired when first needed, again when it has expired, shared by all steps of a run. */
export interface ClusterSession {
  /** Logs in unless that has been refused before in this process: hardened systems lock accounts. */
  ensure(signal: AbortSignal): Promise<string>;
  /** One login attempt with the administrator's target password; `refused` is remembered and not tried again, unless a person asked for just that. */
  tryLogin(signal: AbortSignal, isAskedFor?: boolean): Promise<'ok' | 'refused'>;
  /** Forgets a refusal, because the account was just set up. */
  forgetRefusal(): void;
  /** With the administrator's password; a token that was given proves nothing about that. */
  isLoggedIn(): boolean;
  /** Makes the call with a session; when the system says that it has expired, logs in again once and repeats it. */
  call<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T>;
  /** A fresh token after the one in use has expired. */
  renew(signal: AbortSignal): Promise<string>;
}

type SessionWorld = Pick<ConfigureWorld, 'cluster' | 'now' | 'pause' | 'configuredToken'>;

const longestWaitMs = 120_000;
const waitWithoutHeaderMs = 5_000;
const mostWaits = 3;

/** `Retry-After` in seconds or as a date; null where the error does not ask to slow down. */
function askedToWaitMs(thrown: unknown, now: number): number | null {
  if (!isAppError(thrown) || thrown.data['status'] !== 429) return null;
  const { retryAfter } = thrown.data;
  if (typeof retryAfter !== 'string') return waitWithoutHeaderMs;
  const seconds = Number(retryAfter);
  const waitMs = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
  return Number.isNaN(waitMs) ? waitWithoutHeaderMs : Math.max(0, waitMs);
}

/** A system that asks to slow down has not judged the password: it is waited for, and asked again. */
async function loginPatiently(
  world: SessionWorld,
  credentials: Credentials,
  options: LoginOptions,
): Promise<Session> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await world.cluster.login(credentials, options);
    } catch (thrown) {
      const waitMs = askedToWaitMs(thrown, world.now());
      if (waitMs === null || waitMs > longestWaitMs || waits >= mostWaits) throw thrown;
      await world.pause(waitMs, options.signal);
    }
  }
}

export function createClusterSession(
  world: SessionWorld,
  administrator: () => Credentials | null,
): ClusterSession {
  let token: string | null = null;
  let refused = false;
  let byPassword = false;
  let pending: Promise<string> | null = null;

  const adopt = (fresh: string, loggedIn: boolean): string => {
    token = fresh;
    byPassword = loggedIn;
    world.cluster.useToken(fresh);
    return fresh;
  };

  async function tryLogin(signal: AbortSignal, isAskedFor = false): Promise<'ok' | 'refused'> {
    const credentials = administrator();
    if (credentials === null || (refused && !isAskedFor)) return 'refused';
    try {
      adopt((await loginPatiently(world, credentials, { signal, isAskedFor })).token, true);
      return 'ok';
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'LOGIN_REFUSED') throw thrown;
      refused = true;
      return 'refused';
    }
  }

  async function open(signal: AbortSignal): Promise<string> {
    if ((await tryLogin(signal)) === 'ok' && token !== null) return token;
    const configured = world.configuredToken();
    if (configured !== null) return adopt(configured, false);
    throw new AppError('LOGIN_REFUSED', {
      zh: '集群拒绝了规划表中集群管理员的登录。请核对密码，或用 --token env:NAME 提供令牌（任务已启动时用 runs retry --secret token=env:NAME）。',
      en: 'The cluster refused the login of the cluster administrator in the workbook. Check the password, or provide a token with --token env:NAME (after the start: runs retry --secret token=env:NAME).',
    });
  }

  /** One login for all that wait for it. */
  function ensure(signal: AbortSignal): Promise<string> {
    if (token !== null) return Promise.resolve(token);
    pending ??= open(signal).finally(() => {
      pending = null;
    });
    return pending;
  }

  function renew(signal: AbortSignal): Promise<string> {
    token = null;
    return ensure(signal);
  }

  return {
    ensure,
    renew,
    tryLogin,
    isLoggedIn: () => token !== null && byPassword,
    forgetRefusal: () => {
      refused = false;
    },
    call: createSessionCalls({ ensure, renew, current: () => token }),
  };
}
