import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { parseFault } from '../../src-main/practice/index.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { isFull } from '../support/crash-kills.ts';
import { openHomeOf } from '../support/killed-orders.ts';
import { openPracticeCluster } from '../support/practice-cluster.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const rounds = isFull ? 100 : 10;
const signal = new AbortController().signal;
const nodes = { group: 'amd.com', version: 'v1', resource: 'nodes' };
const name = 'gpu-04';
const pod = 'mi300x-east-gpu-04-up';
/** What the one that comes second is told. */
const refusals = ['NODE_CLAIMED', 'NODE_PHASE', 'NODE_CHANGED'];

interface Tried {
  readonly podsDeleted: readonly string[];
  /** Why it did not come to that; null where it did. */
  readonly refusal: string | null;
}

async function retry(client: AppClient): Promise<Tried> {
  const order = { cluster: { kind: 'connection', name: 'site' }, action: 'retry', names: [name] };
  try {
    const run = await client.runs.start({ kind: 'node-retry', order, confirmed: true });
    await client.runs.settled({ run });
    const { steps, outputs } = await client.runs.show({ run });
    const [output] = outputs['nodes'] as readonly { readonly podsDeleted: readonly string[] }[];
    const failed = steps.find(({ error }) => error !== undefined);
    return { podsDeleted: output?.podsDeleted ?? [], refusal: failed?.error?.code ?? null };
  } catch (thrown) {
    return { podsDeleted: [], refusal: (thrown as { code: string }).code };
  }
}

it(`two homes retry one node at once, ${rounds} times: one has it, the other is told why not`, async () => {
  const directory = temporaryDirectory();
  // It fails again each time, so that it can be retried again.
  const cluster = await openPracticeCluster(join(directory, 'practice'), [parseFault(`node:${name}:fails`)]);
  onTestFinished(() => cluster[Symbol.asyncDispose]());
  const clients = await Promise.all(
    ['one', 'other'].map(async (home) => {
      const path = join(directory, home);
      await openHomeOf(cluster, path);
      const runtime = await openRuntime(path);
      onTestFinished(() => runtime.close());
      return clientOf(runtime.application, home).client;
    }),
  );
  for (let round = 0; round < rounds; round += 1) {
    // Somebody else changes the node at the same time: whoever has read it before reads it again.
    const label = { metadata: { labels: { 'example.com/round': String(round) } } };
    const labelled = cluster.api.patch(
      nodes,
      { namespace: null, name },
      { type: 'merge', body: label, signal },
    );
    const tried = await Promise.all(clients.map(retry));
    await labelled;
    expect(tried.flatMap(({ podsDeleted }) => podsDeleted)).toEqual([pod]);
    const second = tried.find(({ podsDeleted }) => podsDeleted.length === 0);
    expect(refusals).toContain(second?.refusal);
    const { metadata } = await cluster.api.read(nodes, { namespace: null, name }, { signal });
    expect(metadata.labels).toMatchObject({ 'example.com/round': String(round) });
  }
});
