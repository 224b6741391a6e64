/**
 * A practice cluster of 5,000 nodes and 2,000 workloads in a process of its own, for a bench. Prints the path of its kubeconfig as JSON; after a
 * line on its input it changes 200 objects a second until that ends. Argument: its folder.
 */
import { once } from 'node:events';
import { systemClock } from '../../src-main/adapters/clock.ts';
import { openPracticeCluster } from '../support/practice-cluster.ts';

const counts = { nodes: 5_000, workloads: 2_000 };
const changesPerTick = 10;
const tickMs = 50;
const signal = new AbortController().signal;
const nodes = { group: 'amd.com', version: 'v1', resource: 'nodes' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };

const [directory = ''] = process.argv.slice(2);
const { api, kubeconfig, fill } = await openPracticeCluster(directory);
fill(counts);
process.stdout.write(JSON.stringify(kubeconfig));
await once(process.stdin, 'data');
process.stdin.on('end', () => process.exit());

const padded = (number: number): string => String(number).padStart(4, '0');

/** One of each kind by turns; what its row tells changes. */
function change(turn: number): Promise<unknown> {
  const at = Math.floor(turn / 2);
  const value = `team-${turn % 7}`;
  if (turn % 2 === 0) {
    const name = `fleet-${padded((at % (counts.nodes - 1)) + 1)}`;
    const body = { metadata: { labels: { 'primus-safe.workspace.id': value } } };
    return api.patch(nodes, { namespace: null, name }, { type: 'merge', body, signal });
  }
  const number = at % counts.workloads;
  const of = { namespace: `fleet-${padded(number % 20)}`, name: `service-${padded(number)}` };
  return api.patch(deployments, of, {
    type: 'merge',
    body: { metadata: { labels: { team: value } } },
    signal,
  });
}

const from = systemClock.elapsed();
for (let turn = 0; ; turn += changesPerTick) {
  await Promise.all(Array.from({ length: changesPerTick }, (_, index) => change(turn + index)));
  const nextAt = from + (turn / changesPerTick + 1) * tickMs;
  await systemClock.pause(Math.max(0, nextAt - systemClock.elapsed()), signal);
}
