import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openDesk, type Desk } from '../cli/command.ts';

interface Served {
  readonly url: string;
  readonly token: string;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A gateway of a home whose default connection is the practice site, with the faults ordered there. */
async function serve(...faults: string[]): Promise<Served & { readonly desk: Desk }> {
  const desk = openDesk();
  await desk.run(['connections', 'add', 'site', '--practice', '--default']);
  const command = desk.start(['serve']);
  const [line = ''] = (await command.until('stdout', '\n')).split('\n');
  const served = JSON.parse(line) as Served;
  if (faults.length > 0) {
    await desk.run(['node', 'list', '--practice', ...faults.flatMap((each) => ['--fault', each])]);
  }
  return { ...served, desk };
}

/** As the page of the original sends it. */
async function ask({ url, token }: Served, path: string, method = 'GET'): Promise<Reply> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(new URL(path, url), { method, headers });
  return { status: answer.status, body: await answer.json() };
}

const retry = (served: Served, name: string): Promise<Reply> =>
  ask(served, `/api/v1/nodes/${name}/retry`, 'POST');
const refused = (status: number, errorCode: string, errorMessage: unknown): Reply => ({
  status,
  body: { errorCode, errorMessage },
});

describe('the addresses of nodes', () => {
  it('retry as the example does, and answer once the status is reset; the page then follows the phase', async () => {
    const served = await serve();
    const address = `${served.url}/api/v1/nodes/gpu-04/retry`;
    const headers = ['-H', `Authorization: Bearer ${served.token}`, '-H', 'Content-Type: application/json'];
    const words = ['--silent', '--noproxy', '*', '-X', 'POST', address].concat(headers);
    const { stdout } = await promisify(execFile)('curl', words);
    expect(JSON.parse(stdout)).toEqual({
      message: 'retry initiated successfully',
      nodeId: 'gpu-04',
      previousPhase: 'ManagedFailed',
      currentPhase: 'Managing',
    });
    const phase = async (): Promise<string> => {
      const { body } = await ask(served, '/api/v1/nodes/gpu-04');
      return (body as { status: { clusterStatus: { phase: string } } }).status.clusterStatus.phase;
    };
    await expect.poll(phase).toBe('Managed');
  });

  it('list the nodes, each as it is shown by itself', async () => {
    const served = await serve();
    const { status, body } = await ask(served, '/api/v1/nodes');
    const { totalCount, items } = body as { totalCount: number; items: { nodeId: string }[] };
    expect([status, totalCount, items.length]).toEqual([200, 8, 8]);
    expect((await ask(served, '/api/v1/nodes/gpu-02')).body).toEqual(items[1]);
  });

  it('refuse in the words of the original', async () => {
    const served = await serve();
    const text =
      'node is not in a failed state, current phase: Managed. Only ManagedFailed or UnmanagedFailed nodes can be retried';
    expect(await retry(served, 'gpu-03')).toEqual(refused(400, 'Primus.00002', text));
    expect(await retry(served, 'gpu-99')).toEqual(refused(404, 'Primus.00005', 'node not found'));
    expect(await ask(served, '/api/v1/nodes/gpu-99')).toEqual(refused(404, 'Primus.00005', 'node not found'));
    const nobody = await ask({ ...served, token: 'x' }, '/api/v1/nodes');
    expect(nobody).toMatchObject({ status: 401, body: { errorCode: 'Primus.00009' } });
  });

  it.each([
    ['rbac:deny=update/nodes.amd.com', 403, 'Primus.00004', 'Forbidden'],
    ['rbac:deny=delete/pods', 403, 'Primus.00004', 'Forbidden'],
    ['api:conflict=20', 500, 'Primus.00001', 'failed to delete failed pods'],
  ])('under %s answer %i %s %s', async (fault, ...[status, code, words]) => {
    const served = await serve(fault);
    expect(await retry(served, 'gpu-04')).toEqual(refused(status, code, words));
  });

  it('say that there is no default connection', async () => {
    const desk = openDesk();
    const command = desk.start(['serve']);
    const [line = ''] = (await command.until('stdout', '\n')).split('\n');
    const answer = await ask(JSON.parse(line) as Served, '/api/v1/nodes');
    expect(answer).toMatchObject({ status: 500, body: { errorCode: 'Primus.00001' } });
  });

  it('refuse a second retry of a node that is being retried', async () => {
    const served = await serve();
    const both = await Promise.all([retry(served, 'gpu-06'), retry(served, 'gpu-06')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(both.find(({ status }) => status === 400)?.body).toMatchObject({ errorCode: 'Primus.00002' });
  });
});
