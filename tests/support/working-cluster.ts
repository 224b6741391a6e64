/** A whole control plane whose workloads roll: controllers and a scheduler as they are, and nodes and pods that only seem to be. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKubernetesApi } from '../../src-main/adapters/kubernetes/api.ts';
import type { KubernetesApi } from '../../src-main/ports/kubernetes.ts';
import { createSelfSigned } from '../../src-main/practice/self-signed.ts';
import { freePorts, startControlPlane, type ControlPlane } from './control-plane.ts';
import { kwokConfig } from './kwok-stages.ts';

export interface WorkingCluster extends AsyncDisposable {
  readonly plane: ControlPlane;
  readonly api: KubernetesApi;
}

const nodes = { group: '', version: 'v1', resource: 'nodes' };
const serviceAccounts = { group: '', version: 'v1', resource: 'serviceaccounts' };

const readyWithinMs = 60_000;

export async function startWorkingCluster(assets: string): Promise<WorkingCluster> {
  const plane = await startControlPlane(assets);
  const [manager, scheduler, kubelet] = await freePorts(3);
  const { directory, adminConfig: kubeconfig } = plane;
  const fast = { kubeconfig, 'kube-api-qps': '500', 'kube-api-burst': '1000', 'leader-elect': 'false' };
  plane.run('kube-controller-manager', {
    ...fast,
    'secure-port': String(manager),
    'bind-address': '127.0.0.1',
    'service-account-private-key-file': join(directory, 'accounts.key'),
    'use-service-account-credentials': 'false',
    // A machine that is busy with tests is late with heartbeats, and a lost node takes its pods with it.
    'node-monitor-grace-period': '10m',
    controllers: '*,-node-ipam-controller,-service-lb-controller,-cloud-node-lifecycle-controller',
  });
  plane.run('kube-scheduler', { ...fast, 'secure-port': String(scheduler), 'bind-address': '127.0.0.1' });
  const { certificate, key } = createSelfSigned('kubelet', '127.0.0.1', new Date());
  const written = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };
  const lines = Array.from(
    { length: 20 },
    (_, index) => `2026-01-01T00:00:00.${String(index).padStart(9, '0')}Z stdout F line ${index}`,
  );
  const logs = written('pod.log', `${lines.join('\n')}\n`);
  plane.run('kwok', {
    kubeconfig,
    config: written('kwok.yaml', kwokConfig(logs)),
    'manage-all-nodes': 'true',
    'node-lease-duration-seconds': '40',
    'node-ip': '127.0.0.1',
    'node-port': String(kubelet),
    'server-address': `127.0.0.1:${kubelet}`,
    'tls-cert-file': written('kubelet.crt', certificate),
    'tls-private-key-file': written('kubelet.key', key),
  });
  const api = createKubernetesApi(plane.connect());
  const signal = AbortSignal.timeout(readyWithinMs);
  for (const name of ['node-1', 'node-2', 'node-3']) {
    const body = { metadata: { name, labels: { 'kubernetes.io/hostname': name } } };
    await api.create(nodes, { namespace: null, body, signal });
  }
  await untilThere(
    () => api.read(serviceAccounts, { namespace: 'default', name: 'default' }, { signal }),
    signal,
  );
  return { plane, api, [Symbol.asyncDispose]: () => plane[Symbol.asyncDispose]() };
}

/** Asks again until it is there; throws why it is not once the signal is aborted. */
export async function untilThere(read: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await read();
      return;
    } catch (thrown) {
      if (signal.aborted) {
        throw thrown;
      }
      await new Promise((later) => setTimeout(later, 100));
    }
  }
}
