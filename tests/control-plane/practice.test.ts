import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPracticeKubernetes, type PracticeKubernetes } from '../../src-main/practice/index.ts';
import { controlPlaneAssets } from '../support/control-plane.ts';
import {
  kubeletBehavior,
  startWholeControlPlane,
  type WholeControlPlane,
} from '../support/whole-control-plane.ts';

interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** The same for both: names that are made up, times, addresses, and how often it was waited for. */
function normalised(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('Waiting for') && line.trim() !== '')
    .map((line) =>
      line
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replace(/patch: Invalid value: ".*": json/, 'patch: Invalid value: OBJECT: json')
        .replace(/\b10\.\d+\.\d+\.\d+\b/g, 'ADDRESS')
        .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b/g, 'UID')
        .replace(/-[bcdfghjklmnpqrstvwxz2456789]{7,10}\b/g, '-HASH')
        .replace(/((?:-HASH|log)-)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '$1POD')
        .replace(/\b(\d+[smhd])+\b/g, 'AGE')
        .replace(/\bnode-[123]\b/g, 'NODE')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .sort()
    .join('\n');
}

const labels = (app: string): object => ({ metadata: { labels: { app } } });
const pod = (app: string): object => ({
  ...labels(app),
  spec: { containers: [{ name: 'main', image: 'registry.local/main:1.0' }] },
});
const workload = (kind: string, app: string, spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: app, labels: { app, suite: 'kubectl' } },
  spec: { selector: { matchLabels: { app } }, template: pod(app), ...spec },
});
const objects = [
  workload('Deployment', 'web', { replicas: 3 }),
  workload('Deployment', 'shop', { replicas: 2, strategy: { type: 'Recreate' } }),
  workload('StatefulSet', 'store', { replicas: 2, serviceName: 'store' }),
  workload('StatefulSet', 'cache', {
    replicas: 1,
    serviceName: 'cache',
    updateStrategy: { type: 'OnDelete' },
  }),
  workload('DaemonSet', 'log'),
];

const patchOf = (value: object): string => `--patch=${JSON.stringify(value)}`;

/** In their order; each is said to both. */
const commands: readonly string[][] = [
  ['version'],
  ['create', 'namespace', 'kubectl'],
  ['create', 'namespace', 'kubectl'],
  ['apply', '-f', '-'],
  ...['web', 'shop'].map((name) => ['rollout', 'status', `deployment/${name}`]),
  ['rollout', 'status', 'statefulset/store'],
  ['rollout', 'status', 'daemonset/log'],
  ['wait', '--for=jsonpath={.status.readyReplicas}=1', 'statefulset/cache', '--timeout=20s'],
  ['get', 'deployments,statefulsets,daemonsets'],
  ['get', 'deployments,daemonsets', '-o', 'wide'],
  ['get', 'pods', '-l', 'app=web'],
  ['get', 'pods', 'store-0', '-o', 'name'],
  ['get', 'pods', '--field-selector=spec.nodeName=nowhere'],
  ['get', 'pods', '--field-selector=spec.hostname=a'],
  ['get', 'deployment', 'nope'],
  ['get', 'nothings'],
  ['apply', '-f', '-'],
  ['apply', '--server-side', '--force-conflicts', '-f', '-'],
  ['rollout', 'restart', 'deployment/web'],
  ['rollout', 'status', 'deployment/web'],
  ['rollout', 'restart', 'deployment/shop', 'daemonset/log', 'statefulset/store', 'statefulset/cache'],
  ['rollout', 'status', 'deployment/shop'],
  ['rollout', 'status', 'daemonset/log'],
  ['rollout', 'status', 'statefulset/store'],
  ['rollout', 'status', 'statefulset/cache'],
  ['rollout', 'restart', 'deployment', '-l', 'suite=kubectl', '--dry-run=server'],
  ['rollout', 'restart', 'deployment', '-l', 'suite=other'],
  ['rollout', 'restart', 'deployment/nope'],
  ['rollout', 'restart', 'deployment/nope', '-n', 'nowhere'],
  ['rollout', 'restart', 'configmap/nope'],
  ['rollout', 'history', 'deployment/web'],
  ['rollout', 'history', 'daemonset/log'],
  ['rollout', 'history', 'statefulset/store'],
  ['rollout', 'undo', 'deployment/web'],
  ['rollout', 'status', 'deployment/web'],
  ['rollout', 'undo', 'deployment/web', '--to-revision=9'],
  ['rollout', 'undo', 'daemonset/log'],
  ['rollout', 'status', 'daemonset/log'],
  ['rollout', 'undo', 'statefulset/store'],
  ['rollout', 'status', 'statefulset/store'],
  ['rollout', 'history', 'deployment/web'],
  ['rollout', 'pause', 'deployment/web'],
  ['rollout', 'pause', 'deployment/web'],
  ['rollout', 'restart', 'deployment/web'],
  ['rollout', 'pause', 'daemonset/log'],
  ['rollout', 'resume', 'deployment/web'],
  ['rollout', 'resume', 'deployment/web'],
  ['auth', 'can-i', 'patch', 'deployments'],
  ['auth', 'can-i', 'patch', 'deployments.apps', '--subresource=status'],
  ['auth', 'can-i', 'get', '/healthz'],
  ['scale', 'deployment/web', '--replicas=1'],
  ['scale', 'deployment/web', '--replicas=2', '--current-replicas=5'],
  ['rollout', 'status', 'deployment/web'],
  ['get', 'replicasets', '-l', 'app=shop'],
  ['patch', 'deployment', 'web', patchOf({ spec: { replicas: 2 } })],
  ['patch', 'deployment', 'web', '--type=merge', patchOf({ metadata: { annotations: { a: 'b' } } })],
  [
    'patch',
    'deployment',
    'web',
    '--type=merge',
    patchOf({ spec: { selector: { matchLabels: { x: 'y' } } } }),
  ],
  ['patch', 'deployment', 'web', '--type=json', '--patch=[{"op":"remove","path":"/spec/nothing"}]'],
  ['patch', 'statefulset', 'store', patchOf({ spec: { serviceName: 'other' } })],
  ['patch', 'deployment', 'web', '--type=merge', patchOf({ spec: { replicas: 'many' } })],
  ['patch', 'deployment', 'web', patchOf({ metadata: { resourceVersion: '1' }, spec: { paused: false } })],
  ['label', 'deployment', 'web', 'tier=front'],
  ['annotate', 'deployment', 'web', 'note=one'],
  ['set', 'image', 'deployment/web', 'main=registry.local/main:1.1'],
  ['rollout', 'status', 'deployment/web'],
  ['wait', '--for=condition=Available', 'deployment/web', '--timeout=20s'],
  ['delete', 'pod', 'store-0'],
  ['wait', '--for=condition=Ready', 'pod/store-0', '--timeout=20s'],
  ['delete', 'pod', 'store-1', '--grace-period=0', '--force'],
  ['delete', 'pod', 'nope'],
  ['create', 'job', 'once', '--image=busybox:1.37', '--', 'true'],
  ['wait', '--for=condition=Complete', 'job/once', '--timeout=20s'],
  ['get', 'jobs'],
  ['create', 'cronjob', 'nightly', '--image=busybox:1.37', '--schedule=0 3 * * *'],
  ['get', 'cronjobs'],
  ['create', 'job', 'by-hand', '--from=cronjob/nightly'],
  ['create', 'deployment', 'cart', '--image=nginx:1.27', '--replicas=2'],
  ['rollout', 'status', 'deployment/cart'],
  ['create', 'pdb', 'web', '--selector=app=web', '--min-available=1'],
  ['get', 'pdb'],
  ['create', 'configmap', 'settings', '--from-literal=a=b'],
  ['get', 'configmap', 'settings', '-o', 'jsonpath={.data}'],
  ['create', 'secret', 'generic', 'login', '--from-literal=a=b'],
  ['get', 'secret', 'login'],
  ['delete', 'configmap', 'settings'],
  ['delete', 'deployment', 'cart', '--cascade=foreground'],
  ['delete', 'deployment', 'nope'],
  ['delete', 'namespace', 'kubectl'],
  ['get', 'all'],
];

