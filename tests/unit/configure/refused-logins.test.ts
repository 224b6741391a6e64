import { describe, expect, it } from 'vitest';
import { createRefusedLogins } from '../../../src-main/composition/refused-logins.ts';
import type { HostAccess } from '../../../src-main/engines/configure/ports.ts';

const login = { address: '192.0.2.11', user: 'root', password: 'wrong' };
const options = { signal: new AbortController().signal };

/** A host that counts what is tried at it. */
function countingHost(right: string): { hosts: HostAccess; tries: () => number } {
  let tries = 0;
  const hosts = {
    async tryLogin({ password }: typeof login) {
      tries += 1;
      return password === right ? 'ok' : 'refused';
    },
    setPasswords: async () => undefined,
  } as unknown as HostAccess;
  return { hosts, tries: () => tries };
}

describe('what hosts have refused', () => {
  it('is not tried again by further previews, until the host has forgotten it', async () => {
    let now = 0;
    const memory = createRefusedLogins(() => now);
    const { hosts, tries } = countingHost('right');
    const look = (): Promise<string> =>
      memory.around(hosts, { site: 'a', isPreview: true }).tryLogin(login, options);
    expect([await look(), await look(), tries()]).toEqual(['refused', 'refused', 1]);
    now = 15 * 60_000;
    expect([await look(), tries()]).toEqual(['refused', 2]);
  });

  it('is tried by a run, for another password, and at another site', async () => {
    const memory = createRefusedLogins(() => 0);
    const { hosts, tries } = countingHost('right');
    const preview = memory.around(hosts, { site: 'a', isPreview: true });
    await preview.tryLogin(login, options);
    expect(await preview.tryLogin({ ...login, password: 'right' }, options)).toBe('ok');
    await memory.around(hosts, { site: 'b', isPreview: true }).tryLogin(login, options);
    await memory.around(hosts, { site: 'a', isPreview: false }).tryLogin(login, options);
    expect(tries()).toBe(4);
  });

  it('is forgotten once the host was given new passwords', async () => {
    const memory = createRefusedLogins(() => 0);
    const { hosts, tries } = countingHost('right');
    const preview = memory.around(hosts, { site: 'a', isPreview: true });
    await preview.tryLogin(login, options);
    await memory.around(hosts, { site: 'a', isPreview: false }).setPasswords(login, [], options);
    await preview.tryLogin(login, options);
    expect(tries()).toBe(2);
  });
});
