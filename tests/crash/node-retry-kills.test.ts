import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand, startCommand, type RunningCommand } from '../support/crash-command.ts';
import { isFull, killAfter, seededNumbers } from '../support/crash-kills.ts';
import { carryOn, openHomeOf, orderAtCommit } from '../support/killed-orders.ts';
import { openPracticeCluster, type PracticeCluster } from '../support/practice-cluster.ts';

const seed = Number(process.env['SITEWRIGHT_CRASH_SEED'] ?? Date.now() % 1_000_000);
/** More than an uninterrupted run makes. */
const mostCommits = 30;
const boundaries = isFull ? Array.from({ length: mostCommits }, (_, index) => index + 1) : [3, 6, 9];
const moments = isFull ? 200 : 3;

const signal = new AbortController().signal;
const nodes = { group: 'amd.com', version: 'v1', resource: 'nodes' };
const pods = { group: '', version: 'v1', resource: 'pods' };
const pod = 'mi300x-east-gpu-04-up';

/** Every uid that the pod of the node has had, as the API server tells of it. */
function followPods({ api }: PracticeCluster) {
  const stop = new AbortController();
  const uids = new Set<string>();
  const ended = (async () => {
    const of = { namespace: 'primus-safe' };
    const { items, resourceVersion } = await api.list(pods, of, { freshness: 'current', signal });
    const take = ({ metadata }: (typeof items)[number]): unknown =>
      metadata.name === pod && uids.add(metadata.uid);
    items.forEach(take);
    for await (const event of api.watch(pods, of, { from: resourceVersion, signal: stop.signal })) {
      if (event.type !== 'bookmark') {
        take(event.object);
      }
    }
  })().catch((thrown: unknown) => {
    if (!stop.signal.aborted) {
      throw thrown;
    }
  });
  return {
    uids,
    async stop(): Promise<void> {
      stop.abort();
      await ended;
    },
  };
}

describe(`retries of a node whose process is killed (SITEWRIGHT_CRASH_SEED=${seed})`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  let durationMs = 0;

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const words = (home: string): readonly string[] => ['node', 'retry', 'gpu-04', '--yes', '--home', home];
  const atCommit = (commit: number, home: string): RunningCommand =>
    orderAtCommit(commit, home, { kind: 'node-retry', order: { action: 'retry', names: ['gpu-04'] } });

  /** Each one has a cluster of its own: a node that was retried well cannot be retried again. */
  async function killed(name: string, start: (home: string) => RunningCommand): Promise<void> {
    await using cluster = await openPracticeCluster(join(directory, `practice-${name}`));
    const home = join(directory, name);
    await openHomeOf(cluster, home);
    const followed = followPods(cluster);
    const ended = await start(home).ended;
    expect(await carryOn(home, words(home)), ended.stderr).toBe('succeeded');
    const node = await cluster.api.read(nodes, { namespace: null, name: 'gpu-04' }, { signal });
    expect(node['status']).toMatchObject({ clusterStatus: { phase: 'Managed' } });
    // The failed one and its successor: a second deletion would have brought a third.
    expect(followed.uids.size).toBe(2);
    await followed.stop();
    const shown = await runCommand(['node', 'show', 'gpu-04', '--home', home, '--json']);
    const { attempts } = JSON.parse(shown.stdout) as { attempts: unknown };
    expect(attempts).toMatchObject([
      { previousPhase: 'ManagedFailed', currentPhase: 'Managed', outcome: 'succeeded', podsDeleted: [pod] },
    ]);
    rmSync(home, { recursive: true, force: true });
  }

  it('end, where it is not killed', async () => {
    let commits = 0;
    await killed('whole', (home) => {
      const { ended, ...command } = atCommit(0, home);
      const read = ended.then((result) => {
        expect(result.code, result.stderr).toBe(0);
        ({ commits } = JSON.parse(result.stdout) as { commits: number });
        return result;
      });
      return { ...command, ended: read };
    });
    expect(commits).toBeGreaterThan(0);
    expect(commits).toBeLessThan(mostCommits);
    await killed('timed', (home) => {
      const { ended, ...command } = startCommand(words(home));
      const timed = ended.then((result) => {
        ({ durationMs } = result);
        return result;
      });
      return { ...command, ended: timed };
    });
  });

  it.for(boundaries)('delete each pod once and lose no attempt, killed after commit %i', (commit) =>
    killed(`commit-${commit}`, (home) => atCommit(commit, home)),
  );

  const next = seededNumbers(seed);
  it.for(Array.from({ length: moments }, (_, index) => (index + next()) / moments))(
    'delete each pod once and lose no attempt, killed at %d of the whole',
    (part) =>
      killed(`moment-${part}`, (home) => {
        const command = startCommand(words(home));
        killAfter(part * durationMs)(command);
        return command;
      }),
  );
});
