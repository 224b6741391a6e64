import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/adapters/clock.ts';
import type { NodeRow } from '../../../src-main/contract/node-retry.ts';
import { nodesTopic } from '../../../src-main/services/node-retry/live-nodes.ts';
import { managedNodes, nameOf, openSite, pods, signal } from '../practice-kubernetes/site.ts';

describe('the nodes that are followed', () => {
  it('are those of now, and change as they change', async () => {
    const { api } = await openSite();
    const open = async () => ({
      name: 'site',
      api,
      namespace: 'default',
      namespaces: ['default'],
      isPractice: true,
      identity: null,
    });
    const unused = () => Promise.reject(new Error('not asked'));
    const topic = nodesTopic({
      sources: { clusters: { open }, isPrimus: () => false, open: unused },
      clock: systemClock,
    });
    const member = topic.live?.('site');
    onTestFinished(() => member?.leave());
    await member?.ready;
    const rows = (): Map<string, NodeRow> => {
      const changes = member?.rows.since(0, 1_000).entries.map(({ change }) => change) ?? [];
      return new Map(
        changes.flatMap((each) =>
          each.collection === 'node' && each.row !== null ? [[each.id, each.row] as const] : [],
        ),
      );
    };
    await expect.poll(() => rows().size).toBe(8);
    await expect.poll(() => rows().get('site/gpu-04')?.failedSince ?? null).not.toBeNull();
    expect(rows().get('site/gpu-04')).toMatchObject({
      phase: 'ManagedFailed',
      actions: { retry: { allowed: true } },
    });
    await api.delete(pods, nameOf('primus-safe/mi300x-east-gpu-04-up'), { signal });
    await expect.poll(() => rows().get('site/gpu-04')?.phase).toBe('Managed');
    expect(rows().get('site/gpu-04')?.failedSince).toBeNull();
    const finalizers = { metadata: { finalizers: null } };
    await api.patch(managedNodes, nameOf('gpu-08'), { type: 'merge', body: finalizers, signal });
    await api.delete(managedNodes, nameOf('gpu-08'), { signal });
    await expect.poll(() => rows().has('site/gpu-08')).toBe(false);
  });
});
