import { describe, expect, it, onTestFinished } from 'vitest';
import {
  becomes,
  configMaps,
  deployments,
  jobs,
  managedNodes,
  nameOf,
  openSite,
  pods,
  podsOf,
  reasonsIn,
  restart,
  signal,
  type Site,
} from './site.ts';

async function troubled(site: Site): Promise<string[]> {
  const found = (await podsOf(site, 'web', 'app=portal')) as never as {
    status: {
      phase: string;
      conditions?: { type: string; reason?: string; status: string }[];
      containerStatuses?: { ready: boolean; state: { waiting?: { reason: string } } }[];
    };
  }[];
  return found.flatMap(({ status }) => [
    ...(status.containerStatuses?.flatMap(({ state }) => state.waiting?.reason ?? []) ?? []),
    ...(status.conditions?.flatMap(({ reason }) => reason ?? []) ?? []),
  ]);
}

describe('faults of pods', () => {
  it.each([
    ['pod:portal:ImagePullBackOff', 'ImagePullBackOff', 'Failed'],
    ['pod:portal:CrashLoopBackOff', 'CrashLoopBackOff', 'BackOff'],
    ['pod:portal:Unschedulable', 'Unschedulable', 'FailedScheduling'],
    ['pod:portal:NotReady', 'ContainersNotReady', 'Unhealthy'],
  ])(
    '%s keeps new pods from being ready, and lets them go on when it is over',
    async (fault, reason, event) => {
      const site = await openSite({ faults: [fault] });
      const { metadata } = await restart(site, deployments, 'web/portal');
      await expect.poll(() => troubled(site)).toContain(reason);
      await expect.poll(() => reasonsIn(site, 'web')).toContain(event);
      expect(await site.read(deployments, 'web/portal')).toMatchObject({ status: { availableReplicas: 3 } });
      site.order();
      await becomes(site, [deployments, 'web/portal'], {
        status: {
          observedGeneration: metadata.generation,
          updatedReplicas: 3,
          availableReplicas: 3,
          replicas: 3,
        },
      });
    },
  );

  it('pod:portal:slow takes its time', async () => {
    const site = await openSite({ faults: ['pod:portal:slow'] });
    await restart(site, deployments, 'web/portal');
    await restart(site, deployments, 'web/gateway');
    await becomes(site, [deployments, 'web/gateway'], {
      status: { updatedReplicas: 3, availableReplicas: 3, replicas: 3 },
    });
    expect(await site.read(deployments, 'web/portal')).toMatchObject({ status: { unavailableReplicas: 1 } });
  });

  it('quota:namespace=web lets no new pod in', async () => {
    const site = await openSite({ faults: ['quota:namespace=web'] });
    await restart(site, deployments, 'web/portal');
    await expect.poll(() => reasonsIn(site, 'web')).toContain('FailedCreate');
    expect(await podsOf(site, 'web', 'app=portal')).toHaveLength(3);
  });
});

interface NodeStatus {
  readonly clusterStatus?: { readonly phase?: string };
}

describe('faults of nodes', () => {
  const failedPod = 'primus-safe/mi300x-east-gpu-04-up';
  const retry = (site: Site): Promise<void> => site.api.delete(pods, nameOf(failedPod), { signal });

  /** Those that a watch tells from now on, each once in a row. */
  function phasesOf({ api }: Site, name: string): readonly string[] {
    const stop = new AbortController();
    const seen: string[] = [];
    const ended = (async () => {
      const { resourceVersion } = (await api.read(managedNodes, nameOf(name), { signal })).metadata;
      const of = { namespace: null, fieldSelector: `metadata.name=${name}` };
      const events = api.watch(managedNodes, of, { from: resourceVersion, signal: stop.signal });
      for await (const event of events) {
        const { status } = event.type === 'bookmark' ? {} : (event.object as { status?: NodeStatus });
        const phase = status?.clusterStatus?.phase;
        if (phase !== undefined && phase !== seen.at(-1)) {
          seen.push(phase);
        }
      }
    })().catch(() => undefined);
    onTestFinished(async () => {
      stop.abort();
      await ended;
    });
    return seen;
  }

  it.each(['fails', 'flips-back'])('node:gpu-04:%s ends where it began', async (how) => {
    const site = await openSite({ faults: [`node:gpu-04:${how}`] });
    // Watched: the phase between may be over before it is asked for.
    const phases = phasesOf(site, 'gpu-04');
    await retry(site);
    await expect.poll(() => phases.slice(-2)).toEqual(['Managing', 'ManagedFailed']);
  });

  it('node:gpu-04:vanishes takes the node away', async () => {
    const site = await openSite({ faults: ['node:gpu-04:vanishes'] });
    await retry(site);
    await expect.poll(async () => (await site.call('GET', '/apis/amd.com/v1/nodes/gpu-04')).code).toBe(404);
  });
});

