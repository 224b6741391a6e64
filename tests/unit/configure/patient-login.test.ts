import { expect, it } from 'vitest';
import { createClusterSession } from '../../../src-main/engines/configure/session.ts';
import type { ConfigureWorld } from '../../../src-main/engines/configure/ports.ts';
import { against, options, root, type Answer } from '../../adapters/smartx/against-stand-in.ts';

it.each([
  ['7', 7000],
  [undefined, 5000],
])(
  'waits out a login that is answered 429 with Retry-After %s, and is then let in',
  async (after, waitMs) => {
    let logins = 0;
    const answer = (): Answer => {
      logins += 1;
      if (logins > 1) {
        return { json: { token: 'the-token' } };
      }
      const headers: Record<string, string> = after === undefined ? {} : { 'retry-after': after };
      return { status: 429, json: { message: 'slow down' }, headers };
    };
    const waited: number[] = [];
    await against(answer, async (cluster) => {
      const world: Pick<ConfigureWorld, 'cluster' | 'now' | 'pause' | 'configuredToken'> = {
        cluster,
        now: () => 0,
        pause: (durationMs) => {
          waited.push(durationMs);
          return Promise.resolve();
        },
        configuredToken: () => null,
      };
      expect(await createClusterSession(world, () => root).tryLogin(options.signal)).toBe('ok');
    });
    expect(waited).toEqual([waitMs]);
    expect(logins).toBe(2);
  },
);

it('is told at once, and sends nothing again, where a call is to wait for a day', async () => {
  const answer = ({ method }: { readonly method: string }): Answer =>
    method === 'POST'
      ? { json: { token: 'the-token' } }
      : { status: 429, json: { message: 'slow down' }, headers: { 'retry-after': '86400' } };
  await against(answer, async (cluster, seen) => {
    const world = {
      cluster,
      now: () => 0,
      configuredToken: () => null,
      pause: () => Promise.reject(new Error('nobody waits for a day')),
    };
    const session = createClusterSession(world, () => root);
    const call = session.call(options.signal, () => cluster.setDns(['10.0.0.53'], options));
    await expect(call).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      data: { retryAt: '1970-01-02T00:00:00.000Z' },
    });
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'PUT']);
  });
});
