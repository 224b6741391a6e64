import { createHash } from 'node:crypto';
import type { HostAccess, HostLogin } from '../engines/configure/ports.ts';

/** Hardened hosts forget a wrong password after fifteen minutes (pam_faillock's `fail_interval`) and lock at a few. */
const rememberedMs = 15 * 60_000;

/** Which logins hosts have refused lately. Looking at a plan again and again must not lock the accounts in it. */
export interface RefusedLogins {
  /** The hosts with a memory: a preview does not try what was refused already, a run always does. */
  around(hosts: HostAccess, of: { readonly site: string; readonly isPreview: boolean }): HostAccess;
}

export function createRefusedLogins(elapsed: () => number): RefusedLogins {
  const refusedAt = new Map<string, number>();
  // The password itself is not kept: only whether it is the same one again.
  const keyOf = (site: string, { address, user, password }: HostLogin): string =>
    [`${site}\n${address}\n`, createHash('sha256').update(`${user}\n${password}`).digest('hex')].join('');

  return {
    around: (hosts, { site, isPreview }) => ({
      ...hosts,
      async tryLogin(login, options) {
        const key = keyOf(site, login);
        const before = refusedAt.get(key);
        if (isPreview && before !== undefined && elapsed() - before < rememberedMs) return 'refused';
        const outcome = await hosts.tryLogin(login, options);
        if (outcome === 'refused') refusedAt.set(key, elapsed());
        else refusedAt.delete(key);
        return outcome;
      },
      async setPasswords(login, passwords, options) {
        // Whatever comes of it, what was refused before may be right now.
        for (const key of refusedAt.keys())
          if (key.startsWith(`${site}\n${login.address}\n`)) refusedAt.delete(key);
        await hosts.setPasswords(login, passwords, options);
      },
    }),
  };
}
