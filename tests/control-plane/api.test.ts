import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKubernetesApi } from '../../src-main/adapters/kubernetes/api.ts';
import { inform } from '../../src-main/adapters/kubernetes/informer.ts';
import { systemClock } from '../../src-main/adapters/clock.ts';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { controlPlaneAssets, startControlPlane, type ControlPlane } from '../support/control-plane.ts';
import { openDesk } from '../cli/command.ts';

const signal = new AbortController().signal;
const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const here = { namespace: 'default' };

describe.skipIf(controlPlaneAssets === null)('a real API server', () => {
  let started: ControlPlane | undefined;
  let plane: ControlPlane;
  let api: KubernetesApi;

  beforeAll(async () => {
    plane = started = await startControlPlane(controlPlaneAssets ?? '');
    api = createKubernetesApi(plane.connect());
  });

  afterAll(async () => {
    await started?.[Symbol.asyncDispose]();
  });

  const make = (name: string, data: object = {}): Promise<unknown> =>
    api.create(configMaps, { ...here, body: { metadata: { name }, data }, signal });

  it('says its version', async () => {
    expect(await api.version({ signal })).toMatch(/^v1\.\d+\.\d+/);
  });

  it('keeps what is created, changes what is patched, and nothing on trial', async () => {
    await make('one', { a: '1' });
    const object = { ...here, name: 'one' };
    const tried = await api.patch(configMaps, object, {
      type: 'merge',
      body: { data: { a: '2' } },
      isDryRun: true,
      signal,
    });
    expect(tried['data']).toEqual({ a: '2' });
    expect((await api.read(configMaps, object, { signal }))['data']).toEqual({ a: '1' });
    await api.patch(configMaps, object, { type: 'strategic-merge', body: { data: { b: '3' } }, signal });
    const read = await api.read(configMaps, object, { signal });
    expect(read['data']).toEqual({ a: '1', b: '3' });
    expect(read.metadata).not.toHaveProperty('managedFields');
  });

  it('deletes only the object that was meant', async () => {
    await make('meant');
    const object = { ...here, name: 'meant' };
    const other = { uid: 'another', signal };
    await expect(api.delete(configMaps, object, other)).rejects.toMatchObject({ code: 'API_CONFLICT' });
    const { uid } = (await api.read(configMaps, object, { signal })).metadata;
    await api.delete(configMaps, object, { uid, signal });
    await expect(api.read(configMaps, object, { signal })).rejects.toMatchObject({
      code: 'API_NOT_FOUND',
      data: { words: 'configmaps "meant" not found' },
    });
  });

  it('refuses in its own words', async () => {
    const viewer = createKubernetesApi(plane.connect('viewer'));
    await expect(viewer.read(configMaps, { ...here, name: 'one' }, { signal })).rejects.toMatchObject({
      code: 'API_FORBIDDEN',
      data: { words: expect.stringContaining('User "viewer" cannot get resource "configmaps"') as string },
    });
    await expect(
      api.create(deployments, { ...here, body: { metadata: { name: 'x' } }, signal }),
    ).rejects.toMatchObject({
      code: 'API_INVALID',
      data: { words: expect.stringContaining('spec.selector') as string },
    });
    await expect(make('one')).rejects.toMatchObject({
      code: 'API_CONFLICT',
      data: { reason: 'AlreadyExists' },
    });
    const question = { verb: 'patch', group: 'apps', resource: 'deployments' };
    expect(await viewer.mayI(question, { signal })).toBe(false);
    expect(await api.mayI(question, { signal })).toBe(true);
  });

  it('lists what takes several pages', async () => {
    const names = Array.from({ length: 620 }, (_, index) => `page-${index}`);
    for (let at = 0; at < names.length; at += 40) {
      await Promise.all(names.slice(at, at + 40).map((name) => make(name)));
    }
    const { items } = await api.list(configMaps, here, { freshness: 'current', signal });
    expect(names.filter((name) => !items.some(({ metadata }) => metadata.name === name))).toEqual([]);
  });

  it('is followed through its own restart without a change being missed, and with one list', async () => {
    const stop = new AbortController();
    const counted = { lists: 0 };
    const held = new Map<string, string>();
    const live: boolean[] = [];
    const following = inform(
      {
        api: {
          ...api,
          list(...asked) {
            counted.lists += 1;
            return api.list(...asked);
          },
        },
        kind: configMaps,
        of: here,
        clock: systemClock,
        random: Math.random,
      },
      {
        onChange({ present, gone }) {
          for (const { metadata } of gone) {
            held.delete(metadata.name);
          }
          for (const { metadata } of present) {
            held.set(metadata.name, metadata.resourceVersion);
          }
        },
        onState: ({ isLive }) => void live.push(isLive),
      },
      stop.signal,
    );
    await make('before');
    await expect.poll(() => held.has('before')).toBe(true);
    await plane.restartApi();
    await make('after');
    await api.delete(configMaps, { ...here, name: 'before' }, { signal });
    await expect
      .poll(() => [held.has('after'), held.has('before')], { timeout: 60_000 })
      .toEqual([true, false]);
    expect(live).toContain(false);
    expect(counted.lists).toBeLessThanOrEqual(2);
    stop.abort();
    await following;
  });

  it('is what a connection of the command line leads to', async () => {
    const desk = openDesk();
    for (const [name, config] of [
      ['site', plane.adminConfig],
      ['looks', plane.viewerConfig],
    ] as const) {
      expect((await desk.run(['connections', 'add', name, '--kubeconfig', config])).code).toBe(0);
    }
    expect(await desk.json(['connections', 'test', 'site'])).toMatchObject({
      code: 0,
      document: { reachable: true, identity: { isWeak: false }, problems: [] },
    });
    const { document } = await desk.json(['connections', 'test', 'looks']);
    expect((document as { rights: { allowed: boolean }[] }).rights.some(({ allowed }) => allowed)).toBe(
      false,
    );
  });
});
