import type { ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { createSelfSigned } from '../../src-main/practice/self-signed.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { openConsole } from '../support/console.ts';
import {
  answerJson,
  failure,
  startKubernetesStandIn,
  type Answering,
} from '../support/kubernetes-stand-in.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const patience = { timeout: 20_000 };
const tls = createSelfSigned('stand-in', '127.0.0.1', new Date());

const deployment = (namespace: string): object => ({
  metadata: { name: 'portal', namespace, uid: `uid-${namespace}`, resourceVersion: '5', generation: 1 },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'portal' } },
    template: { metadata: {}, spec: { containers: [{ name: 'main', image: 'registry.local/portal:1.2' }] } },
  },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 },
});

/** A cluster whose account may list team-a and team-b, and no list of the whole cluster. */
function narrowCluster(): Answering {
  const streams: ServerResponse[] = [];
  onTestFinished(() => streams.forEach((stream) => stream.end()));
  return ({ path, query }, response) => {
    const namespace = /namespaces\/(team-[ab])\//.exec(path)?.[1];
    if (path.endsWith('/namespaces/kube-system')) {
      answerJson(response, 200, { metadata: { name: 'kube-system', uid: 'uid', resourceVersion: '1' } });
    } else if (namespace === undefined) {
      answerJson(response, 403, failure(403, 'Forbidden', 'cannot list at the cluster scope'));
    } else if (query['watch'] === 'true') {
      streams.push(response.writeHead(200, { 'content-type': 'application/json' }));
      response.flushHeaders();
    } else {
      const items = path.endsWith('/deployments') ? [deployment(namespace)] : [];
      answerJson(response, 200, { metadata: { resourceVersion: '10' }, items });
    }
  };
}

it.each([
  ['zh-CN', '无权列出整个集群'],
  ['en', 'may not list the whole cluster'],
] as const)(
  'who may not list the cluster sees the namespaces of the connection, and is told so: %s',
  async (language, said) => {
    const server = await startKubernetesStandIn(narrowCluster(), tls);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const runtime = await openRuntime(temporaryDirectory());
    onTestFinished(() => runtime.close());
    const { client } = clientOf(runtime.application, 'engineer');
    const certificate = Buffer.from(tls.certificate).toString('base64');
    const text = stringify({
      'current-context': 'site',
      clusters: [{ name: 'c', cluster: { server: server.url, 'certificate-authority-data': certificate } }],
      users: [{ name: 'u', user: { token: 'Hush-4711' } }],
      contexts: [{ name: 'site', context: { cluster: 'c', user: 'u', namespace: 'team-a' } }],
    });
    const namespaces = ['team-a', 'team-b'];
    await client.connections.add({
      kind: 'kubernetes',
      name: 'lab',
      isDefault: true,
      kubeconfig: { text },
      allow: [],
      approved: [],
      namespaces,
    });
    const listed = await client.workloads.list({
      cluster: { kind: 'default' },
      kind: null,
      namespace: null,
      labelSelector: null,
    });
    expect(listed.workloads.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'team-a/portal',
      'team-b/portal',
    ]);
    expect(listed.narrowedTo).toEqual(namespaces);
    const { page, go } = await openConsole(runtime.application, { language });
    await go('/workloads/lab');
    await page.getByRole('note').filter({ hasText: said }).waitFor(patience);
    expect(await page.getByRole('note').innerText()).toMatch(/team-a.*team-b/);
    expect(await page.getByRole('link', { name: 'portal' }).count()).toBe(2);
    // The whole cluster is asked for once for each kind and then left alone.
    const refused = server.requests.filter(({ path }) => /^\/apis\/\w+\/v1\/[a-z]+$/.test(path));
    expect(refused.length).toBe(8);
  },
);
