import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKubernetesApi } from '../../../src-main/adapters/kubernetes/api.ts';
import { createSelfSigned } from '../../../src-main/practice/self-signed.ts';
import type { KubernetesApi } from '../../../src-main/ports/kubernetes.ts';
import {
  answerJson,
  configMap,
  failure,
  startKubernetesStandIn,
  type Answering,
} from '../../support/kubernetes-stand-in.ts';

const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };
const pods = { group: '', version: 'v1', resource: 'pods' };
const web = { namespace: 'default', name: 'web' };
const tls = createSelfSigned('stand-in', '127.0.0.1', new Date());
const signal = new AbortController().signal;

async function refusalOf(
  answering: Answering,
  call: (api: KubernetesApi) => Promise<unknown>,
): Promise<unknown> {
  await using server = await startKubernetesStandIn(answering);
  return await call(createKubernetesApi(server.connect())).catch((thrown: unknown) => thrown);
}

const read = (api: KubernetesApi): Promise<unknown> => api.read(deployments, web, { signal });
const patch = (api: KubernetesApi): Promise<unknown> =>
  api.patch(deployments, web, { type: 'merge', body: {}, signal });

describe('an object', () => {
  it('is read at its address, and comes without what nobody needs', async () => {
    await using server = await startKubernetesStandIn((_request, response) =>
      answerJson(response, 200, configMap('web', '7')),
    );
    const object = await createKubernetesApi(server.connect()).read(deployments, web, { signal });
    expect(object.metadata).toEqual({
      name: 'web',
      namespace: 'default',
      uid: 'uid-web',
      resourceVersion: '7',
    });
    expect(server.requests).toMatchObject([
      { method: 'GET', path: '/apis/apps/v1/namespaces/default/deployments/web' },
    ]);
  });

  it('is patched as its type says, on trial where it is asked for', async () => {
    await using server = await startKubernetesStandIn((_request, response) =>
      answerJson(response, 200, configMap('web', '8')),
    );
    const api = createKubernetesApi(server.connect({ server: `${server.url}/k8s/clusters/c-1` }));
    const body = { spec: { paused: null } };
    const request = {
      type: 'strategic-merge',
      body,
      fieldManager: 'kubectl-rollout',
      isDryRun: true,
      signal,
    } as const;
    await api.patch(deployments, web, request);
    await api.patch(deployments, web, { type: 'merge', body, subresource: 'status', signal });
    expect(server.requests).toMatchObject([
      {
        method: 'PATCH',
        path: '/k8s/clusters/c-1/apis/apps/v1/namespaces/default/deployments/web',
        query: { fieldManager: 'kubectl-rollout', dryRun: 'All' },
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: '{"spec":{"paused":null}}',
      },
      {
        path: expect.stringMatching(/web\/status$/) as string,
        query: {},
        headers: { 'content-type': 'application/merge-patch+json' },
      },
    ]);
  });

  it('is deleted only while it is the one that was meant', async () => {
    await using server = await startKubernetesStandIn((_request, response) => answerJson(response, 200, {}));
    await createKubernetesApi(server.connect()).delete(pods, web, { uid: 'u-1', signal });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      propagationPolicy: 'Background',
      preconditions: { uid: 'u-1' },
    });
  });
});

describe('a list', () => {
  it('is read page by page, in one state of the cluster', async () => {
    await using server = await startKubernetesStandIn(({ query }, response) =>
      answerJson(response, 200, {
        metadata: { resourceVersion: '10', continue: query['continue'] === undefined ? 'next' : '' },
        items: [configMap(query['continue'] ?? 'first', '7')],
      }),
    );
    const all = { namespace: null, labelSelector: 'app=web' };
    const { items } = await createKubernetesApi(server.connect()).list(pods, all, {
      freshness: 'current',
      signal,
    });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['first', 'next']);
    expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/api/v1/pods', { labelSelector: 'app=web', limit: '500' }],
      ['/api/v1/pods', { labelSelector: 'app=web', limit: '500', continue: 'next' }],
    ]);
  });
});

