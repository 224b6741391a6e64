import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createLaptopRoutes } from '../../../src-main/services/configure/laptop-route.ts';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { siteLooks } from '../../../src-main/engines/configure/after-sleep.ts';
import type { LaptopRoute } from '../../../src-main/engines/configure/ports.ts';
import type { ConfigureInput } from '../../../src-main/engines/configure/index.ts';
import type { SiteWorld } from '../../../src-main/engines/configure/world.ts';
import type { SleepSight } from '../../../src-main/runner/definition.ts';

/** A world in which only time and what the test gives it exist. */
function worldOf(given: Partial<SiteWorld>): SiteWorld {
  let time = 0;
  return {
    now: () => 0,
    elapsed: () => time,
    pause: async (ms: number) => void (time += ms),
    ...given,
  } as SiteWorld;
}

async function see(key: string, given: Partial<SiteWorld>): Promise<SleepSight> {
  const look = siteLooks({ iso: null } as ConfigureInput).find((each) => each.key === key);
  if (look === undefined) {
    throw new TypeError(`there is no look ${key}`);
  }
  return look.look({
    world: worldOf(given),
    signal: new AbortController().signal,
    interrupted: [],
    journal: { outputs: new Map(), endings: new Map() },
    compareIdentity: async () => null,
  });
}

const lan = 'Ethernet 2 10.0.20.200/24';

describe('the network card', () => {
  const seeing = (...seen: (LaptopRoute | null)[]) =>
    see('interface', { laptopRoute: () => (seen.length > 1 ? seen.shift()! : (seen[0] ?? null)) });

  it('is as before', async () => {
    const sight = await seeing({ before: lan, now: lan, elsewhere: [] });
    expect(sight).toMatchObject({ verdict: 'agrees', found: { zh: `${lan}，与休眠前相同。` } });
  });

  it('is waited for until it has its address again', async () => {
    const away = { before: lan, now: null, elsewhere: ['Wi-Fi 192.168.1.8/24'] };
    expect(await seeing(away, away, { ...away, now: lan })).toMatchObject({ verdict: 'agrees' });
  });

  it('has another address in the same network, and says which it had', async () => {
    const sight = await seeing({ before: lan, now: 'Ethernet 2 10.0.20.201/24', elsewhere: [] });
    expect(sight).toMatchObject({ verdict: 'agrees' });
    expect(sight.found.zh).toContain(`休眠前为 ${lan}`);
  });

  it('that does not come back within half a minute differs, with what there is instead', async () => {
    const sight = await seeing({ before: lan, now: null, elsewhere: ['Wi-Fi 192.168.1.8/24'] });
    expect(sight.verdict).toBe('differs');
    expect(sight.found.zh).toContain('Wi-Fi 192.168.1.8/24');
  });

  it('without any address differs, also where the site is behind a router', async () => {
    const none = { before: null, now: null, elsewhere: [] };
    expect((await seeing(none)).verdict).toBe('differs');
    expect((await seeing({ ...none, elsewhere: [lan] })).verdict).toBe('agrees');
  });

  it('does not matter to a site on this machine', async () => {
    expect((await seeing(null)).verdict).toBe('notNeeded');
  });
});

describe('the node', () => {
  const cluster = (answers: (() => void)[]) => ({
    cluster: {
      baseUrl: 'https://10.0.20.10',
      checkConnection: async () => {
        (answers.length > 1 ? answers.shift() : answers[0])?.();
        return { fingerprint: null };
      },
    } as unknown as SiteWorld['cluster'],
  });
  const away = (): void => {
    throw new AppError('CONNECT_FAILED', verbatim('no answer'));
  };

  it('is waited for while it does not answer', async () => {
    expect((await see('node', cluster([away, away, () => undefined]))).verdict).toBe('agrees');
  });

  it('that stays away is told by its own words', async () => {
    await expect(see('node', cluster([away]))).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
  });

  it('with another certificate is told at once', async () => {
    const changed = (): void => {
      throw new AppError('TLS_CHANGED', verbatim('another certificate'));
    };
    await expect(see('node', cluster([changed, () => undefined]))).rejects.toMatchObject({
      code: 'TLS_CHANGED',
    });
  });
});

describe('the laptop in the network of the site', () => {
  const card = (address: string, cidr: string | null, extra = {}): NetworkInterfaceInfo =>
    ({ address, cidr, family: 'IPv4', internal: false, ...extra }) as NetworkInterfaceInfo;

  it('is known by the address that shares a network with the site, before and now', () => {
    let own: Record<string, NetworkInterfaceInfo[]> = {
      'Ethernet 2': [card('10.0.20.200', '10.0.20.200/24')],
      'Wi-Fi': [card('192.168.1.8', '192.168.1.8/24')],
      lo: [card('127.0.0.1', '127.0.0.1/8', { internal: true })],
    };
    const routes = createLaptopRoutes(() => own);
    const route = routes.toward('order-1', '10.0.20.10');
    expect(route()).toEqual({ before: lan, now: lan, elsewhere: ['Wi-Fi 192.168.1.8/24'] });
    own = { 'Wi-Fi': own['Wi-Fi'] ?? [] };
    expect(route()).toEqual({ before: lan, now: null, elsewhere: ['Wi-Fi 192.168.1.8/24'] });
    expect(routes.toward('order-1', '10.0.20.10')()).toMatchObject({ before: lan });
    expect(routes.toward('order-2', '10.0.20.10')()).toMatchObject({ before: null });
  });

  it('shares no network with a site known by its name, or through a card without a mask', () => {
    const routes = createLaptopRoutes(() => ({ eth0: [card('10.0.20.200', null)] }));
    const seen = { before: null, now: null, elsewhere: ['eth0 10.0.20.200'] };
    expect(routes.toward('a', 'cluster.example')()).toEqual(seen);
    expect(routes.toward('b', '10.0.20.10')()).toEqual(seen);
  });
});
