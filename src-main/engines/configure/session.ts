import { AppError, isAppError } from '../../contract/errors.ts';
import type { ConfigureWorld, Credentials, LoginOptions, Session } from './ports.ts';
import { patiently } from './patience.ts';
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

/** For a login that is refused for now without a word of when. */
const waitForLoginMs = 5_000;

/** A system that asks to slow down has not judged the password: it is waited for, and asked again. */
const loginPatiently = (
  world: SessionWorld,
  credentials: Credentials,
  options: LoginOptions,
): Promise<Session> =>
  patiently(world, { signal: options.signal, unsaidMs: waitForLoginMs }, () =>
    world.cluster.login(credentials, options),
  );

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
    if (credentials === null || (refused && !isAskedFor)) {
      return 'refused';
    }
    try {
      adopt((await loginPatiently(world, credentials, { signal, isAskedFor })).token, true);
      return 'ok';
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'LOGIN_REFUSED') {
        throw thrown;
      }
      refused = true;
      return 'refused';
    }
  }

  async function open(signal: AbortSignal): Promise<string> {
    if ((await tryLogin(signal)) === 'ok' && token !== null) {
      return token;
    }
    const configured = world.configuredToken();
    if (configured !== null) {
      return adopt(configured, false);
    }
    throw new AppError('LOGIN_REFUSED', {
      zh: '集群拒绝了规划表中集群管理员的登录。请核对密码，或用 --token env:NAME 提供令牌（任务已启动时用 runs retry --secret token=env:NAME）。',
      en: 'The cluster refused the login of the cluster administrator in the workbook. Check the password, or provide a token with --token env:NAME (after the start: runs retry --secret token=env:NAME).',
    });
  }

  /** One login for all that wait for it. */
  function ensure(signal: AbortSignal): Promise<string> {
    if (token !== null) {
      return Promise.resolve(token);
    }
    pending ??= open(signal).finally(() => {
      pending = null;
    });
    return pending;
  }

  function renew(signal: AbortSignal): Promise<string> {
    token = null;
    return ensure(signal);
  }

  const callWithSession = createSessionCalls({ ensure, renew, current: () => token });

  return {
    ensure,
    renew,
    tryLogin,
    isLoggedIn: () => token !== null && byPassword,
    forgetRefusal: () => {
      refused = false;
    },
    call: (signal, request) =>
      callWithSession(signal, () => patiently(world, { signal, unsaidMs: null }, request)),
  };
}
