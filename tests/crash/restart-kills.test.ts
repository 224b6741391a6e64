import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, startCommand, type RunningCommand } from '../support/crash-command.ts';
import { isFull, killAfter, seededNumbers } from '../support/crash-kills.ts';
import { carryOn, openHomeOf, orderAtCommit } from '../support/killed-orders.ts';
import { openPracticeCluster, type PracticeCluster } from '../support/practice-cluster.ts';

const seed = Number(process.env['SITEWRIGHT_CRASH_SEED'] ?? Date.now() % 1_000_000);
/** More than an uninterrupted run makes. */
const mostCommits = 30;
const boundaries = isFull
  ? Array.from({ length: mostCommits }, (_, index) => index + 1)
  : [1, 2, 3, 5, 7, 9, 12];
const moments = isFull ? 200 : 8;

const signal = new AbortController().signal;
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const workloads = ['portal', 'checkout', 'reports'].map((name) => ({
  kind: 'deployment',
  namespace: 'web',
  name,
}));
const names = workloads.map(({ name }) => `web/deployment/${name}`);

interface Row {
  readonly name: string;
  readonly generation: number;
}

describe(`restarts whose process is killed (SITEWRIGHT_CRASH_SEED=${seed})`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  let cluster: PracticeCluster;
  let durationMs = 0;

  beforeAll(async () => {
    cluster = await openPracticeCluster(join(directory, 'practice'));
  });

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  /** How often each template was changed, as the API server counts. */
  async function generations(): Promise<readonly Row[]> {
    const { items } = await cluster.api.list(
      deployments,
      { namespace: 'web' },
      { freshness: 'current', signal },
    );
    return items
      .map(({ metadata: { name, generation = 0 } }) => ({ name, generation }))
      .filter(({ name }) => workloads.some((each) => each.name === name));
  }

  async function openHome(name: string): Promise<string> {
    const home = join(directory, name);
    await openHomeOf(cluster, home);
    return home;
  }

  const words = (home: string): readonly string[] =>
    ['restart', '--batch', '2', '--settle', '1ms', '--yes', '--wait', '--home', home].concat(names);

  async function killed(home: string, start: () => RunningCommand): Promise<void> {
    const before = await generations();
    const ended = await start().ended;
    expect(await carryOn(home, words(home)), ended.stderr).toBe('succeeded');
    const once = before.map(({ name, generation }) => ({ name, generation: generation + 1 }));
    expect(await generations()).toEqual(once);
  }

  const atCommit = (commit: number, home: string): RunningCommand =>
    orderAtCommit(commit, home, { kind: 'restart', order: { workloads, batchSize: 2, settleMs: 0 } });

  it('end, where it is not killed', async () => {
    const home = await openHome('whole');
    const ended = await atCommit(0, home).ended;
    expect(ended.code, ended.stderr).toBe(0);
    const { state, commits } = JSON.parse(ended.stdout) as { state: string; commits: number };
    expect(state).toBe('succeeded');
    expect(commits).toBeLessThan(mostCommits);
    const timed = await runCommand(words(home));
    expect(timed.code, timed.stderr).toBe(0);
    ({ durationMs } = timed);
  });

  it.for(boundaries)('are made once each, killed after commit %i', async (commit) => {
    const home = await openHome(`commit-${commit}`);
    await killed(home, () => atCommit(commit, home));
  });

  const next = seededNumbers(seed);
  it.for(Array.from({ length: moments }, (_, index) => (index + next()) / moments))(
    'are made once each, killed at %d of the whole',
    async (part) => {
      const home = await openHome(`moment-${part}`);
      await killed(home, () => {
        const command = startCommand(words(home));
        killAfter(part * durationMs)(command);
        return command;
      });
    },
  );
});
