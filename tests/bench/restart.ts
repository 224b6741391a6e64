/**
 * 200 Deployments of a real control plane: from the start of a previewed run in a warm owner to the last accepted patch, against
 * a shell loop of `kubectl rollout restart`. Needs its programs in KUBEBUILDER_ASSETS.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { startWorkingCluster } from '../support/working-cluster.ts';

const count = 200;
/** Of the time that the shell loop takes. */
const bar = 0.06;
const signal = new AbortController().signal;

const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';
if (assets === '') {
  process.stdout.write('  skipped: no control plane (KUBEBUILDER_ASSETS)\n');
  process.exit(0);
}

await using cluster = await startWorkingCluster(assets);
const { api, plane } = cluster;
const namespace = 'bench';
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
await api.create(namespaces, { namespace: null, body: { metadata: { name: namespace } }, signal });
const names = Array.from({ length: count }, (_, index) => `app-${index}`);
for (const name of names) {
  const labels = { app: name };
  const spec = { containers: [{ name: 'main', image: 'registry.local/app:1' }] };
  const template = { metadata: { labels }, spec };
  const body = { metadata: { name }, spec: { replicas: 1, selector: { matchLabels: labels }, template } };
  await api.create(deployments, { namespace, body, signal });
}

async function rolledOut(): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const { items } = await api.list(deployments, { namespace }, { freshness: 'current', signal });
    return items.every((object) => JSON.stringify(object['status']).includes('"availableReplicas":1'));
  };
  while (!(await isDone())) {
    await new Promise((later) => setTimeout(later, 500));
  }
}

const home = mkdtempSync(join(tmpdir(), 'sitewright-'));
const runtime = await openRuntime(home, {});
try {
  const { client, grants } = clientOf(runtime.application, 'bench');
  await rolledOut();
  const order = {
    cluster: { kind: 'kubeconfig', file: grants.grant('read', plane.adminConfig), allow: ['files'] },
    workloads: names.map((name) => ({ kind: 'deployment', namespace, name })),
    findings: 'tell',
    settleMs: 0,
  };
  await client.runs.preview({ kind: 'restart', order });
  const steps = names.map((name) => `patch:${namespace}/deployment/${name}`);
  const before = performance.now();
  const run = await client.runs.start({ kind: 'restart', order, confirmed: true });
  const accepted = await client.runs.settled({ run, steps });
  const ours = performance.now() - before;
  const done = accepted.steps.filter(({ key, state }) => steps.includes(key) && state === 'succeeded').length;
  await client.runs.settled({ run });
  await rolledOut();
  const script = `for i in $(seq 0 ${count - 1}); do "$1" --kubeconfig "$2" -n ${namespace} rollout restart deployment/app-$i >/dev/null || exit 1; done`;
  const kubectl = join(assets, 'kubectl');
  const loopBefore = performance.now();
  const loop = spawnSync('bash', ['-c', script, 'bench', kubectl, plane.adminConfig], { stdio: 'inherit' });
  const theirs = performance.now() - loopBefore;
  const ratio = ours / theirs;
  process.stdout.write(
    `  ${done} of ${count} patches accepted in ${Math.round(ours)} ms, the shell loop ${Math.round(theirs)} ms: ${ratio.toFixed(3)} (bar ${bar})\n`,
  );
  if (done !== count || loop.status !== 0 || ratio > bar) {
    process.exitCode = 1;
  }
} finally {
  await runtime.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
