import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openScene, stepOf } from '../support/configure-scene.ts';

it('a cluster without a common TLS version is asked once, and named without the places in a source', async () => {
  const scene = await openScene();
  // A fatal alert `protocol_version`, as a server says it that knows only older versions.
  const server = createServer((socket) => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 70])));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = await scene.configure({ site: { kind: 'real', baseUrl, allowHttp: false }, only: ['dns'] });
  const { attempts, error } = stepOf(run, 'connect');
  expect([run.state, attempts, error?.code, error?.stoppedBecause]).toEqual([
    'failed',
    1,
    'HANDSHAKE_FAILED',
    'nonRetryable',
  ]);
  expect(error?.message.en).toContain(`${baseUrl}: tlsv1 alert protocol version. The network works`);
  expect(error?.message.en).not.toContain('SSL routines');
});