it('is reached through a proxy, which sees neither a request nor a credential', async () => {
  await using server = await startKubernetesStandIn(
    (_request, response) => answerJson(response, 200, configMap('web', '7')),
    tls,
  );
  const seen: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket: Socket) => {
    seen.push(request.url ?? '', JSON.stringify(request.headers));
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const connection = server.connect({
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificateAuthority: Buffer.from(tls.certificate),
  });
  const object = await createKubernetesApi(connection).read(deployments, web, { signal });
  expect(object.metadata.name).toBe('web');
  expect(seen[0]).toBe(new URL(server.url).host);
  expect(seen.join()).not.toContain('Hush');
});

describe('what the API server says', () => {
  it.each([
    [403, 'Forbidden', 'API_FORBIDDEN'],
    [404, 'NotFound', 'API_NOT_FOUND'],
    [409, 'Conflict', 'API_CONFLICT'],
    [422, 'Invalid', 'API_INVALID'],
    [410, 'Expired', 'API_EXPIRED'],
    [500, 'InternalError', 'HTTP_STATUS'],
  ])('%i %s comes in its own words', async (status, reason, code) => {
    const words = `deployments.apps "web" is what it is (${reason}).`;
    const refused = await refusalOf(
      (_request, response) => answerJson(response, status, failure(status, reason, words)),
      read,
    );
    expect(refused).toMatchObject({ code, data: { status, reason, words } });
    expect((refused as Error).message).toContain(` failed: ${words}`);
  });

  it('leaves open what a change came to, where it failed after it was sent; a refusal does not', async () => {
    const answering =
      (status: number): Answering =>
      (_request, response) =>
        answerJson(response, status, {});
    expect(await refusalOf(answering(504), patch)).toMatchObject({ data: { outcomeUnknown: true } });
    expect(await refusalOf(answering(409), patch)).toMatchObject({ data: { outcomeUnknown: undefined } });
    expect(await refusalOf(answering(504), read)).toMatchObject({ data: { outcomeUnknown: undefined } });
    const torn: Answering = (_request, response) => void response.destroy();
    expect(await refusalOf(torn, patch)).toMatchObject({
      code: 'CONNECT_FAILED',
      data: { outcomeUnknown: true },
    });
  });

  it('is asked once more with another token after a 401, and never twice with the same', async () => {
    const answering: Answering = ({ headers }, response) => {
      const isNew = headers['authorization'] === 'Bearer second';
      answerJson(
        response,
        isNew ? 200 : 401,
        isNew ? configMap('web', '7') : failure(401, 'Unauthorized', 'Unauthorized'),
      );
    };
    await using server = await startKubernetesStandIn(answering);
    const renewed = server.connect({
      authorization: async (isRefused) => (isRefused ? 'Bearer second' : 'Bearer first'),
    });
    expect(await createKubernetesApi(renewed).read(deployments, web, { signal })).toMatchObject({
      kind: 'ConfigMap',
    });
    const fixed = server.connect({ authorization: async () => 'Bearer first' });
    await expect(createKubernetesApi(fixed).read(deployments, web, { signal })).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
    });
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer first',
      'Bearer second',
      'Bearer first',
    ]);
  });

  it('is no Kubernetes API where it is something else', async () => {
    const page: Answering = (_request, response) => void response.end('<html>router</html>');
    expect(await refusalOf(page, read)).toMatchObject({ code: 'HTTP_BAD_ANSWER' });
  });

  it('tells whether one may', async () => {
    await using server = await startKubernetesStandIn((_request, response) =>
      answerJson(response, 201, { status: { allowed: false } }),
    );
    const question = { verb: 'patch', group: 'apps', resource: 'deployments', namespace: 'default' };
    expect(await createKubernetesApi(server.connect()).mayI(question, { signal })).toBe(false);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      spec: { resourceAttributes: question },
    });
  });
});
