import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configMaps, deployments, nameOf, openSite, signal, type Site } from './site.ts';

const here = { namespace: 'default' };
const make = (site: Site, name: string, body: object = {}): Promise<unknown> =>
  site.api.create(configMaps, { ...here, body: { metadata: { name }, ...body }, signal });

describe('the practice Kubernetes API', () => {
  it('is reached by its kubeconfig, which is for its person only', async () => {
    const site = await openSite();
    expect(await site.api.version({ signal })).toBe('v1.36.3');
    if (process.platform !== 'win32') {
      expect(statSync(site.kubernetes.kubeconfig).mode & 0o777).toBe(0o600);
    }
    const answer = await fetch(site.kubernetes.server.replace('https', 'http')).catch(() => null);
    expect(answer?.ok ?? false).toBe(false);
  });

  it('keeps nothing secret on the disk but in the kubeconfig', async () => {
    const site = await openSite();
    const token = /token: (\w+)/.exec(readFileSync(site.kubernetes.kubeconfig, 'utf8'))?.[1] ?? '?';
    await site.call('POST', '/api/v1/namespaces/default/secrets', {
      body: { metadata: { name: 'login' }, stringData: { password: 'Hush-4711-Hush' } },
    });
    const files = ['kubernetes.sqlite', 'kubernetes.sqlite-wal'].map((file) =>
      readFileSync(join(site.directory, file), 'latin1'),
    );
    const encoded = Buffer.from('Hush-4711-Hush').toString('base64');
    expect(files.some((file) => [token, 'Hush-4711-Hush', encoded].some((text) => file.includes(text)))).toBe(
      false,
    );
  });

  it('goes on where it was after a restart, at the same address with the same token', async () => {
    const first = await openSite({ close: false });
    await make(first, 'kept', { data: { a: '1' } });
    const before = await first.read({ group: '', version: 'v1', resource: 'namespaces' }, 'kube-system');
    await first.kubernetes.close();
    const config = readFileSync(first.kubernetes.kubeconfig, 'utf8');
    const second = await openSite({ directory: first.directory });
    expect((await second.read(configMaps, 'default/kept'))['data']).toEqual({ a: '1' });
    const after = await second.read({ group: '', version: 'v1', resource: 'namespaces' }, 'kube-system');
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(readFileSync(second.kubernetes.kubeconfig, 'utf8')).toBe(config);
  });

  it('refuses who does not have the token', async () => {
    const site = await openSite();
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
    const { statusCode, body } = await request(`${site.kubernetes.server}/api/v1/pods`, {
      dispatcher,
      headers: { authorization: 'Bearer other' },
    });
    expect([statusCode, await body.json()]).toMatchObject([401, { reason: 'Unauthorized', code: 401 }]);
    await dispatcher.destroy();
  });

  it('patches in four ways, and keeps nothing that was only tried', async () => {
    const site = await openSite();
    await make(site, 'one', { data: { a: '1' } });
    const object = nameOf('default/one');
    const tried = await site.api.patch(configMaps, object, {
      type: 'merge',
      body: { data: { a: '2' } },
      isDryRun: true,
      signal,
    });
    expect(tried['data']).toEqual({ a: '2' });
    await site.api.patch(configMaps, object, { type: 'strategic-merge', body: { data: { b: '3' } }, signal });
    await site.api.patch(configMaps, object, {
      type: 'json',
      body: [{ op: 'add', path: '/data/c~1d', value: '4' }],
      signal,
    });
    expect((await site.read(configMaps, 'default/one'))['data']).toEqual({ a: '1', b: '3', 'c/d': '4' });
  });

  it('merges containers by their name and replaces where that is asked for', async () => {
    const site = await openSite();
    const image = 'registry.local/web/portal:2.15.0';
    const patch = (body: object): Promise<unknown> =>
      site.api.patch(deployments, nameOf('web/portal'), { type: 'strategic-merge', body, signal });
    await patch({ spec: { template: { spec: { containers: [{ name: 'portal', image }] } } } });
    const { spec } = (await site.read(deployments, 'web/portal')) as never as {
      spec: { template: { spec: { containers: { image: string; ports: object[] }[] } } };
    };
    expect(spec.template.spec.containers).toMatchObject([{ image, ports: [{ containerPort: 8080 }] }]);
    await patch({
      spec: {
        template: {
          $patch: 'replace',
          metadata: { labels: { app: 'portal' } },
          spec: { containers: [{ name: 'other', image: 'other:1' }] },
        },
      },
    });
    expect(await site.read(deployments, 'web/portal')).toMatchObject({
      spec: { template: { spec: { containers: [{ name: 'other', image: 'other:1' }] } } },
    });
  });

  it('applies what each manager owns, and says who owns a field that another one wants', async () => {
    const site = await openSite();
    const apply = (manager: string, data: object, more = ''): ReturnType<Site['call']> =>
      site.call('PATCH', `/api/v1/namespaces/default/configmaps/shared?fieldManager=${manager}${more}`, {
        type: 'application/apply-patch+yaml',
        body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data },
      });
    expect((await apply('a', { x: '1', y: '1' })).code).toBe(201);
    expect((await apply('b', { z: '1' })).body).toMatchObject({ data: { x: '1', y: '1', z: '1' } });
    expect((await apply('b', { x: '2', z: '1' })).body).toMatchObject({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "a": .data.x',
    });
    expect((await apply('b', { x: '2', z: '1' }, '&force=true')).body).toMatchObject({ data: { x: '2' } });
    expect((await apply('a', { x: '2' })).body).toHaveProperty('data', { x: '2', z: '1' });
  });

  it('speaks of what it refuses as a real API does', async () => {
    const site = await openSite();
    await make(site, 'one');
    await expect(make(site, 'one')).rejects.toMatchObject({
      code: 'API_CONFLICT',
      data: { reason: 'AlreadyExists', words: 'configmaps "one" already exists' },
    });
    await expect(site.read(configMaps, 'default/two')).rejects.toMatchObject({
      data: { words: 'configmaps "two" not found' },
    });
    await expect(
      site.api.create(deployments, { ...here, body: { metadata: { name: 'x' }, spec: {} }, signal }),
    ).rejects.toMatchObject({
      code: 'API_INVALID',
      data: { words: expect.stringContaining('spec.selector: Required value') as string },
    });
    const stale = { metadata: { resourceVersion: '1' } };
    await expect(
      site.api.patch(configMaps, nameOf('default/one'), { type: 'merge', body: stale, signal }),
    ).rejects.toMatchObject({
      code: 'API_CONFLICT',
      data: { words: expect.stringContaining('the object has been modified') as string },
    });
    await expect(
      site.api.delete(configMaps, nameOf('default/one'), { uid: 'another', signal }),
    ).rejects.toMatchObject({ code: 'API_CONFLICT' });
  });

  it('lists in pages that belong together', async () => {
    const site = await openSite();
    for (let index = 0; index < 7; index += 1) {
      await make(site, `page-${index}`);
    }
    const path = '/api/v1/namespaces/default/configmaps?limit=4';
    const first: { metadata: { continue: string; resourceVersion: string }; items: object[] } = (
      await site.call('GET', path)
    ).body;
    const second: typeof first = (
      await site.call('GET', `${path}&continue=${encodeURIComponent(first.metadata.continue)}`)
    ).body;
    expect([first.items.length, second.items.length, second.metadata.continue]).toEqual([4, 3, undefined]);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it.each([
    ['labelSelector=app in (portal, banner)', 5],
    ['labelSelector=app=portal,pod-template-hash', 3],
    ['labelSelector=!app', 0],
    ['fieldSelector=metadata.namespace=web,status.phase!=Running', 0],
    ['fieldSelector=spec.nodeName=nowhere', 0],
  ])('selects pods by %s', async (query, count) => {
    const site = await openSite();
    const { body } = await site.call('GET', `/api/v1/namespaces/web/pods?${encodeURI(query)}`);
    expect((body as { items: object[] }).items).toHaveLength(count);
  });

  it('refuses a field that the kind is not selected by', async () => {
    const site = await openSite();
    const { body } = await site.call('GET', '/api/v1/pods?fieldSelector=spec.hostname%3Da');
    expect(body).toMatchObject({ code: 400, message: 'field label not supported: spec.hostname' });
  });

  it('watches from a version, with all that is there, and not from one that is forgotten', async () => {
    const site = await openSite();
    const { resourceVersion } = await site.api.list(configMaps, here, { freshness: 'current', signal });
    await make(site, 'seen');
    const watch = site.api.watch(configMaps, here, { from: resourceVersion, signal });
    for await (const event of watch) {
      expect(event).toMatchObject({ type: 'added', object: { metadata: { name: 'seen' } } });
      break;
    }
    const all = await site.call(
      'GET',
      '/api/v1/configmaps?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1',
    );
    const lines = all.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(lines[1]).toHaveProperty(
      ['object', 'metadata', 'annotations', 'k8s.io/initial-events-end'],
      'true',
    );
    await expect(
      site.api.watch(configMaps, here, { from: '7', signal })[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject({ code: 'API_EXPIRED' });
  });

  it('counts what changes the spec, and lets the status be changed apart', async () => {
    const site = await openSite();
    const scaled = await site.api.patch(deployments, nameOf('web/checkout'), {
      type: 'merge',
      subresource: 'scale',
      body: { spec: { replicas: 2 } },
      signal,
    });
    expect(scaled).toMatchObject({ kind: 'Scale', spec: { replicas: 2 } });
    expect((await site.read(deployments, 'web/checkout')).metadata.generation).toBe(2);
    const node = nameOf('gpu-03');
    const kind = { group: 'amd.com', version: 'v1', resource: 'nodes' };
    const body = { spec: { port: 2222 }, status: { unschedulable: true } };
    await site.api.patch(kind, node, { type: 'merge', body, subresource: 'status', signal });
    expect(await site.read(kind, 'gpu-03')).toMatchObject({
      metadata: { generation: 1 },
      spec: { port: 22 },
      status: { unschedulable: true },
    });
    await expect(site.api.patch(kind, node, { type: 'strategic-merge', body, signal })).rejects.toMatchObject(
      { data: { status: 415 } },
    );
  });

  it('holds a large site', { timeout: 90_000 }, async () => {
    const site = await openSite();
    site.kubernetes.fill({ nodes: 5_000, workloads: 2_000 });
    const nodes = await site.api.list(
      { group: 'amd.com', version: 'v1', resource: 'nodes' },
      { namespace: null },
      { freshness: 'current', signal },
    );
    const found = await site.api.list(deployments, { namespace: null }, { freshness: 'current', signal });
    expect([nodes.items.length, found.items.length]).toEqual([5_008, 2_007]);
    expect(found.items.at(40)).toMatchObject({ status: { availableReplicas: 1 } });
  });
});
