/** The practice cluster by itself, with its API as its own kubeconfig leads to it. */
import { systemClock } from '../../src-main/adapters/clock.ts';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { createPracticeKubernetes, type PracticeKubernetes } from '../../src-main/practice/index.ts';
import { readContext } from '../../src-main/services/connections/kubeconfig-file.ts';
import { openContext } from '../../src-main/services/connections/open-connection.ts';

export interface PracticeCluster
  extends AsyncDisposable, Pick<PracticeKubernetes, 'kubeconfig' | 'orderFaults' | 'fill'> {
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
    fill: (filling) => kubernetes.fill(filling),
    orderFaults: (ordered) => kubernetes.orderFaults(ordered),
    api,
    async [Symbol.asyncDispose]() {
      await api.close();
      await kubernetes.close();
    },
  };
}
