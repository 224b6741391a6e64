import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { attachPlan, countOf, openScene, stepOf, type Scene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';
import { openProxy, type Instead } from '../support/site-proxy.ts';

const createNetwork = 'POST /api/v2/network/vds/{uuid}/vlans';
const createVolume = 'POST /api/v2/svt_image/create_volume';
const upload = 'POST /api/v2/svt_image/upload_template';
const loginPage: Instead = { status: 200, type: 'text/html', body: '<html><title>Sign in</title></html>' };

interface Behind {
  readonly faults?: readonly string[];
  /** What comes back instead of the answer to this many requests of a kind. */
  readonly instead: Instead;
  readonly of: (request: { method: string; path: string; body: string }) => boolean;
  readonly times: number;
}

/** A run against a site of which some answers do not arrive. */
async function runBehind(
  { faults = [], instead, of, times }: Behind,
  { withIso = false, ...order }: { only: string[]; skip?: string[]; withIso?: boolean },
): Promise<{ scene: Scene; run: RunDocument }> {
  const scene = await openScene({ faults });
  await attachPlan(scene);
  let left = times;
  const baseUrl = await openProxy(scene.site().url, {
    instead: (request) => {
      if (left === 0 || !of(request)) {
        return null;
      }
      left -= 1;
      return instead;
    },
  });
  const site = { kind: 'real' as const, baseUrl, allowHttp: true };
  return { scene, run: await scene.configure({ ...order, site, isoPath: withIso ? scene.iso : null }) };
}

const oneNetwork = ({ method, path, body }: { method: string; path: string; body: string }): boolean =>
  method === 'POST' && path.endsWith('/vlans') && body.includes('VLAN-2102');

const networks = { only: ['vds', 'vlan', 'vlan-count'], skip: ['password', 'ipmi'] };

describe('the creation of a network whose answer does not arrive', () => {
  it.each<readonly [string, Instead]>([
    ['is lost', 'lost'],
    ['is a login page', loginPage],
    ['is a gateway that gave up', { status: 504, type: 'text/html', body: '<h1>Gateway Timeout</h1>' }],
  ])('is looked for when it %s, and not sent again', async (_how, instead) => {
    const { scene, run } = await runBehind({ instead, of: oneNetwork, times: 1 }, networks);
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
    expect(stepOf(run, 'vlan:vDS-Business/VLAN-2102')).toMatchObject({
      state: 'succeeded',
      changed: true,
      attempts: 2,
    });
    expect(countOf(await scene.journal(), createNetwork)).toBe(3);
  });

  it('is asked about where the networks cannot be listed, and never sent again unasked', async () => {
    const behind = {
      faults: ['readback:vlans:missing'],
      instead: 'lost' as const,
      of: oneNetwork,
      times: 1,
    };
    const { scene, run } = await runBehind(behind, networks);
    expect(run).toMatchObject({ state: 'waiting', waiting: { reason: 'ask' } });
    expect(run.waiting?.question?.zh).toContain('没有得到应答');
    const ended = await scene.answer(run.id, 'done', { reason: 'seen in the console' });
    expect([ended.state, ended.warnings]).toEqual(['succeeded', 0]);
    expect(countOf(await scene.journal(), createNetwork)).toBe(3);
  });
});

describe('networks that cannot be listed', () => {
  it('are counted by the switch itself, and no number is made up', async () => {
    const scene = await openScene({ faults: ['readback:vlans:missing'] });
    const run = await scene.configure({ skip: ['password'] });
    expect(stepOf(run, 'vlan-count:vDS-Business')).toMatchObject({
      state: 'succeeded',
      message: { en: '3 virtual networks' },
    });
    expect(countOf(await scene.journal(), createNetwork)).toBe(3);
  });
});

describe('a chunk of the image that a page is returned for', () => {
  const isChunk = ({ path }: { path: string }): boolean => path.includes('/upload_template');

  it('is sent again, and the image is complete in the end', async () => {
    const { scene, run } = await runBehind(
      { instead: loginPage, of: isChunk, times: 2 },
      { only: ['iso'], withIso: true },
    );
    expect(stepOf(run, 'iso')).toMatchObject({ state: 'succeeded', changed: true });
    expect(countOf(await scene.journal(), upload)).toBeGreaterThan(2);
  });

  it('is never certified where every chunk gets one', async () => {
    const { scene, run } = await runBehind(
      { instead: loginPage, of: isChunk, times: Number.POSITIVE_INFINITY },
      { only: ['iso'], withIso: true },
    );
    expect(stepOf(run, 'iso')).toMatchObject({ state: 'failed', error: { code: 'UPLOAD_FAILED' } });
    expect(JSON.stringify(run.outputs)).not.toContain('sha256');
    expect(countOf(await scene.journal(), createVolume)).toBe(2);
  });
});

describe('a change that is made and answered with a failure, however often it is sent', () => {
  const failing: Instead = {
    status: 500,
    type: 'application/json',
    body: JSON.stringify({ ec: 'EINTERNAL', error: { msg: 'database is locked' } }),
  };
  const settings = { vip: 'vip', dns: 'dns', ntp: 'ntp' } as const;

  it.each(Object.values(settings))('is seen to be in force, and sent once: %s', async (key) => {
    const behind = {
      instead: failing,
      times: Number.POSITIVE_INFINITY,
      of: ({ method, path }: { method: string; path: string }) =>
        method === 'PUT' && path.endsWith(`/settings/${key}`),
    };
    const { scene, run } = await runBehind(behind, { only: [key] });
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
    expect(stepOf(run, key)).toMatchObject({ state: 'succeeded', changed: true, attempts: 2 });
    expect(countOf(await scene.journal(), `PUT /api/v2/settings/${key}`)).toBe(1);
  });

  const isUpsert = ({ path }: { path: string }): boolean => path.endsWith('/upsert_accounts');

  it('is seen to be there where a BMC account was not registered before', async () => {
    const behind = { instead: failing, times: Number.POSITIVE_INFINITY, of: isUpsert };
    const { scene, run } = await runBehind(behind, { only: ['ipmi'] });
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
    expect(stepOf(run, 'ipmi:demo-node-01')).toMatchObject({ changed: true, attempts: 2 });
    expect(countOf(await scene.journal(), 'POST /api/v2/ipmi/upsert_accounts')).toBe(2);
  });

  it('is not called done where a BMC account was there before: nobody can read its password', async () => {
    const scene = await openScene();
    await attachPlan(scene);
    let isFailing = false;
    const baseUrl = await openProxy(scene.site().url, {
      instead: (request) => (isFailing && isUpsert(request) ? failing : null),
    });
    const order = { site: { kind: 'real' as const, baseUrl, allowHttp: true }, only: ['ipmi'] };
    expect((await scene.configure(order)).warnings).toBe(0);
    isFailing = true;
    const again = await scene.configure(order);
    expect(stepOf(again, 'ipmi:demo-node-01')).toMatchObject({
      state: 'warning',
      attempts: 4,
      error: { code: 'HTTP_STATUS' },
    });
    const report = await personAt(scene).client.reports.make({ run: again.id, language: 'en' });
    expect(report).toContain(' (read back afterwards as planned: 203.0.113.11 admin registered)');
  });

  it('is seen by a login where it is the administrator', async () => {
    const behind = {
      instead: failing,
      times: Number.POSITIVE_INFINITY,
      of: ({ path }: { path: string }) => path.endsWith('/users:setupRoot'),
    };
    const { scene, run } = await runBehind(behind, { only: ['dns'] });
    expect(stepOf(run, 'root')).toMatchObject({ state: 'succeeded', changed: true });
    expect(countOf(await scene.journal(), 'POST /api/v3/users:setupRoot')).toBe(1);
  });

  it('is looked for where the job of a setting cannot be found', async () => {
    const gone: Instead = {
      status: 404,
      type: 'application/json',
      body: JSON.stringify({ ec: 'JOB_NOT_FOUND', error: { msg: 'no such job' } }),
    };
    const behind = {
      instead: gone,
      times: 1,
      of: ({ path }: { path: string }) => path.startsWith('/api/v2/jobs/'),
    };
    const { scene, run } = await runBehind(behind, { only: ['dns'] });
    expect(countOf(await scene.journal(), 'PUT /api/v2/settings/dns')).toBe(1);
    expect(stepOf(run, 'dns')).toMatchObject({ state: 'succeeded', changed: true, attempts: 1 });
  });
});

describe('a setting that is accepted without a word', () => {
  const empty: Instead = { status: 200, type: 'application/json', body: '' };
  const isDns = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'PUT' && path.endsWith('/settings/dns');

  it('is done when it can be read back', async () => {
    const { run } = await runBehind({ instead: empty, of: isDns, times: 1 }, { only: ['dns'] });
    expect(stepOf(run, 'dns')).toMatchObject({ state: 'succeeded', changed: true });
  });

  it('is not called done when it cannot', async () => {
    const behind = {
      faults: ['readback:dns:missing'],
      instead: empty,
      of: isDns,
      times: Number.POSITIVE_INFINITY,
    };
    const { run } = await runBehind(behind, { only: ['dns'] });
    expect(stepOf(run, 'dns')).toMatchObject({ error: { code: 'VERIFY_FAILED' } });
  });

  it('nor a BMC account', async () => {
    const behind = {
      faults: ['readback:ipmi:missing'],
      instead: empty,
      of: ({ path }: { path: string }) => path.endsWith('/upsert_accounts'),
      times: Number.POSITIVE_INFINITY,
    };
    const { run } = await runBehind(behind, { only: ['ipmi'] });
    expect(stepOf(run, 'ipmi:demo-node-01')).toMatchObject({ error: { code: 'VERIFY_FAILED' } });
  });
});
