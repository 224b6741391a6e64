import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from '../cli/command.ts';
import { installNodes, nodeDefinition } from '../support/node-operator.ts';
import { targets, type TargetCluster } from '../support/target-clusters.ts';

const signal = new AbortController().signal;
const nodes = { group: 'amd.com', version: 'v1', resource: 'nodes' };
const pods = { group: '', version: 'v1', resource: 'pods' };

interface Document {
  readonly state: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly outputs?: { readonly nodes: unknown };
}

for (const { name: target, isThere, isReal, start } of targets) {
  const canRun = isThere && (!isReal || existsSync(nodeDefinition));

  describe.skipIf(!canRun)(`nodes on ${target}`, () => {
    const open = new AsyncDisposableStack();
    let cluster: TargetCluster;
    let desk: Desk;

    beforeAll(async () => {
      cluster = open.use(await start());
      if (isReal) {
        open.use(await installNodes(cluster.api));
      }
    }, 120_000);

    afterAll(() => open.disposeAsync());

    beforeEach(async () => {
      cluster.heal();
      desk = openDesk();
      expect((await desk.run(['connections', 'add', 'site', '--kubeconfig', cluster.kubeconfig])).code).toBe(
        0,
      );
    });

    const node = async (...words: string[]): Promise<Document & { readonly code: number | null }> => {
      const { code, document } = await desk.json(['node', ...words, '--yes']);
      return { code, ...(document as Document) };
    };

    const uidOf = async (name: string): Promise<string> =>
      (await cluster.api.read(pods, { namespace: 'primus-safe', name }, { signal })).metadata.uid;

    it('are listed with what may be done, and shown with why they failed', async () => {
      const { document } = await desk.json(['node', 'list']);
      const { nodes: rows } = document as { nodes: { name: string }[] };
      expect(rows.find(({ name }) => name === 'gpu-04')).toMatchObject({
        phase: 'ManagedFailed',
        cluster: 'mi300x-east',
        actions: { retry: { allowed: true }, manage: { allowed: false } },
      });
      expect((await desk.json(['node', 'show', 'gpu-04'])).document).toMatchObject({
        evidence: { pods: [{ name: 'mi300x-east-gpu-04-up', phase: 'Failed' }], missing: [] },
      });
    });

    it('are retried: the failed pod is deleted by its uid, and the node followed to its end', async () => {
      const before = await uidOf('mi300x-east-gpu-04-up');
      const done = await node('retry', 'gpu-04');
      expect(done.outputs?.nodes).toEqual([
        {
          nodeId: 'gpu-04',
          previousPhase: 'ManagedFailed',
          currentPhase: 'Managed',
          podsDeleted: ['mi300x-east-gpu-04-up'],
          attempts: 1,
        },
      ]);
      expect(done.code).toBe(0);
      const after = await uidOf('mi300x-east-gpu-04-up').catch(() => 'gone');
      expect(after).not.toBe(before);
      const { metadata } = await cluster.api.read(nodes, { namespace: null, name: 'gpu-04' }, { signal });
      expect(metadata.annotations ?? {}).not.toHaveProperty('sitewright.io/retry-claim');
    });

    it('are left alone where another home has claimed them, and taken once it has let go', async () => {
      const claim = { home: 'other', run: '0007', by: 'colleague', at: new Date().toISOString() };
      const written = (value: string | null) =>
        cluster.api.patch(
          nodes,
          { namespace: null, name: 'gpu-05' },
          {
            type: 'merge',
            body: { metadata: { annotations: { 'sitewright.io/retry-claim': value } } },
            signal,
          },
        );
      await written(JSON.stringify(claim));
      const refused = await node('retry', 'gpu-05');
      expect(refused.error).toMatchObject({ code: 'NODE_CLAIMED' });
      expect(refused.error?.message).toContain('0007');
      await written(null);
      expect((await node('retry', 'gpu-05')).code).toBe(0);
    });

    it('are refused in another phase, and to who may only look, with the right that is missing', async () => {
      const managed = await node('retry', 'gpu-03');
      expect([managed.code, managed.error?.code]).toEqual([2, 'NODE_PHASE']);
      const denied = await node('unmanage', 'gpu-03', ...cluster.asViewer());
      expect([denied.code, denied.error?.code]).toEqual([5, 'API_FORBIDDEN']);
      expect(denied.error?.message).toContain('update nodes.amd.com');
    });
  });
}
