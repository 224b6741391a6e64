import { expect, it } from 'vitest';
import { createClusterSession } from '../../../src-main/engines/configure/session.ts';
import type { ConfigureWorld } from '../../../src-main/engines/configure/ports.ts';
import { against, options, root } from '../../adapters/smartx/against-stand-in.ts';
import type { Answer } from '../../adapters/smartx/against-stand-in.ts';

it.each([
  ['7', 7000],
  [undefined, 5000],
])(
  'waits out a login that is answered 429 with Retry-After %s, and is then let in',
  async (after, waitMs) => {
    let logins = 0;
    const answer = (): Answer => {
      logins += 1;
      if (logins > 1) return { json: { token: 'the-token' } };
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
