import { expect, it } from 'vitest';
import { createHttpClient } from '../../../src-main/adapters/http/http-client.ts';
import { createSmartxCluster } from '../../../src-main/adapters/smartx/cluster.ts';
import { createClusterSession } from '../../../src-main/engines/configure/session.ts';
import type { ConfigureWorld } from '../../../src-main/engines/configure/ports.ts';
import { startSmartxStandIn } from '../../support/smartx-stand-in.ts';

const { signal } = new AbortController();
const administrator = { username: 'root', password: 'Secret-of-root-1' };

it.each([
  ['7', 7000],
  [undefined, 5000],
])(
  'waits out a login that is answered 429 with Retry-After %s, and is then let in',
  async (after, waitMs) => {
    let logins = 0;
    await using site = await startSmartxStandIn({
      answer: () => {
        logins += 1;
        if (logins > 1) return { json: { token: 'the-token' } };
        const headers: Record<string, string> = after === undefined ? {} : { 'retry-after': after };
        return { status: 429, json: { message: 'slow down' }, headers };
      },
    });
    const rules = {
      site: 'site',
      pins: { accepted: () => [] },
      allowHttp: true,
      allowedHosts: () => undefined,
    };
    const http = createHttpClient({ baseUrl: site.baseUrl, rules });
    const waited: number[] = [];
    const world: Pick<ConfigureWorld, 'cluster' | 'now' | 'pause' | 'configuredToken'> = {
      cluster: createSmartxCluster({ http }),
      now: () => 0,
      pause: (durationMs) => {
        waited.push(durationMs);
        return Promise.resolve();
      },
      configuredToken: () => null,
    };
    try {
      expect(await createClusterSession(world, () => administrator).tryLogin(signal)).toBe('ok');
    } finally {
      await http.close();
    }
    expect(waited).toEqual([waitMs]);
    expect(logins).toBe(2);
  },
);
