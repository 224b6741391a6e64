import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPracticeSite } from '../../../src-main/practice/index.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function site(): Promise<{ port: number; password: string }> {
  const opened = await createPracticeSite({
    directory: temporaryDirectory(),
    clock: { now: () => Date.now() },
  });
  onTestFinished(() => opened.close());
  const { url, password } = opened.describe().smartx;
  return { port: Number(new URL(url).port), password };
}

/** Sends exactly these bytes; everything that came until the site hung up. */
function ask(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let received = '';
    socket.on('data', (piece) => (received += piece.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

it.each([
  ['another name', ['Host: evil.example']],
  ['a name that begins like ours', ['Host: localhost.evil.example']],
  ['another address', ['Host: 127.0.0.1.nip.io:PORT']],
  ['two names', ['Host: localhost:PORT', 'Host: evil.example']],
  ["another site's page", ['Host: localhost:PORT', 'Origin: http://evil.example']],
  ["another local server's page", ['Host: localhost:PORT', 'Origin: http://localhost:1']],
  ['a page without an origin', ['Host: localhost:PORT', 'Origin: null']],
  ['two origins', ['Host: localhost:PORT', 'Origin: http://localhost:PORT', 'Origin: http://evil.example']],
])('%s gets no password of the site and attaches no plan', async (_, headers) => {
  const { port, password } = await site();
  const sent = headers.map((line) => line.replaceAll('PORT', String(port)));
  for (const line of [
    'GET /practice/site',
    'GET /practice/state',
    'POST /practice/attach',
    'GET /api/v2/x',
  ]) {
    const answer = await ask(port, [`${line} HTTP/1.1`, ...sent, 'Content-Length: 1000000']);
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toContain(password);
  }
});

it.each([['127.0.0.1:PORT'], ['localhost:PORT'], ['localhost:1']])(
  'who asks this machine as %s is served, from its own page too',
  async (name) => {
    const { port, password } = await site();
    const host = name.replace('PORT', String(port));
    for (const more of [[], [`Origin: http://${host}`]]) {
      const answer = await ask(port, [
        'GET /practice/site HTTP/1.1',
        `Host: ${host}`,
        ...more,
        'Connection: close',
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain(password);
    }
  },
);
