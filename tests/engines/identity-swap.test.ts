import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { openProxy } from '../support/site-proxy.ts';
import { attachPlan, openScene, type Scene } from '../support/configure-scene.ts';

/** Stands before the site and, once its hosts were read so often, shows the hosts of another site. */
interface Swapper {
  readonly url: string;
  /** How often the hosts were read. */
  reads: number;
  swapsAfter: number;
  /** What arrived besides reads after the other site had shown itself: logins and changes. */
  readonly astray: string[];
}

const hostsPath = '/api/v2/deployment/host';
const uuid = /[0-9a-f]{8}(?=-[0-9a-f]{4}-)/g;

async function openSwapper(siteUrl: string): Promise<Swapper> {
  const swapper: Swapper = { url: '', reads: 0, swapsAfter: Number.POSITIVE_INFINITY, astray: [] };
  const isElsewhere = (): boolean => swapper.reads > swapper.swapsAfter;
  const url = await openProxy(siteUrl, {
    onRequest(method, path) {
      if (method !== 'GET' && isElsewhere()) {
        swapper.astray.push(`${method} ${path}`);
      }
    },
    rewrite(path, body) {
      if (path !== hostsPath) {
        return body;
      }
      swapper.reads += 1;
      return isElsewhere() ? body.replaceAll(uuid, 'ffffffff') : body;
    },
  });
  return Object.assign(swapper, { url });
}

const order = (swapper: Swapper) => ({
  site: { kind: 'real' as const, baseUrl: swapper.url, allowHttp: true },
  only: ['dns', 'ntp', 'vds', 'vlan', 'serial'],
  skip: ['password', 'ipmi'],
});

/** A run against the site that another one takes the place of after so many reads of its hosts. */
async function runWithSwap(
  swapsAfter: number,
): Promise<{ scene: Scene; swapper: Swapper; run: RunDocument }> {
  const scene = await openScene();
  await attachPlan(scene);
  const swapper = await openSwapper(scene.site().url);
  swapper.swapsAfter = swapsAfter;
  return { scene, swapper, run: await scene.configure(order(swapper)) };
}

describe('another site that answers in the middle of a run', () => {
  it('is met before the next change, whichever read it begins at, and the right one is gone on with', async () => {
    const whole = await runWithSwap(Number.POSITIVE_INFINITY);
    expect([whole.run.state, whole.run.warnings]).toEqual(['succeeded', 0]);
    const { reads } = whole.swapper;
    // The identity, the scan, before the login, before each change, before the serial, after everything was read.
    expect(reads).toBeGreaterThan(9);
    for (let after = 1; after < reads; after += 1) {
      const { scene, swapper, run } = await runWithSwap(after);
      expect([after, run.state, run.waiting?.reason]).toEqual([after, 'waiting', 'identity']);
      expect([after, swapper.astray]).toEqual([after, []]);
      const still = await scene.answer(run.id, 'recheck');
      expect([after, still.state, swapper.astray]).toEqual([after, 'waiting', []]);
      swapper.swapsAfter = Number.POSITIVE_INFINITY;
      const ended = await scene.answer(run.id, 'recheck');
      expect([after, ended.state, ended.warnings]).toEqual([after, 'succeeded', 0]);
    }
  }, 240_000);
});
