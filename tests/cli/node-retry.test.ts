import { describe, expect, it } from 'vitest';
import { openDesk, startPractice, type Desk } from './command.ts';

interface Step {
  readonly key: string;
  readonly state: string;
  readonly message: string | null;
  readonly error?: { readonly code: string; readonly message: string };
}

interface Document {
  readonly id: string;
  readonly state: string;
  readonly steps: readonly Step[];
  readonly outputs?: {
    readonly nodes: readonly {
      readonly nodeId: string;
      readonly previousPhase: string | null;
      readonly currentPhase: string | null;
      readonly podsDeleted: readonly string[];
      readonly attempts: number;
    }[];
  };
  readonly error?: { readonly code: string; readonly message: string };
}

async function node(desk: Desk, ...words: string[]): Promise<Document & { readonly code: number | null }> {
  const { code, document } = await desk.json(['node', ...words]);
  return { code, ...(document as Document) };
}

const retry = (desk: Desk, ...words: string[]) => node(desk, 'retry', '--practice', '--yes', ...words);
const step = ({ steps }: Document, key: string): Step | undefined => steps.find((each) => each.key === key);

describe('nodes of the practice site', () => {
  it('are listed in every phase, with what may be done and why not', async () => {
    const { code, document } = await openDesk().json(['node', 'list', '--practice']);
    const { nodes } = document as { nodes: { name: string; phase: string; failedFor?: number }[] };
    expect(code).toBe(0);
    expect(nodes).toHaveLength(8);
    expect(nodes[1]).toMatchObject({
      name: 'gpu-02',
      workspace: 'research',
      actions: {
        retry: { allowed: false },
        unmanage: { allowed: false, because: 'node is still bound to a workspace, please unbind first' },
      },
    });
    expect(nodes[3]).toMatchObject({ phase: 'ManagedFailed', actions: { retry: { allowed: true } } });
    expect(nodes[3]?.failedFor).toBeGreaterThan(0);
    expect(nodes[7]).toMatchObject({ phase: 'Unmanaged', actions: { manage: { allowed: true } } });
  });

  it('tell the evidence of a failure, and afterwards what was tried', async () => {
    const desk = openDesk();
    const before = await desk.json(['node', 'show', 'gpu-04', '--practice']);
    expect(before.document).toMatchObject({
      evidence: { pods: [{ name: 'mi300x-east-gpu-04-up', phase: 'Failed' }], missing: [] },
      attempts: [],
    });
    expect(JSON.stringify(before.document)).toContain('fatal: [gpu-04]: FAILED!');
    await retry(desk, 'gpu-04');
    const after = await desk.json(['node', 'show', 'gpu-04', '--practice']);
    expect(after.document).toMatchObject({
      phase: 'Managed',
      evidence: null,
      attempts: [
        {
          run: '0001',
          action: 'retry',
          previousPhase: 'ManagedFailed',
          currentPhase: 'Managed',
          outcome: 'succeeded',
          podsDeleted: ['mi300x-east-gpu-04-up'],
        },
      ],
    });
  });
});

