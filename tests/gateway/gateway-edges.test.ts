import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { router } from '../../src-main/api/router.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';
import { send, sendBytes, upgrade } from './raw-http.ts';

let gateway: Gateway;
let now: number;

beforeEach(async () => {
  now = 1_000_000;
  const contexts = createContexts(createFakeApplication());
  const contextFor = () => contexts.contextFor({ kind: 'gateway', by: 'engineer' });
  gateway = await createGateway({ router, contextFor, clock: { now: () => now } });
});

afterEach(() => gateway.close());

const json = { 'content-type': 'application/json' };
const bearer = (): { authorization: string } => ({ authorization: `Bearer ${gateway.token}` });
const host = (): string => new URL(gateway.url).host;
const list = { method: 'POST', path: '/api/rpc/runs/list', body: '{}' };

/** Changes the code for the cookie, as a browser does. */
async function cookie(): Promise<string> {
  const { pathname, search } = new URL(gateway.openUrl);
  const { headers } = await send(gateway.url, { path: pathname + search });
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

describe('a path that leads elsewhere once it is read', () => {
  const paths = [
    '/api/rpc/../x',
    '/api/rpc/%2e%2e/x',
    '/api/rpc/runs/list/../../../y',
    '/api/rpc/a\\..\\..\\..',
  ];
  it.each([
    ...paths,
    '/api/rpc/%zz',
    '/api/rpc//',
    '/api/rpc',
    '/api/rpc/__proto__',
    '/%00',
    '//x/api/rpc/runs/list',
  ])('%s is told that nothing is there', async (path) => {
    const { status } = await send(gateway.url, { ...list, path, headers: { ...json, ...bearer() } });
    expect(status).toBe(404);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'])(
    '%s gets an answer as well',
    async (method) => {
      for (const path of paths) {
        const { status } = await send(gateway.url, { method, path, headers: bearer() });
        expect(status).toBe(405);
      }
    },
  );

  it.each(['/../x', '/%zz', '//', '/', '/runs/../../x', '/__proto__', '//evil/x', '/\\..\\x', '/runs'])(
    '%s is told so over a socket',
    async (u) => {
      const { socket } = await upgrade(`${gateway.url}/api/ws`, bearer());
      const answer = once(socket, 'message');
      socket.send(JSON.stringify({ i: '1', p: { u } }));
      expect(String(await answer)).toContain('PATH_NOT_FOUND');
      socket.terminate();
    },
  );
});

describe('a header that stands twice', () => {
  const twice: readonly (readonly [string, string])[] = [
    ['Host', 'evil.example'],
    ['Origin', 'http://evil.example'],
    ['Authorization', 'Bearer AAAA'],
    ['Cookie', 'a=b'],
    ['Content-Length', '2'],
    ['Content-Type', 'text/plain'],
  ];
  const head = (name: string): string => {
    const headers = {
      Host: host(),
      Origin: gateway.url,
      Authorization: `Bearer ${gateway.token}`,
      Cookie: 'x=y',
      'Content-Type': 'application/json',
      'Content-Length': '2',
    };
    const value = twice.find(([other]) => other === name)?.[1] ?? '';
    const lines = Object.entries(headers).map(([key, own]) => `${key}: ${own}`);
    return [...lines, `${name}: ${value}`, 'Connection: close'].join('\r\n');
  };

  it.each(twice)('%s is refused', async (name) => {
    const answer = await sendBytes(
      gateway.url,
      `POST /api/rpc/runs/list HTTP/1.1\r\n${head(name)}\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(twice.slice(0, 4))('%s is refused of a socket', async (name) => {
    const upgrading =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    const plain = head(name).replace('Content-Length: 2\r\n', '').replace('\r\nConnection: close', '');
    const answer = await sendBytes(gateway.url, `GET /api/ws HTTP/1.1\r\n${plain}\r\n${upgrading}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('the body of a refusal', () => {
  it.each([
    ['nobody may call', list, false, 401, 'TOKEN_INVALID'],
    ['the method is another one', { path: list.path }, true, 405, 'METHOD_NOT_ALLOWED'],
    ['the body is too large', { ...list, body: 'x'.repeat(1024 * 1024 + 1) }, true, 413, 'BODY_TOO_LARGE'],
  ])('has the status of the answer where %s', async (...[, request, mayCall, status, code]) => {
    const headers = mayCall ? { ...json, ...bearer() } : json;
    const answer = await send(gateway.url, { ...request, headers });
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      status,
      { error: { code }, json: { status, code } },
    ]);
  });

  it.each(['null', '[]', '"x"', '1', 'true'])('says that %s is no call', async (body) => {
    const answer = await send(gateway.url, { ...list, body, headers: { ...json, ...bearer() } });
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      400,
      { error: { code: 'INPUT_INVALID' } },
    ]);
  });

  it.each([
    ['no request at all', 'hello\r\n\r\n', 400],
    ['another protocol', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['a header that is none', 'GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    ['an expectation', 'GET / HTTP/1.1\r\nExpect: tea\r\nConnection: close\r\n\r\n', 403],
  ])('is JSON for %s', async (_, bytes, status) => {
    const [head = '', body = ''] = (await sendBytes(gateway.url, bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain("default-src 'none'");
    expect(JSON.parse(body)).toMatchObject({
      error: {
        code: status === 403 ? 'ORIGIN_REFUSED' : 'INPUT_INVALID',
        message: expect.any(String) as string,
      },
    });
  });
});

describe('an offer to go on with another protocol', () => {
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__';

  it('is passed over, with a body and without', async () => {
    const lines = (method: string, path: string): string =>
      `${method} ${path} HTTP/1.1\r\nHost: ${host()}\r\n${offer}\r\nAuthorization: Bearer ${gateway.token}`;
    const page = sendBytes(gateway.url, `${lines('GET', '/')}\r\n\r\n`);
    const call = `${lines('POST', list.path)}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    const called = sendBytes(gateway.url, call);
    expect(await page).toMatch(/^HTTP\/1\.1 200 OK[^]*<html/);
    expect(await called).toMatch(/^HTTP\/1\.1 200 OK[^]*"0001"/);
  });
});

describe('a handshake of who may call', () => {
  it.each([
    ['without a key', 'GET', '13', 'INPUT_INVALID'],
    ['without a key, of another version', 'GET', '7', 'INPUT_INVALID'],
    ['by another method', 'POST', '13', 'METHOD_NOT_ALLOWED'],
  ])('%s is refused in the form of every refusal', async (...[, method, version, code]) => {
    const lines = [`${method} /api/ws HTTP/1.1`, `Host: ${host()}`, `Authorization: Bearer ${gateway.token}`];
    const answer = await sendBytes(
      gateway.url,
      [
        ...lines,
        'Connection: Upgrade',
        'Upgrade: websocket',
        `Sec-WebSocket-Version: ${version}`,
        '\r\n',
      ].join('\r\n'),
    );
    expect(answer).toMatch(method === 'GET' ? /^HTTP\/1\.1 400 / : /^HTTP\/1\.1 405 /);
    expect(answer).toContain("Content-Security-Policy: default-src 'none'");
    expect(answer).toContain(`"code":"${code}"`);
  });
});

describe('who was not let in', () => {
  const opened: Socket[] = [];
  afterEach(() => {
    for (const socket of opened.splice(0)) {
      socket.destroy();
    }
  });

  /** A connection of a stranger, on which so much was sent. */
  async function stranger(bytes: string): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(gateway.url).port) });
    socket.on('error', () => socket.destroy());
    opened.push(socket);
    await once(socket, 'connect');
    if (bytes !== '') {
      socket.write(bytes);
    }
    return socket;
  }

  it.each([
    ['half-open connections', ''],
    ['half a request', 'POST /api/rpc/runs/list HTTP/1.1\r\nHost: '],
    ['headers and no body', 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n'],
  ])('cannot lock out who may call with %s', async (_, bytes) => {
    const { socket } = await upgrade(`${gateway.url}/api/ws`, bearer());
    for (let count = 0; count < 400; count += 1) {
      await stranger(bytes);
    }
    for (let count = 0; count < 20; count += 1) {
      const { status } = await send(gateway.url, { ...list, headers: { ...json, ...bearer() } });
      expect(status).toBe(200);
    }
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ i: '1', p: { u: '/runs/list' } }));
    expect(String(await answer)).toContain('0001');
    socket.terminate();
  });

  it.each([
    ['without a token', () => `Host: ${host()}`],
    ['under another name', () => 'Host: evil.example'],
  ])('%s is hung up on at once, its body unread', async (_, line) => {
    const head = `POST /api/rpc/runs/list HTTP/1.1\r\n${line()}\r\nContent-Length: 100000000`;
    // Answers when the other side has hung up; nothing more is ever sent.
    const answer = await sendBytes(gateway.url, `${head}\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[13] /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('is hung up on when it asks for a socket, also when it keeps its half open', async () => {
    const socket = connect({
      host: '127.0.0.1',
      port: Number(new URL(gateway.url).port),
      allowHalfOpen: true,
    });
    opened.push(socket);
    const ended = once(socket, 'end');
    socket.write(
      `GET /api/ws HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    socket.resume();
    await ended;
    const failed = once(socket, 'error');
    // A connection that is gone says so as soon as more is sent on it.
    const more = setInterval(() => socket.write('x'), 5);
    const [thrown] = (await failed) as [NodeJS.ErrnoException];
    clearInterval(more);
    expect(thrown.code).toMatch(/EPIPE|ECONNRESET/);
  });
});

describe('a session', () => {
  const half = 6 * 60 * 60_000;

  it('ends half a day after it was opened, though it was used', async () => {
    const headers = { ...json, cookie: await cookie(), origin: gateway.url };
    now += half;
    expect((await send(gateway.url, { ...list, headers })).status).toBe(200);
    now += half;
    expect((await send(gateway.url, { ...list, headers })).status).toBe(401);
  });

  it('ends its socket with it', async () => {
    const { socket } = await upgrade(`${gateway.url}/api/ws`, {
      cookie: await cookie(),
      origin: gateway.url,
    });
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ i: '1', p: { u: '/runs/list' } }));
    await answer;
    now += 2 * half;
    const closed = once(socket, 'close');
    socket.send(JSON.stringify({ i: '2', p: { u: '/runs/list' } }));
    const [code] = (await closed) as [number];
    expect(code).toBe(1008);
  });

  it('does not end the socket of who has the token', async () => {
    const { socket } = await upgrade(`${gateway.url}/api/ws`, bearer());
    now += 10 * half;
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ i: '1', p: { u: '/runs/list' } }));
    expect(String(await answer)).toContain('0001');
    socket.terminate();
  });
});
