/** Runs on a practice cluster whose process is killed, and gone on with as a person does. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../src-main/adapters/clock.ts';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { createPracticeKubernetes, type PracticeKubernetes } from '../../src-main/practice/index.ts';
import { readContext } from '../../src-main/services/connections/kubeconfig-file.ts';
import { openContext } from '../../src-main/services/connections/open-connection.ts';
import { runCommand, startScript, type RunningCommand } from './crash-command.ts';

export interface PracticeCluster
  extends AsyncDisposable, Pick<PracticeKubernetes, 'kubeconfig' | 'orderFaults'> {
  readonly api: KubernetesApi;
}

export async function openPracticeCluster(
  directory: string,
  faults: Parameters<typeof createPracticeKubernetes>[0]['faults'] = [],
): Promise<PracticeCluster> {
  const kubernetes = await createPracticeKubernetes({ directory, clock: systemClock, faults, pace: 'fast' });
  const context = await readContext({ path: kubernetes.kubeconfig }, null);
  const parts = { redactor: { add: () => undefined }, clock: systemClock, isAllowed: () => true };
  const { api } = await openContext(context, parts, new AbortController().signal);
  return {
    kubeconfig: kubernetes.kubeconfig,
    orderFaults: (ordered) => kubernetes.orderFaults(ordered),
    api,
    async [Symbol.asyncDispose]() {
      await api.close();
      await kubernetes.close();
    },
  };
}

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
