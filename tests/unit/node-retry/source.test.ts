import { describe, expect, it } from 'vitest';
import { createFollowedObjects } from '../../../src-main/adapters/kubernetes/followed-objects.ts';
import { systemClock } from '../../../src-main/adapters/clock.ts';
import { createKubernetesSource, type NodeSource } from '../../../src-main/engines/node-retry/index.ts';
import { openSite, signal } from '../practice-kubernetes/site.ts';

const claim = (home: string) => ({ home, run: '0001', by: 'li', at: new Date().toISOString() });

async function open(...faults: string[]): Promise<NodeSource> {
  const { api } = await openSite({ faults });
  return createKubernetesSource(api, createFollowedObjects({ api, clock: systemClock }));
}

describe('a node of the management cluster', () => {
  it('is claimed by the first of two who read it, and the second sees by whom', async () => {
    const source = await open();
    const read = await source.read('gpu-04', signal);
    expect(await source.claim(read, claim('first'), signal)).toBe(true);
    await expect(source.claim(read, claim('second'), signal)).rejects.toMatchObject({ code: 'API_CONFLICT' });
    expect((await source.read('gpu-04', signal)).claim).toMatchObject({ home: 'first', by: 'li' });
    await source.claim(await source.read('gpu-04', signal), null, signal);
    expect((await source.read('gpu-04', signal)).claim).toBeNull();
  });

  it('goes unclaimed where that may not be written', async () => {
    const source = await open('rbac:deny=patch/nodes.amd.com');
    expect(await source.claim(await source.read('gpu-04', signal), claim('first'), signal)).toBe(false);
  });

  it('loses this very pod: its successor of the same name is neither deleted nor waited for', async () => {
    const source = await open();
    const node = await source.read('gpu-04', signal);
    const [pod] = await source.pods(node, 'up', signal);
    const old = pod ?? { namespace: '', name: '', uid: '' };
    expect(await source.hasPod(old, signal)).toBe(true);
    await source.deletePod(old, signal);
    await expect.poll(() => source.hasPod(old, signal)).toBe(false);
    const successor = async () => (await source.pods(node, 'up', signal)).find(({ uid }) => uid !== old.uid);
    await expect.poll(successor).toBeDefined();
    const after = await successor();
    await source.deletePod(old, signal);
    expect(after === undefined ? false : await source.hasPod(after, signal)).toBe(true);
  });

  it('is not reset from an old reading', async () => {
    const source = await open();
    const read = await source.read('gpu-04', signal);
    await source.claim(read, claim('first'), signal);
    await expect(source.reset(read, { to: 'Managing', signal })).rejects.toMatchObject({
      code: 'API_CONFLICT',
    });
  });

  it('tells what may not be read of its failure, and refuses nothing for it', async () => {
    const source = await open('rbac:deny=get/pods/log');
    const node = await source.read('gpu-04', signal);
    const kept = await source.evidence(node, 'up', signal);
    expect(kept.missing).toEqual(['pods/log']);
    expect(kept.pods).toMatchObject([{ phase: 'Failed', log: null }]);
  });
});
