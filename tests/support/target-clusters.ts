/** Clusters that the same tests run against: the practice site's, and a whole control plane where there is one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { parseFault } from '../../src-main/practice/index.ts';
import { controlPlaneAssets } from './control-plane.ts';
import { openPracticeCluster } from './practice-cluster.ts';
import { faultKey } from './kwok-stages.ts';
import { startWorkingCluster } from './working-cluster.ts';

export type PodFault = 'ImagePullBackOff' | 'CrashLoopBackOff';

export interface TargetCluster extends AsyncDisposable {
  readonly api: KubernetesApi;
  readonly kubeconfig: string;
  /** Words that name the cluster on the command line for who may only look. */
  asViewer(): readonly string[];
  /** From now on new pods of the workload go wrong so; the annotations that its pod template needs for that. */
  fail(workload: string, fault: PodFault): Readonly<Record<string, string>>;
  /** Nothing goes wrong from now on. */
  heal(): void;
}

async function startPractice(): Promise<TargetCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  const { api, kubeconfig, orderFaults, ...cluster } = await openPracticeCluster(directory);
  return {
    api,
    kubeconfig,
    asViewer() {
      orderFaults(
        ['patch/deployments', 'update/nodes.amd.com'].map((right) => parseFault(`rbac:deny=${right}`)),
      );
      return ['--kubeconfig', kubeconfig];
    },
    heal: () => orderFaults([]),
    fail(workload, fault) {
      orderFaults([parseFault(`pod:${workload}:${fault}`)]);
      return {};
    },
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startReal(): Promise<TargetCluster> {
  const { api, plane, ...cluster } = await startWorkingCluster(controlPlaneAssets ?? '');
  return {
    api,
    kubeconfig: plane.adminConfig,
    asViewer: () => ['--kubeconfig', plane.viewerConfig],
    heal: () => undefined,
    fail: (_workload, fault) => ({ [faultKey]: fault }),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

export interface Target {
  readonly name: string;
  readonly isReal: boolean;
  /** Whether it can be had here. */
  readonly isThere: boolean;
  readonly start: () => Promise<TargetCluster>;
}

export const targets: readonly Target[] = [
  { name: 'the practice cluster', isReal: false, isThere: true, start: startPractice },
  {
    name: 'a real control plane (needs KUBEBUILDER_ASSETS)',
    isReal: true,
    isThere: controlPlaneAssets !== null,
    start: startReal,
  },
];
