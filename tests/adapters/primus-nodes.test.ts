import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPrimusApi } from '../../src-main/adapters/primus/primus-api.ts';
import { createPrimusSource, type NodeSource } from '../../src-main/engines/node-retry/index.ts';

const { signal } = new AbortController();

interface Reply {
  readonly status: number;
  /** Text is sent as it is. */
  readonly body: unknown;
}

interface StandIn {
  readonly source: NodeSource;
  /** `METHOD path body`, in order. */
  readonly asked: readonly string[];
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString();
};

/** A server that answers by `METHOD path`; what it does not have is a bare 404, as the router of the original says it. */
async function serve(replies: Readonly<Record<string, Reply>>): Promise<StandIn> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?');
      const key = `${request.method} ${path}`;
      asked.push(`${key} ${body}`.trim());
      const reply = replies[key] ?? { status: 404, body: '404 page not found' };
      response.statusCode = reply.status;
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const rules = { site: 's', pins: { accepted: () => [] }, allowHttp: true, allowedHosts: () => undefined };
  const api = createPrimusApi({ server: `http://127.0.0.1:${port}`, token: 'hunter2', rules });
  onTestFinished(async () => {
    await api.close();
    server.close();
  });
  const source = createPrimusSource({ ...api.nodes, server: api.server, close: () => api.close() });
  return { source, asked };
}

const item = (changes: object): object => ({
  nodeId: 'gpu-04',
  phase: 'ManagedFailed',
  clusterId: 'east',
  isControlPlane: false,
  ...changes,
});
const at = '/api/v1/nodes/gpu-04';
const there = { [`GET ${at}`]: { status: 200, body: item({}) } };
const retry = async ({ source }: StandIn) =>
  source.reset(await source.read('gpu-04', signal), { to: 'Managing', signal });

describe('nodes through the API server of Primus-SaFE', () => {
  it.each([
    [{ phase: 'Ready' }, { phase: 'Managed', machinePhase: 'Ready' }],
    [
      { phase: 'Ready', clusterId: '' },
      { phase: 'Unmanaged', cluster: null },
    ],
    [{ phase: 'SSHFailed' }, { phase: 'SSHFailed', machinePhase: 'SSHFailed' }],
    [{}, { phase: 'ManagedFailed', machinePhase: 'Ready', cluster: 'east' }],
    [{ clusterId: '' }, { phase: 'ManagedFailed', cluster: '' }],
    [{ workspace: { id: 'research' } }, { workspace: 'research' }],
    [{ status: { clusterStatus: { phase: 'Managing' } } }, { phase: 'Managing' }],
  ])('are read from %o', async (changes, read) => {
    const { source } = await serve({ [`GET ${at}`]: { status: 200, body: item(changes) } });
    expect(await source.read('gpu-04', signal)).toMatchObject(read);
  });

  it('are listed page by page', async () => {
    const page = { status: 200, body: { totalCount: 2, items: [item({})] } };
    const { source, asked } = await serve({ 'GET /api/v1/nodes': page });
    expect(await source.list(signal)).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it('are retried in the older dialect where it is there', async () => {
    const site = await serve({
      ...there,
      [`POST ${at}/retry`]: { status: 200, body: { message: 'retry initiated successfully' } },
    });
    expect(await retry(site)).toEqual({ podsDeleted: [], hadNone: false });
    expect(site.asked).toEqual([`GET ${at}`, `POST ${at}/retry`]);
  });

  it.each([404, 405])('are retried in the newer one after a bare %i', async (status) => {
    const done = { totalCount: 1, successCount: 1, successNodes: [{ nodeId: 'gpu-04', hasPods: false }] };
    const site = await serve({
      ...there,
      [`POST ${at}/retry`]: { status, body: 'no such page' },
      'POST /api/v1/nodes/retry': { status: 200, body: done },
    });
    expect(await retry(site)).toEqual({ podsDeleted: [], hadNone: true });
    expect(site.asked.at(-1)).toBe('POST /api/v1/nodes/retry {"nodeIds":["gpu-04"]}');
  });

  it('are not there where the server itself says so: the newer dialect is not tried', async () => {
    const gone = { errorCode: 'NotFound', errorMessage: 'nodes.amd.com "gpu-04" not found' };
    const site = await serve({ ...there, [`POST ${at}/retry`]: { status: 404, body: gone } });
    await expect(retry(site)).rejects.toMatchObject({ code: 'NODE_NOT_FOUND' });
    expect(site.asked).toHaveLength(2);
  });

  it('have failed where the newer dialect says 200 and names them as failed', async () => {
    const failed = { totalCount: 1, successCount: 0, failedNodes: [{ nodeId: 'gpu-04', error: 'no luck' }] };
    const site = await serve({ ...there, 'POST /api/v1/nodes/retry': { status: 200, body: failed } });
    await expect(retry(site)).rejects.toMatchObject({ code: 'API_REFUSED', data: { words: 'no luck' } });
  });

  it.each([
    [400, 'Primus.00002', 'Bad request. machine is not ready, please wait and try again', 'NODE_BLOCKED'],
    [400, 'Primus.00002', 'node is not in a failed state, current phase: Managed.', 'NODE_PHASE'],
    [403, 'Primus.00003', 'The user is not allowed to update node, workspace: []', 'API_FORBIDDEN'],
    [403, 'Primus.00004', 'Forbidden', 'API_FORBIDDEN'],
    [401, 'Primus.00009', 'token not present', 'LOGIN_REFUSED'],
  ])('are refused with %i %s "%s"', async (status, ...[errorCode, errorMessage, code]) => {
    const body = { errorCode, errorMessage };
    const site = await serve({ ...there, [`POST ${at}/retry`]: { status, body } });
    await expect(retry(site)).rejects.toMatchObject({ code });
  });

  it('change their cluster', async () => {
    const done = { status: 200, body: { totalCount: 1, successCount: 1 } };
    const site = await serve({ ...there, 'POST /api/v1/clusters/east/nodes': done });
    const node = await site.source.read('gpu-04', signal);
    await site.source.assign(node, null, signal);
    await site.source.assign(node, 'east', signal);
    expect(site.asked.slice(1)).toEqual([
      'POST /api/v1/clusters/east/nodes {"nodeIds":["gpu-04"],"action":"remove"}',
      'POST /api/v1/clusters/east/nodes {"nodeIds":["gpu-04"],"action":"add"}',
    ]);
  });
});
