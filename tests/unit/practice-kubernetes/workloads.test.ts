import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../src-main/ports/kubernetes.ts';
import {
  becomes,
  daemonSets,
  deployments,
  jobs,
  nameOf,
  openSite,
  podsOf,
  reasonsIn,
  restart,
  signal,
  statefulSets,
  type Site,
} from './site.ts';

const uids = (objects: readonly KubernetesObject[]): string[] => objects.map(({ metadata }) => metadata.uid);
const rolledOut = (generation: number, replicas: number): object => ({
  status: {
    observedGeneration: generation,
    updatedReplicas: replicas,
    availableReplicas: replicas,
    replicas,
  },
});

describe('workloads of the practice Kubernetes', () => {
  it('rolls a Deployment over to new pods and keeps the one before it', async () => {
    const site = await openSite();
    const before = await podsOf(site, 'web', 'app=portal');
    const { metadata } = await restart(site, deployments, 'web/portal');
    await becomes(site, [deployments, 'web/portal'], rolledOut(metadata.generation ?? 0, 3));
    await expect
      .poll(async () =>
        uids(await podsOf(site, 'web', 'app=portal')).filter((uid) => uids(before).includes(uid)),
      )
      .toEqual([]);
    expect(await site.read(deployments, 'web/portal')).toMatchObject({
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } },
    });
    expect(await reasonsIn(site, 'web')).toEqual(
      expect.arrayContaining(['ScalingReplicaSet', 'SuccessfulCreate', 'Scheduled', 'Started', 'Killing']),
    );
  });

  it('ends the old pods of a Recreate Deployment before it starts new ones', async () => {
    const site = await openSite();
    const seen = new Set<number>();
    const { metadata } = await restart(site, deployments, 'web/reports');
    await expect
      .poll(
        async () => {
          const { status } = (await site.read(deployments, 'web/reports')) as never as {
            status: { updatedReplicas?: number; replicas?: number; observedGeneration: number };
          };
          seen.add(status.replicas ?? 0);
          return status.updatedReplicas === 2 && status.observedGeneration === metadata.generation;
        },
        { interval: 5 },
      )
      .toBe(true);
    await becomes(site, [deployments, 'web/reports'], rolledOut(metadata.generation ?? 0, 2));
    expect(Math.max(...seen)).toBe(2);
  });

  it('leaves a paused Deployment as it is', async () => {
    const site = await openSite();
    await restart(site, deployments, 'web/banner');
    await becomes(site, [deployments, 'web/banner'], { status: { observedGeneration: 2 } });
    const { status } = await site.read(deployments, 'web/banner');
    expect(status).toMatchObject({ availableReplicas: 2 });
    expect(status).not.toHaveProperty('updatedReplicas');
  });

  it('replaces the pods of a StatefulSet one by one, the last one first', async () => {
    const site = await openSite();
    const before = new Map(
      (await podsOf(site, 'data', 'app=store')).map(({ metadata }) => [metadata.name, metadata.uid]),
    );
    const order: string[] = [];
    const { resourceVersion } = await site.api.list(
      { group: '', version: 'v1', resource: 'pods' },
      { namespace: 'data' },
      { freshness: 'current', signal },
    );
    await restart(site, statefulSets, 'data/store');
    const of = { namespace: 'data', labelSelector: 'app=store' };
    for await (const event of site.api.watch({ group: '', version: 'v1', resource: 'pods' }, of, {
      from: resourceVersion,
      signal,
    })) {
      if (event.type === 'deleted') {
        expect(before.get(event.object.metadata.name)).toBe(event.object.metadata.uid);
        order.push(event.object.metadata.name);
      }
      if (order.length === 3) {
        break;
      }
    }
    expect(order).toEqual(['store-2', 'store-1', 'store-0']);
    await becomes(site, [statefulSets, 'data/store'], { status: { updatedReplicas: 3, readyReplicas: 3 } });
    const { status } = (await site.read(statefulSets, 'data/store')) as never as {
      status: { currentRevision: string; updateRevision: string };
    };
    expect(status.currentRevision).toBe(status.updateRevision);
  });

  it('moves no pod of an OnDelete StatefulSet, until it is deleted', async () => {
    const site = await openSite();
    await restart(site, statefulSets, 'data/cache');
    await becomes(site, [statefulSets, 'data/cache'], {
      status: { observedGeneration: 2, updatedReplicas: 0 },
    });
    const [first] = await podsOf(site, 'data', 'app=cache');
    await site.api.delete({ group: '', version: 'v1', resource: 'pods' }, nameOf('data/cache-0'), { signal });
    await becomes(site, [statefulSets, 'data/cache'], { status: { updatedReplicas: 1, readyReplicas: 2 } });
    expect(uids(await podsOf(site, 'data', 'app=cache'))).not.toContain(first?.metadata.uid);
  });

  it('rolls a DaemonSet over, one node at a time', async () => {
    const site = await openSite();
    const { metadata } = await restart(site, daemonSets, 'data/collector');
    await becomes(site, [daemonSets, 'data/collector'], {
      status: {
        observedGeneration: metadata.generation,
        updatedNumberScheduled: 3,
        numberAvailable: 3,
        desiredNumberScheduled: 3,
      },
    });
  });

  const job = (name: string): object => ({
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37' }] } },
    },
  });
  const create = (site: Site, name: string): Promise<unknown> =>
    site.api.create(jobs, { namespace: 'data', body: job(name), signal });

  it('brings a Job to its end', async () => {
    const site = await openSite();
    await create(site, 'once');
    await becomes(site, [jobs, 'data/once'], {
      status: {
        succeeded: 1,
        conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', status: 'True' }],
      },
    });
  });

  it('lets nobody below a budget be evicted', async () => {
    const site = await openSite();
    const evict = async (index: number): Promise<number> => {
      const { name } = (await podsOf(site, 'web', 'app=portal'))[index]!.metadata;
      const path = `/api/v1/namespaces/web/pods/${name}/eviction`;
      return (await site.call('POST', path, { body: { metadata: { name, namespace: 'web' } } })).code;
    };
    const budget = { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' };
    await becomes(site, [budget, 'web/portal'], { status: { disruptionsAllowed: 1 } });
    site.order('pod:portal:slow');
    expect(await evict(0)).toBe(201);
    await becomes(site, [budget, 'web/portal'], { status: { disruptionsAllowed: 0 } });
    expect(await evict(1)).toBe(429);
  });

  it('takes away what belonged to what was deleted, and a namespace with all that is in it', async () => {
    const site = await openSite();
    await site.api.delete(deployments, nameOf('web/checkout'), { signal });
    await expect.poll(() => podsOf(site, 'web', 'app=checkout')).toEqual([]);
    await site.call('DELETE', '/api/v1/namespaces/data');
    await expect.poll(async () => (await site.call('GET', '/api/v1/namespaces/data')).code).toBe(404);
    expect(await podsOf(site, 'data', '')).toEqual([]);
  });

  it('keeps a quota: what is too much is not made, and an event says why', async () => {
    const site = await openSite();
    await site.call('POST', '/api/v1/namespaces/web/resourcequotas', {
      body: { metadata: { name: 'small' }, spec: { hard: { pods: '11' } } },
    });
    await site.api.patch(deployments, nameOf('web/checkout'), {
      type: 'merge',
      subresource: 'scale',
      body: { spec: { replicas: 3 } },
      signal,
    });
    await expect.poll(() => reasonsIn(site, 'web')).toContain('FailedCreate');
  });
});