describe('retrying a node', () => {
  it.each([
    ['gpu-04', 'ManagedFailed', 'Managed', 'mi300x-east-gpu-04-up'],
    ['gpu-06', 'UnmanagedFailed', 'Unmanaged', 'mi300x-east-gpu-06-down'],
  ])('%s goes from %s to %s', async (name, ...[from, to, pod]) => {
    const done = await retry(openDesk(), name);
    expect(done.code).toBe(0);
    expect(done.steps.map(({ key }) => key)).toEqual(
      ['right', 'evidence', 'pods', 'status', 'follow'].map((kind) => `${kind}:${name}`),
    );
    expect(done.outputs?.nodes).toEqual([
      { nodeId: name, previousPhase: from, currentPhase: to, podsDeleted: [pod], attempts: 1 },
    ]);
  });

  it.each([
    ['gpu-03', 2, 'NODE_PHASE', 'current phase: Managed.'],
    ['gpu-99', 3, 'NODE_NOT_FOUND', 'gpu-99'],
  ])('%s is refused before there is a run', async (name, ...[code, error, words]) => {
    const desk = openDesk();
    const refused = await retry(desk, name);
    expect([refused.code, refused.error?.code]).toEqual([code, error]);
    expect(refused.error?.message).toContain(words);
    expect((await desk.json(['runs', 'list'])).document).toEqual({ runs: [] });
  });

  it.each(['update/nodes.amd.com', 'patch/nodes.amd.com/status', 'delete/pods'])(
    'is refused without the right to %s, which is named',
    async (right) => {
      const refused = await retry(openDesk(), 'gpu-04', '--fault', `rbac:deny=${right}`);
      expect([refused.code, refused.error?.code]).toEqual([5, 'API_FORBIDDEN']);
      const [verb, ...resource] = right.split('/');
      expect(refused.error?.message).toContain(`${verb} ${resource.join('/')}`);
    },
  );

  it('goes on where the evidence may not be read, and says so', async () => {
    const done = await retry(openDesk(), 'gpu-04', '--fault', 'rbac:deny=list/events');
    expect(done.code).toBe(0);
    expect(step(done, 'evidence:gpu-04')?.message).toContain('events');
  });

  it('does as many as were named, and one that is refused keeps no other from it', async () => {
    const done = await retry(openDesk(), 'gpu-04', 'gpu-03', 'gpu-06', '--at-once', '1');
    expect([done.code, done.state]).toEqual([10, 'failed']);
    expect(done.outputs?.nodes.map(({ currentPhase }) => currentPhase)).toEqual([
      'Managed',
      null,
      'Unmanaged',
    ]);
    expect(step(done, 'right:gpu-03')?.error?.code).toBe('NODE_PHASE');
    expect(step(done, 'status:gpu-03')?.state).toBe('skipped');
  });

  it('finds all that have failed', async () => {
    const done = await retry(openDesk(), '--all-failed');
    expect(done.code).toBe(0);
    expect(done.outputs?.nodes.map(({ nodeId, currentPhase }) => [nodeId, currentPhase])).toEqual([
      ['gpu-04', 'Managed'],
      ['gpu-05', 'Managed'],
      ['gpu-06', 'Unmanaged'],
    ]);
  });

  it.each(['fails', 'flips-back'])(
    'ends as failed where the node %s again, with what its pod says',
    async (what) => {
      const desk = openDesk();
      const done = await retry(desk, 'gpu-04', '--fault', `node:gpu-04:${what}`);
      expect(done.code).toBe(10);
      expect(step(done, 'follow:gpu-04')?.error).toMatchObject({ code: 'NODE_FAILED' });
      expect(step(done, 'follow:gpu-04')?.error?.message).toContain('fatal: [gpu-04]: FAILED!');
      expect(done.outputs?.nodes).toMatchObject([{ currentPhase: 'ManagedFailed', attempts: 1 }]);
      // Its claim is gone: the next one begins at once, and counts.
      const again = await retry(desk, 'gpu-04');
      expect([again.code, again.outputs?.nodes[0]?.attempts]).toEqual([0, 2]);
    },
  );

  it('ends as failed where the node vanishes meanwhile', async () => {
    const done = await retry(openDesk(), 'gpu-04', '--fault', 'node:gpu-04:vanishes');
    expect(done.code).toBe(10);
    expect(done.steps.find(({ error }) => error !== undefined)?.error?.code).toBe('NODE_NOT_FOUND');
  });

  it.each(['api:conflict=2', 'watch:stall', 'watch:drop-after=1', 'api:status=503:every=7'])(
    'comes to its end under %s',
    async (fault) => {
      const done = await retry(openDesk(), 'gpu-04', '--fault', fault);
      expect([done.code, done.outputs?.nodes[0]?.currentPhase]).toEqual([0, 'Managed']);
    },
  );

  it('shows before what it would do, and changes nothing', async () => {
    const desk = openDesk();
    const uids = async (): Promise<unknown> => {
      const { document } = await desk.json(['node', 'show', 'gpu-04', '--practice']);
      const { evidence } = document as { evidence: { pods: { uid: string }[] } };
      return evidence.pods.map(({ uid }) => uid);
    };
    const before = await uids();
    const { code, document } = await desk.json(['node', 'retry', 'gpu-04', '--practice', '--preview']);
    expect(code).toBe(0);
    const { steps } = document as { steps: { key: string; verdict: string; change?: string }[] };
    expect(steps.find(({ key }) => key === 'pods:gpu-04')).toMatchObject({
      verdict: 'todo',
      change: 'claim the node and delete pod mi300x-east-gpu-04-up',
    });
    expect(await uids()).toEqual(before);
  });

  it('is done by one of two homes, and the other is told who is at it', async () => {
    const [here, there] = [openDesk(), openDesk()];
    const practice = await startPractice(here);
    const words = ['retry', 'gpu-05', `--practice=${practice.smartx.url}`, '--yes'];
    const both = await Promise.all([node(here, ...words), node(there, ...words)]);
    expect(both.filter(({ code }) => code === 0)).toHaveLength(1);
    const refused = both.find(({ code }) => code !== 0);
    const said = refused?.error ?? refused?.steps.find(({ error }) => error !== undefined)?.error;
    expect(said?.code).toMatch(/^NODE_(CLAIMED|PHASE)$/);
    expect(refused?.outputs?.nodes.flatMap(({ podsDeleted }) => podsDeleted) ?? []).toEqual([]);
  });
});

describe('managing and unmanaging', () => {
  it('bring a node into the cluster and out of it again', async () => {
    const desk = openDesk();
    const managed = await node(desk, 'manage', 'gpu-08', '--practice', '--cluster', 'mi300x-east', '--yes');
    expect(managed.code).toBe(0);
    expect(managed.steps.map(({ key }) => key)).toEqual(['right:gpu-08', 'status:gpu-08', 'follow:gpu-08']);
    expect(managed.outputs?.nodes).toMatchObject([{ previousPhase: 'Unmanaged', currentPhase: 'Managed' }]);
    const out = await node(desk, 'unmanage', 'gpu-08', '--practice', '--yes');
    expect(out.code).toBe(0);
    expect(out.outputs?.nodes).toMatchObject([{ currentPhase: 'Unmanaged', attempts: 2 }]);
  });

  it.each([
    ['unmanage', 'gpu-01', 'control plane node cannot be unmanaged'],
    ['unmanage', 'gpu-02', 'node is still bound to a workspace, please unbind first'],
    ['unmanage', 'gpu-06', 'use retry'],
    ['manage', 'gpu-03', 'current phase: Managed'],
  ])('%s %s is refused: %s', async (action, name, words) => {
    const refused = await node(openDesk(), action, name, '--practice', '--yes');
    expect(refused.code).toBe(2);
    expect(refused.error?.message).toContain(words);
  });
});