/** Only the practice API has logs, and how long it is watched is nobody's to compare. */
const alone: readonly (readonly [string[], RegExp])[] = [
  [['logs', 'deployment/portal', '-n', 'web', '--tail=2'], /INFO {2}GET \/healthz 200/],
  [['logs', '-n', 'primus-safe', 'mi300x-east-gpu-04-up', '-c', 'up'], /fatal: \[gpu-04\]: FAILED!/],
  [['describe', 'pod', '-n', 'web', '-l', 'app=portal'], /Ready: +True/],
  [['get', 'deployment', 'portal', '-n', 'web', '-w', '--request-timeout=1s'], /portal +3\/3/],
  [['auth', 'can-i', '--list'], /\*\.\*/],
  [['get', 'nodes.amd.com'], /gpu-08/],
  [['drain', 'node-3', '--ignore-daemonsets', '--timeout=30s'], /node\/node-3 drained/],
  [['uncordon', 'node-3'], /uncordoned/],
];

describe.skipIf(controlPlaneAssets === null || kubeletBehavior === null)(
  'kubectl, said to the practice Kubernetes and to a real control plane',
  () => {
    let plane: WholeControlPlane | undefined;
    let practice: PracticeKubernetes;
    const directory = mkdtempSync(join(tmpdir(), 'practice-'));

    const kubectl = (kubeconfig: string, words: readonly string[]): Promise<Said> =>
      new Promise((resolve) => {
        const child = spawn(join(controlPlaneAssets ?? '', 'kubectl'), words, {
          env: {
            ...process.env,
            KUBECONFIG: kubeconfig,
            HOME: directory,
            KUBECACHEDIR: join(directory, 'cache'),
          },
        });
        let text = '';
        child.stdout.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
        child.stderr.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
        child.on('close', (code) => resolve({ code, text }));
        child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
      });

    beforeAll(async () => {
      practice = await createPracticeKubernetes({
        directory,
        clock: { now: () => Date.now() },
        faults: [],
        pace: 'fast',
      });
      plane = await startWholeControlPlane(controlPlaneAssets ?? '', kubeletBehavior ?? '');
    }, 120_000);

    afterAll(async () => {
      await practice.close();
      await plane?.[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    });

    it.each(commands.map((words) => [words.join(' '), words] as const))('%s', async (_title, words) => {
      const isPlaced = words.includes('-n') || words.includes('namespace');
      const whole = isPlaced ? words : ['-n', 'kubectl', ...words];
      // Nobody restarts twice in a second.
      const [ours, real] = await Promise.all([
        kubectl(practice.kubeconfig, whole),
        kubectl(plane?.kubeconfig ?? '', whole),
      ]);
      expect({ code: ours.code, text: normalised(ours.text) }).toEqual({
        code: real.code,
        text: normalised(real.text),
      });
    });

    it.each(alone.map(([words, shown]) => [words.join(' '), words, shown] as const))(
      '%s, of the practice Kubernetes alone',
      async (_title, words, shown) => {
        expect((await kubectl(practice.kubeconfig, words)).text).toMatch(shown);
      },
    );
  },
);
