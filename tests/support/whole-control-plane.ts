/** A real API server with the real controllers and scheduler, and kwok in place of its kubelets. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startControlPlane } from './control-plane.ts';

/** How the simulated nodes and pods behave; null where it is not at hand. */
export const kubeletBehavior = ((): string | null => {
  const path = resolve('../shared/control-plane/kwok.yaml');
  return existsSync(path) ? path : null;
})();

export interface WholeControlPlane extends AsyncDisposable {
  readonly kubeconfig: string;
}

const readyWithinMs = 60_000;
const controllers = [
  '*',
  '-node-ipam-controller',
  '-service-lb-controller',
  '-cloud-node-lifecycle-controller',
];

/** With three nodes that are ready, `node-1` to `node-3`. */
export async function startWholeControlPlane(assets: string, behavior: string): Promise<WholeControlPlane> {
  const plane = await startControlPlane(assets);
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  const started: ChildProcess[] = [];
  const run = (name: string, flags: readonly string[]): void => {
    const log = openSync(join(directory, `${name}.log`), 'a');
    const words = [`--kubeconfig=${plane.adminConfig}`, ...flags];
    started.push(spawn(join(assets, name), words, { stdio: ['ignore', log, log] }));
  };
  const rates = ['--kube-api-qps=500', '--kube-api-burst=1000', '--leader-elect=false', '--secure-port=0'];
  // A machine that is busy with tests is late with heartbeats, and a lost node takes its pods with it.
  const patient = '--node-monitor-grace-period=10m';
  run('kube-controller-manager', [...rates, patient, `--controllers=${controllers.join(',')}`]);
  run('kube-scheduler', rates);
  run('kwok', [`--config=${behavior}`, '--manage-all-nodes', '--node-lease-duration-seconds=40']);
  const kubectl = (words: readonly string[], input = ''): boolean =>
    spawnSync(join(assets, 'kubectl'), ['--kubeconfig', plane.adminConfig, ...words], { input }).status === 0;
  const nodes = [1, 2, 3].map((number) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${number}`, labels: { 'kubernetes.io/hostname': `node-${number}` } },
  }));
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: nodes }));
  const deadline = performance.now() + readyWithinMs;
  while (
    !kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=5s']) ||
    !kubectl(['get', 'serviceaccount', 'default'])
  ) {
    if (performance.now() > deadline) {
      throw new Error(`the control plane is not ready, see ${directory}`);
    }
    await new Promise((later) => setTimeout(later, 200));
  }
  return {
    kubeconfig: plane.adminConfig,
    [Symbol.asyncDispose]: async () => {
      for (const child of started.reverse()) {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
      }
      await plane[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