describe('faults of jobs', () => {
  const body = {
    metadata: { name: 'copy' },
    spec: {
      backoffLimit: 1,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37' }] } },
    },
  };

  it('job:copy:fails reaches its backoff limit', async () => {
    const site = await openSite({ faults: ['job:copy:fails'] });
    await site.api.create(jobs, { namespace: 'data', body, signal });
    await becomes(site, [jobs, 'data/copy'], {
      status: {
        failed: 2,
        conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason: 'BackoffLimitExceeded' }],
      },
    });
  });

  it('job:copy:hangs never ends', async () => {
    const site = await openSite({ faults: ['job:copy:hangs'] });
    await site.api.create(jobs, { namespace: 'data', body, signal });
    await site.api.create(jobs, {
      namespace: 'data',
      body: { ...body, metadata: { name: 'other' } },
      signal,
    });
    await becomes(site, [jobs, 'data/other'], { status: { succeeded: 1 } });
    expect(await site.read(jobs, 'data/copy')).toMatchObject({ status: { active: 1 } });
  });
});

describe('faults of the API', () => {
  const list = (site: Site): Promise<number> => site.call('GET', '/api/v1/pods').then(({ code }) => code);

  it('api:status=503:every=3 fails every third request', async () => {
    const site = await openSite({ faults: ['api:status=503:every=3'] });
    expect([await list(site), await list(site), await list(site), await list(site)]).toEqual([
      200, 200, 503, 200,
    ]);
  });

  it('api:throttle=429:retry-after=2 asks to wait, and lets through who asks again', async () => {
    const site = await openSite({ faults: ['api:throttle=429:retry-after=2'] });
    const first = await site.call('GET', '/api/v1/pods');
    expect([first.code, first.headers['retry-after']]).toEqual([429, '2']);
    expect(await list(site)).toBe(200);
  });

  it('api:conflict=2 refuses the first two changes', async () => {
    const site = await openSite({ faults: ['api:conflict=2'] });
    const patch = (): Promise<unknown> => restart(site, deployments, 'web/portal');
    await expect(patch()).rejects.toMatchObject({ code: 'API_CONFLICT' });
    await expect(patch()).rejects.toMatchObject({ code: 'API_CONFLICT' });
    await patch();
  });

  it.each([
    [
      'rbac:deny=patch/deployments',
      'deployments.apps "portal" is forbidden: User "practice" cannot patch resource "deployments" in API group "apps" in the namespace "web"',
    ],
    [
      'rbac:deny=*/deployments.apps',
      'deployments.apps "portal" is forbidden: User "practice" cannot patch resource "deployments" in API group "apps" in the namespace "web"',
    ],
  ])('%s refuses, and says so to who asks first', async (fault, words) => {
    const site = await openSite({ faults: [fault] });
    await expect(restart(site, deployments, 'web/portal')).rejects.toMatchObject({
      code: 'API_FORBIDDEN',
      data: { words },
    });
    const question = { group: 'apps', resource: 'deployments' };
    expect(await site.api.mayI({ verb: 'patch', ...question }, { signal })).toBe(false);
    expect(await site.api.mayI({ verb: 'patch', ...question, subresource: 'scale' }, { signal })).toBe(true);
  });

  it('rbac:deny=update/nodes.amd.com/status is about that part alone', async () => {
    const site = await openSite({ faults: ['rbac:deny=patch/nodes.amd.com/status'] });
    const may = (subresource?: string): Promise<boolean> =>
      site.api.mayI(
        {
          verb: 'patch',
          group: 'amd.com',
          resource: 'nodes',
          ...(subresource === undefined ? {} : { subresource }),
        },
        { signal },
      );
    expect([await may(), await may('status')]).toEqual([true, false]);
  });
});

describe('faults of watches', () => {
  const here = { namespace: 'default' };
  const make = (site: Site, name: string): Promise<unknown> =>
    site.api.create(configMaps, { ...here, body: { metadata: { name } }, signal });
  const from = async (site: Site): Promise<string> =>
    (await site.api.list(configMaps, here, { freshness: 'current', signal })).resourceVersion;

  it('watch:stall sends nothing', async () => {
    const site = await openSite({ faults: ['watch:stall'] });
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { type } of site.api.watch(configMaps, here, {
        from: await from(site),
        signal: stop.signal,
      })) {
        seen.push(type);
      }
    })();
    await make(site, 'unseen');
    const { text } = await site.call('GET', '/api/v1/configmaps?limit=1');
    expect(text).toContain('unseen');
    stop.abort();
    await expect(watching).rejects.toThrow();
    expect(seen).toEqual([]);
  });

  it('watch:drop-after=2 tears the stream', async () => {
    const site = await openSite({ faults: ['watch:drop-after=2'] });
    const version = await from(site);
    for (const name of ['a', 'b', 'c']) {
      await make(site, name);
    }
    const seen: string[] = [];
    const watching = (async () => {
      for await (const event of site.api.watch(configMaps, here, { from: version, signal })) {
        seen.push(event.type);
      }
    })();
    await watching.catch(() => undefined);
    expect(seen.length).toBeGreaterThanOrEqual(2);
  });

  it('watch:expired is always too late', async () => {
    const site = await openSite({ faults: ['watch:expired'] });
    const version = await from(site);
    await expect(
      site.api.watch(configMaps, here, { from: version, signal })[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ code: 'API_EXPIRED' });
  });
});
