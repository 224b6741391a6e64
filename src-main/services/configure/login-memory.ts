import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../../contract/errors.ts';
import type { HostAccess, HostLogin, SmartxCluster } from '../../engines/configure/ports.ts';

/** Hardened hosts forget a wrong password after fifteen minutes (pam_faillock's `fail_interval`) and lock at a few. */
const rememberedMs = 15 * 60_000;

/** What logins came to, for all that look and all runs of this process: site, address, account and password together are tried once. */
export interface LoginMemory {
  /** A look is told what the same login came to lately. A run is told only of a refusal: what it does next needs the login itself. */
  aroundHosts(hosts: HostAccess, of: { readonly site: string; readonly isLook: boolean }): HostAccess;
  aroundCluster(cluster: SmartxCluster, of: { readonly site: string }): SmartxCluster;
}

type Outcome = 'ok' | 'refused';

const placeOf = (site: string, address: string, user: string): string => `${site}\n${address}\n${user}\n`;

/** The password itself is not kept: only whether it is the same one again. */
const keyOf = (site: string, { address, user, password }: HostLogin): string =>
  placeOf(site, address, user) + createHash('sha256').update(`${user}\n${password}`).digest('hex');

class Outcomes {
  readonly #outcomes = new Map<string, { readonly outcome: Outcome; readonly at: number }>();
  readonly #elapsed: () => number;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** What the login came to lately, else null. */
  recall(key: string): Outcome | null {
    const before = this.#outcomes.get(key);
    return before !== undefined && this.#elapsed() - before.at < rememberedMs ? before.outcome : null;
  }

  keep(key: string, outcome: Outcome): void {
    this.#outcomes.set(key, { outcome, at: this.#elapsed() });
  }

  forget(beginning: string): void {
    for (const key of this.#outcomes.keys()) {
      if (key.startsWith(beginning)) {
        this.#outcomes.delete(key);
      }
    }
  }
}

export function createLoginMemory(elapsed: () => number): LoginMemory {
  const outcomes = new Outcomes(elapsed);
  return {
    aroundHosts: (hosts, { site, isLook }) => ({
      ...hosts,
      async tryLogin(login, options) {
        const key = keyOf(site, login);
        const before = outcomes.recall(key);
        if (before === 'refused' && options.isAskedFor !== true) {
          return 'refused';
        }
        if (before === 'ok' && isLook) {
          return 'ok';
        }
        const outcome = await hosts.tryLogin(login, options);
        outcomes.keep(key, outcome);
        return outcome;
      },
      async setPasswords(login, passwords, options) {
        // Whatever comes of it, what was refused before may be right now, and the other way round.
        for (const { username } of passwords) {
          outcomes.forget(placeOf(site, login.address, username));
        }
        await hosts.setPasswords(login, passwords, options);
      },
    }),
    aroundCluster(cluster, { site }) {
      return {
        ...cluster,
        async login({ username: user, password }, options) {
          const key = keyOf(site, { address: cluster.baseUrl, user, password });
          if (outcomes.recall(key) === 'refused' && options.isAskedFor !== true) {
            throw refusedBefore(user);
          }
          try {
            const session = await cluster.login({ username: user, password }, options);
            outcomes.forget(key);
            return session;
          } catch (thrown) {
            if (isAppError(thrown) && thrown.code === 'LOGIN_REFUSED') {
              outcomes.keep(key, 'refused');
            }
            throw thrown;
          }
        },
        async setupRoot(credentials, options) {
          const place = placeOf(site, cluster.baseUrl, credentials.username);
          try {
            const outcome = await cluster.setupRoot(credentials, options);
            if (outcome === 'created') {
              outcomes.forget(place);
            }
            return outcome;
          } catch (thrown) {
            // Without an answer nobody knows whether the administrator is there now.
            outcomes.forget(place);
            throw thrown;
          }
        },
      };
    },
  };
}

function refusedBefore(user: string): AppError {
  return new AppError('LOGIN_REFUSED', {
    zh: `集群刚刚拒绝过 ${user} 用该密码登录，未再次尝试，以免账号被锁定。请核对密码后重试。`,
    en: `The cluster just refused this password for ${user}. It was not tried again, so that the account does not get locked. Check the password, then retry.`,
  });
}
