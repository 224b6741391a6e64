/** Runs on a practice cluster whose process is killed, and gone on with as a person does. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCommand, startScript, type RunningCommand } from './crash-command.ts';
import type { PracticeCluster } from './practice-cluster.ts';

/** A home whose default connection `site` leads to the cluster. */
export async function openHomeOf({ kubeconfig }: PracticeCluster, home: string): Promise<void> {
  const words = ['connections', 'add', 'site', '--kubeconfig', kubeconfig, '--home', home];
  const added = await runCommand(words);
  expect(added.code, added.stderr).toBe(0);
}

/** The order as one that kills its process after so many commits; 0: not at all. */
export const orderAtCommit = (
  commit: number,
  home: string,
  { kind, order }: { readonly kind: string; readonly order: object },
): RunningCommand =>
  startScript(join('tests', 'crash', 'order-at-commit.ts'), [
    String(commit),
    home,
    kind,
    JSON.stringify({ cluster: { kind: 'connection', name: 'site' }, ...order }),
  ]);

interface Listed {
  readonly runs: readonly { readonly id: string; readonly state: string }[];
}

/** Goes on with the only run of the home until it has ended; it is ordered by these words where there is none yet. */
export async function carryOn(home: string, words: readonly string[]): Promise<string> {
  for (;;) {
    const listed = await runCommand(['runs', 'list', '--home', home, '--json']);
    const [run] = (JSON.parse(listed.stdout) as Listed).runs;
    if (run === undefined) {
      await runCommand(words);
    } else if (['succeeded', 'failed', 'canceled'].includes(run.state)) {
      return run.state;
    } else {
      // One that only watches is gone on with unasked, once somebody opens the home.
      await runCommand(['runs', run.state === 'running' ? 'watch' : 'retry', run.id, '--home', home]);
    }
  }
}
