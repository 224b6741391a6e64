import { describe, expect, it } from 'vitest';
import { becomes, managedNodes, nameOf, openSite, pods, signal, type Site } from './site.ts';

const phase = (name: string): object => ({ status: { clusterStatus: { phase: name } } });
const failedPod = 'primus-safe/mi300x-east-gpu-04-up';
const setPhase = (site: Site, node: string, to: string): Promise<unknown> =>
  site.api.patch(managedNodes, nameOf(node), {
    type: 'merge',
    subresource: 'status',
    body: phase(to),
    signal,
  });
const setCluster = (site: Site, node: string, cluster: string | null): Promise<unknown> =>
  site.api.patch(managedNodes, nameOf(node), { type: 'merge', body: { spec: { cluster } }, signal });

describe('the nodes of the management cluster', () => {
  it('are there in every phase, the failed ones with their pods and what these have written', async () => {
    const site = await openSite();
    const { items } = await site.api.list(
      managedNodes,
      { namespace: null },
      { freshness: 'current', signal },
    );
    const phases = items.map(
      (node) =>
        (node as never as { status: { clusterStatus: { phase: string } } }).status.clusterStatus.phase,
    );
    expect(phases).toEqual([
      'Managed',
      'Managed',
      'Managed',
      'ManagedFailed',
      'ManagedFailed',
      'UnmanagedFailed',
      'Managing',
      'Unmanaged',
    ]);
    const log = await site.api.podLog(nameOf(failedPod), { container: 'up', tailLines: 6, signal });
    expect(log).toContain('fatal: [gpu-04]: FAILED!');
    expect(log).toContain('PLAY RECAP');
  });

  it('flip back where only the phase is set and the failed pod is left', async () => {
    const site = await openSite();
    await setPhase(site, 'gpu-04', 'Managing');
    await becomes(site, [managedNodes, 'gpu-04'], phase('ManagedFailed'));
  });

  it('are tried again when the pod is deleted: one of the same name follows, and the phase with it', async () => {
    const site = await openSite();
    const { uid } = (await site.read(pods, failedPod)).metadata;
    await site.api.delete(pods, nameOf(failedPod), { uid, signal });
    await expect
      .poll(async () => (await site.read(pods, failedPod).catch(() => null))?.metadata.uid)
      .toEqual(expect.not.stringMatching(uid));
    await becomes(site, [managedNodes, 'gpu-04'], phase('Managing'));
    await becomes(site, [managedNodes, 'gpu-04'], phase('Managed'));
    await expect(site.read(pods, failedPod)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });

  it('are managed and unmanaged by their spec; the machine is unknown for a moment after', async () => {
    const site = await openSite();
    await setCluster(site, 'gpu-08', 'mi300x-east');
    await becomes(site, [managedNodes, 'gpu-08'], phase('Managing'));
    await becomes(site, [managedNodes, 'gpu-08'], phase('Managed'));
    await setCluster(site, 'gpu-03', null);
    await becomes(site, [managedNodes, 'gpu-03'], phase('Unmanaged'));
    expect((await site.read(managedNodes, 'gpu-03'))['status']).toEqual({
      clusterStatus: { phase: 'Unmanaged' },
    });
    await becomes(site, [managedNodes, 'gpu-03'], { status: { machineStatus: { phase: 'Ready' } } });
  });

  it('are not unmanaged while they are in a workspace, nor is a control plane', async () => {
    const site = await openSite();
    await setCluster(site, 'gpu-01', null);
    await setCluster(site, 'gpu-02', null);
    await setCluster(site, 'gpu-03', null);
    await becomes(site, [managedNodes, 'gpu-03'], phase('Unmanaged'));
    expect(await site.read(managedNodes, 'gpu-01')).toMatchObject(phase('Managed'));
    expect(await site.read(managedNodes, 'gpu-02')).toMatchObject(phase('Managed'));
  });

  it('do not go from one cluster to another', async () => {
    const site = await openSite();
    await expect(setCluster(site, 'gpu-03', 'other')).rejects.toMatchObject({
      code: 'API_FORBIDDEN',
      data: { words: expect.stringContaining('admission webhook "vnode.kb.io" denied') as string },
    });
  });
});
