import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { practicePlanOf } from '../../src-main/engines/configure/practice-plan.ts';
import { openScene } from '../support/configure-scene.ts';
import type { Scene } from '../support/configure-scene.ts';

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
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = incoming;
    if (method !== 'GET' && swapper.reads > swapper.swapsAfter) swapper.astray.push(`${method} ${url}`);
    const onward = sendRequest(new URL(url, siteUrl), { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        let body = Buffer.concat(parts).toString('utf8');
        if (url === hostsPath) {
          swapper.reads += 1;
          if (swapper.reads > swapper.swapsAfter) body = body.replaceAll(uuid, 'ffffffff');
        }
        delete answer.headers['content-length'];
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
      });
    });
    incoming.pipe(onward);
  };
  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(swapper, { url: `http://127.0.0.1:${port}` });
}

const order = (swapper: Swapper) => ({
  site: { kind: 'real' as const, baseUrl: swapper.url, allowHttp: true },
  ...{ only: ['dns', 'ntp', 'vds', 'vlan', 'serial'], skip: ['password', 'ipmi'] },
});

/** A run against the site that another one takes the place of after so many reads of its hosts. */
async function runWithSwap(
  swapsAfter: number,
): Promise<{ scene: Scene; swapper: Swapper; run: RunDocument }> {
  const scene = await openScene();
  await attach(scene);
  const swapper = await openSwapper(scene.site().url);
  swapper.swapsAfter = swapsAfter;
  return { scene, swapper, run: await scene.configure(order(swapper)) };
}

async function attach(scene: Scene): Promise<void> {
  const { plan } = await scene.application().plan.read({ path: scene.workbook, profile: null });
  const practicePlan = practicePlanOf(plan) as unknown as Parameters<ReturnType<Scene['site']>['attach']>[0];
  await scene.site().attach(practicePlan);
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
