import { describe, expect, it } from 'vitest';
import { createLoginMemory } from '../../../src-main/services/configure/login-memory.ts';
import { AppError } from '../../../src-main/contract/errors.ts';
import type { HostAccess, SmartxCluster } from '../../../src-main/engines/configure/ports.ts';

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
    const memory = createLoginMemory(() => now);
    const { hosts, tries } = countingHost('right');
    const look = (): Promise<string> =>
      memory.aroundHosts(hosts, { site: 'a', isLook: true }).tryLogin(login, options);
    expect([await look(), await look(), tries()]).toEqual(['refused', 'refused', 1]);
    now = 15 * 60_000;
    expect([await look(), tries()]).toEqual(['refused', 2]);
  });

  it('is tried for another password, and at another site, and again where a person asked for just that', async () => {
    const memory = createLoginMemory(() => 0);
    const { hosts, tries } = countingHost('right');
    const preview = memory.aroundHosts(hosts, { site: 'a', isLook: true });
    await preview.tryLogin(login, options);
    expect(await preview.tryLogin({ ...login, password: 'right' }, options)).toBe('ok');
    await memory.aroundHosts(hosts, { site: 'b', isLook: true }).tryLogin(login, options);
    const run = memory.aroundHosts(hosts, { site: 'a', isLook: false });
    await run.tryLogin(login, options);
    expect(tries()).toBe(3);
    await run.tryLogin(login, { ...options, isAskedFor: true });
    expect(tries()).toBe(4);
  });

  it('is remembered where the login succeeded, for looks only', async () => {
    const memory = createLoginMemory(() => 0);
    const { hosts, tries } = countingHost('wrong');
    const look = memory.aroundHosts(hosts, { site: 'a', isLook: true });
    expect([await look.tryLogin(login, options), await look.tryLogin(login, options), tries()]).toEqual([
      'ok',
      'ok',
      1,
    ]);
    await memory.aroundHosts(hosts, { site: 'a', isLook: false }).tryLogin(login, options);
    expect(tries()).toBe(2);
  });

  it('is forgotten once the host was given new passwords', async () => {
    const memory = createLoginMemory(() => 0);
    const { hosts, tries } = countingHost('right');
    const preview = memory.aroundHosts(hosts, { site: 'a', isLook: true });
    await preview.tryLogin(login, options);
    await memory
      .aroundHosts(hosts, { site: 'a', isLook: false })
      .setPasswords(login, [{ username: 'root', password: 'new' }], options);
    await preview.tryLogin(login, options);
    expect(tries()).toBe(2);
  });
});

describe('what a cluster has refused', () => {
  const credentials = { username: 'root', password: 'wrong' };
  const refusal = new AppError('LOGIN_REFUSED', { zh: '拒绝', en: 'refused' });

  function countingCluster(setsUp: 'created' | 'already'): { cluster: SmartxCluster; tries: () => number } {
    let tries = 0;
    const cluster = {
      baseUrl: 'http://192.0.2.1',
      login: () => {
        tries += 1;
        return Promise.reject(refusal);
      },
      setupRoot: () => Promise.resolve(setsUp),
    } as unknown as SmartxCluster;
    return { cluster, tries: () => tries };
  }

  it('is not tried again, by preview or run, until its administrator was set up', async () => {
    const memory = createLoginMemory(() => 0);
    for (const [setsUp, expected] of [
      ['already', 1],
      ['created', 2],
    ] as const) {
      const { cluster, tries } = countingCluster(setsUp);
      const around = memory.aroundCluster(cluster, { site: setsUp });
      for (let times = 0; times < 3; times += 1) {
        await expect(around.login(credentials, options)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
      }
      expect(tries()).toBe(1);
      await around.setupRoot(credentials, options);
      await expect(around.login(credentials, options)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
      expect(tries()).toBe(expected);
    }
  });
});
