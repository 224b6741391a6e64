import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { router } from '../../src-main/api/router.ts';
import { createGateway, type Gateway, type GatewayParts } from '../../src-main/hosts/gateway/gateway.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication, type FakeApplication } from '../support/fake-application.ts';
import { send, sendBytes, upgrade, type RawAnswer, type RawRequest } from './raw-http.ts';

let gateway: Gateway;
let application: FakeApplication;
let now: number;

async function open(changes: Partial<GatewayParts> = {}): Promise<Gateway> {
  const contexts = createContexts(application);
  const contextFor = () => contexts.contextFor({ kind: 'gateway', by: 'engineer' });
  return createGateway({ router, contextFor, clock: { now: () => now }, ...changes });
}

beforeEach(async () => {
  now = 1_000_000;
  application = createFakeApplication();
  gateway = await open();
});

afterEach(() => gateway.close());

const port = (): string => new URL(gateway.url).port;
const ask = (request: RawRequest): Promise<RawAnswer> => send(gateway.url, request);
const bearer = (): { authorization: string } => ({ authorization: `Bearer ${gateway.token}` });
const json = { 'content-type': 'application/json' };
const cancelCall = { method: 'POST', path: '/api/rpc/runs/cancel', body: '{"json":{"run":"0001"}}' };
const listCall = { method: 'POST', path: '/api/rpc/runs/list', body: '{}' };

interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
  readonly json: { readonly message: string; readonly data: unknown };
}

/** Changes a code for the cookie, as a browser does. */
async function cookie(openUrl = gateway.openUrl): Promise<string> {
  const { pathname, search } = new URL(openUrl);
  const { headers } = await ask({ path: pathname + search });
  return String(headers['set-cookie']).split(';')[0]!;
}

const codeOf = ({ body }: RawAnswer | { body: string }): string =>
  (JSON.parse(body) as { error: { code: string } }).error.code;

describe('a call', () => {
  it('is answered to the holder of the token', async () => {
    const answer = await ask({ ...cancelCall, headers: { ...json, ...bearer() } });
    expect([answer.status, application.calls]).toEqual([
      200,
      [{ name: 'runs.cancel', input: { run: '0001' }, by: 'engineer' }],
    ]);
  });

  it.each([
    ['without a token', {}],
    ['with a wrong token', { authorization: 'Bearer AAAA' }],
    ['with an empty token', { authorization: 'Bearer ' }],
    ['with another scheme', { authorization: 'Basic YTpi' }],
    ['with a cookie nobody gave', { cookie: 'sitewright_0=x', origin: 'ours' }],
    ['with a wrong cookie of the right name', { cookie: 'sitewright_PORT=x', origin: 'ours' }],
  ])('%s is refused and does nothing', async (_, headers) => {
    const own = Object.entries({ ...headers }).map(([name, value]) => [
      name,
      value.replace('PORT', port()).replace('ours', gateway.url),
    ]);
    const answer = await ask({
      ...cancelCall,
      headers: { ...json, ...(Object.fromEntries(own) as Record<string, string>) },
    });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'TOKEN_INVALID']);
    expect(application.calls).toEqual([]);
  });

  it.each(['token', 'access_token', 'authorization'])('takes no token from the query (%s)', async (name) => {
    const path = `${cancelCall.path}?${name}=${gateway.token}`;
    expect((await ask({ ...cancelCall, path, headers: json })).status).toBe(401);
  });

  it('errors come as one document with the status of their category', async () => {
    const body = '{"json":{"run":"0099"}}';
    const answer = await ask({
      method: 'POST',
      path: '/api/rpc/runs/show',
      body,
      headers: { ...json, ...bearer() },
    });
    expect(answer.status).toBe(404);
    expect((JSON.parse(answer.body) as { error: unknown }).error).toEqual({
      code: 'RUN_NOT_FOUND',
      category: 'notFound',
      message: 'there is no run 0099',
      data: { run: '0099', near: ['0001'] },
    });
  });

  it.each([
    [
      'a call',
      { method: 'POST', path: '/api/rpc/runs/show', body: '{"json":{"run":"0099"}}' },
      '没有执行任务',
    ],
    ['an address', { path: '/nowhere' }, '网址'],
  ])(
    'the error of %s speaks the language the request asks for, and carries both',
    async (_, request, said) => {
      const tell = async (language: string) => {
        const headers = { ...json, ...bearer(), 'accept-language': language };
        return JSON.parse((await ask({ ...request, headers })).body) as ErrorAnswer;
      };
      const [chinese, english] = [await tell('zh-CN,zh;q=0.9,en;q=0.8'), await tell('en-US,zh;q=0.5')];
      expect(chinese.error.message).toContain(said);
      expect(english.error.message).toMatch(/^(there is no run|Nothing exists)/);
      for (const { json: whole } of [chinese, english]) {
        expect(whole.data).toMatchObject({
          code: chinese.error.code,
          message: { zh: chinese.error.message, en: english.error.message },
        });
        expect(whole.message).toBe(english.error.message);
      }
    },
  );

  it.each([
    ['that is not JSON', 'run=0001', json],
    ['of another type', '{"json":{"run":"0001"}}', { 'content-type': 'text/plain' }],
    ['that is a bare value', 'null', json],
    ['with a field missing', '{"json":{}}', json],
  ])('a body %s is refused', async (_, body, headers) => {
    const answer = await ask({ ...cancelCall, body, headers: { ...headers, ...bearer() } });
    expect([answer.status, codeOf(answer), application.calls]).toEqual([400, 'INPUT_INVALID', []]);
  });

  it('a call that does not exist is not there', async () => {
    const answer = await ask({
      ...listCall,
      path: '/api/rpc/runs/explode',
      headers: { ...json, ...bearer() },
    });
    expect([answer.status, codeOf(answer), answer.body.includes('explode')]).toEqual([
      404,
      'PATH_NOT_FOUND',
      false,
    ]);
  });

  it('an oversized body is refused, announced or not', async () => {
    const body = `{"json":{"run":"${'x'.repeat(1024 * 1024)}"}}`;
    const announced = await ask({ ...cancelCall, body, headers: { ...json, ...bearer() } });
    const headers = { ...json, ...bearer(), 'transfer-encoding': 'chunked' };
    const chunked = await ask({ ...cancelCall, body, headers });
    expect([announced, chunked].map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [413, 'BODY_TOO_LARGE'],
      [413, 'BODY_TOO_LARGE'],
    ]);
    expect(application.calls).toEqual([]);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE'])('%s is not a way to call', async (method) => {
    const answer = await ask({ method, path: cancelCall.path, headers: bearer() });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  });
});

describe('host and origin', () => {
  it.each([
    ['another name', 'sitewright.example'],
    ['a name that was rebound to this machine', 'attacker.test:PORT'],
    ['a name that ends like ours', 'evil-localhost:PORT'],
    ['another port', 'localhost:1'],
    ['no port', '127.0.0.1'],
    ['IPv6', '[::1]:PORT'],
  ])('a request for %s is refused, even with the token', async (_, host) => {
    const headers = { ...json, ...bearer(), host: host.replace('PORT', port()) };
    const answers = [await ask({ ...cancelCall, headers }), await ask({ path: '/', headers })];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [403, 'ORIGIN_REFUSED'],
      [403, 'ORIGIN_REFUSED'],
    ]);
    expect(application.calls).toEqual([]);
  });

  it.each([
    'http://evil.example',
    'null',
    'https://localhost:PORT',
    'http://localhost:1',
    'http://127.0.0.1',
  ])('a page from %s is refused, even with the token', async (origin) => {
    const headers = { ...json, ...bearer(), origin: origin.replace('PORT', port()) };
    const answer = await ask({ ...cancelCall, headers });
    expect([answer.status, codeOf(answer), application.calls]).toEqual([403, 'ORIGIN_REFUSED', []]);
  });

  it('both our names are fine', async () => {
    for (const name of ['localhost', '127.0.0.1']) {
      const host = `${name}:${port()}`;
      const headers = { ...json, ...bearer(), host, origin: `http://${host}` };
      expect((await ask({ ...listCall, headers })).status).toBe(200);
    }
  });

  it('a preflight gets nothing, and no answer carries a CORS header', async () => {
    const preflight = await ask({
      method: 'OPTIONS',
      path: cancelCall.path,
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    const answers = [
      preflight,
      await ask({ path: '/' }),
      await ask({ ...listCall, headers: { ...json, ...bearer() } }),
    ];
    expect(preflight.status).toBe(403);
    const cors = answers
      .flatMap(({ headers }) => Object.keys(headers))
      .filter((name) => name.startsWith('access-'));
    expect(cors).toEqual([]);
  });

  it('nothing but the loopback address is bound', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reached = others.map(({ address }) => send(`http://${address}:${port()}`, { path: '/' }));
    for (const answer of await Promise.allSettled(reached)) {
      expect(answer.status).toBe('rejected');
    }
  });
});

describe('the way in for a browser', () => {
  it('changes the code for a cookie that scripts cannot read and other sites cannot send', async () => {
    const { pathname, search } = new URL(gateway.openUrl);
    const answer = await ask({ path: pathname + search });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    expect(String(answer.headers['set-cookie'])).toMatch(
      new RegExp(`^sitewright_${port()}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/api$`),
    );
    expect(gateway.openUrl).not.toContain(gateway.token);
  });

  it('a call with the cookie works from our page only', async () => {
    const headers = { ...json, cookie: await cookie() };
    const ours = await ask({ ...cancelCall, headers: { ...headers, origin: gateway.url } });
    const foreign = await ask({ ...cancelCall, headers: { ...headers, origin: 'http://evil.example' } });
    const silent = await ask({ ...cancelCall, headers });
    expect([ours.status, foreign.status, silent.status]).toEqual([200, 403, 403]);
    expect(application.calls).toHaveLength(1);
  });

  it('a code works once', async () => {
    await cookie();
    const { pathname, search } = new URL(gateway.openUrl);
    const again = await ask({ path: pathname + search });
    expect([again.status, codeOf(again), again.headers['set-cookie']]).toEqual([
      401,
      'TOKEN_INVALID',
      undefined,
    ]);
  });

  it('a code is too old after ten minutes', async () => {
    now += 10 * 60_000 + 1;
    const { pathname, search } = new URL(gateway.openUrl);
    expect((await ask({ path: pathname + search })).status).toBe(401);
  });

  it.each(['/open', '/open?code=', '/open?code=AAAA'])('%s opens nothing', async (path) => {
    const answer = await ask({ path });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
  });

  it('a new link is given to who may call, and to nobody else', async () => {
    const path = '/api/open-code';
    expect((await ask({ method: 'POST', path })).status).toBe(401);
    const given = await ask({ method: 'POST', path, headers: bearer() });
    const { openUrl } = JSON.parse(given.body) as { openUrl: string };
    const headers = { ...json, cookie: await cookie(openUrl), origin: gateway.url };
    expect((await ask({ ...listCall, headers })).status).toBe(200);
  });

  it('the cookie of one gateway means nothing to the next', async () => {
    const given = await cookie();
    const next = await open();
    const headers = { ...json, cookie: given, origin: next.url };
    const answer = await send(next.url, { ...listCall, headers });
    await next.close();
    expect(answer.status).toBe(401);
  });
});

describe('the WebSocket', () => {
  const path = '/api/ws';

  it('is opened with the token, or with the cookie from our page', async () => {
    const headers = { cookie: await cookie(), origin: gateway.url };
    const opened = [await upgrade(gateway.url + path, bearer()), await upgrade(gateway.url + path, headers)];
    expect(opened.map(({ status }) => status)).toEqual(['open', 'open']);
    for (const { socket } of opened) {
      socket.terminate();
    }
  });

  it('is refused without either, from other origins, for other hosts, and elsewhere', async () => {
    const session = await cookie();
    const refused = [
      await upgrade(gateway.url + path, {}),
      await upgrade(`${gateway.url}${path}?token=${gateway.token}`, {}),
      await upgrade(gateway.url + path, { ...bearer(), origin: 'http://evil.example' }),
      await upgrade(gateway.url + path, { cookie: session, origin: 'http://evil.example' }),
      await upgrade(gateway.url + path, { cookie: session }),
      await upgrade(gateway.url + path, { ...bearer(), host: `attacker.test:${port()}` }),
      await upgrade(`${gateway.url}/api/other`, bearer()),
    ];
    expect(refused.map(({ status, body }) => [status, codeOf({ body })])).toEqual([
      [401, 'TOKEN_INVALID'],
      [401, 'TOKEN_INVALID'],
      [403, 'ORIGIN_REFUSED'],
      [403, 'ORIGIN_REFUSED'],
      [403, 'ORIGIN_REFUSED'],
      [403, 'ORIGIN_REFUSED'],
      [404, 'PATH_NOT_FOUND'],
    ]);
  });

  it('is refused with the body that a refused call has, in the language that was asked for', async () => {
    for (const language of ['zh-CN', 'en']) {
      const asked = { 'accept-language': language };
      const { body } = await upgrade(gateway.url + path, asked);
      const call = await ask({ ...listCall, headers: { ...json, ...asked } });
      expect(JSON.parse(body)).toEqual(JSON.parse(call.body));
      expect(JSON.parse(body)).toMatchObject({
        error: { code: 'TOKEN_INVALID', message: expect.any(String) as string },
      });
    }
  });

  it.each([
    ['is too large', JSON.stringify({ i: '1', p: { u: `/${'x'.repeat(1024 * 1024)}` } }), 1009],
    ['is not JSON', 'hello', 1007],
    ['has another form', '{"i":1}', 1007],
    ['is binary', Buffer.from('{}'), 1007],
  ])('is closed over a message that %s', async (_, message, code) => {
    const { socket } = await upgrade(gateway.url + path, bearer());
    const closed = once(socket, 'close');
    socket.send(message);
    expect((await closed)[0]).toBe(code);
    expect((await ask({ ...listCall, headers: { ...json, ...bearer() } })).status).toBe(200);
  });
});

describe('the shell', () => {
  it('is public, with headers that keep other sites and scripts out', async () => {
    const { status, headers } = await ask({ path: '/' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("frame-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it.each([
    '/../gateway.ts',
    '/..%2fgateway.ts',
    '/%2e%2e/gateway.ts',
    '/..\\gateway.ts',
    '/page/../../gateway.ts',
    '//etc/passwd',
    '/app.js/../../gateway.ts',
    '/app.js%00.html',
    'file:///etc/passwd',
    '/<script>alert(1)</script>',
  ])('%s is nothing, is not repeated, and not even that is told to who may not call', async (path) => {
    const { status, body } = await ask({ path, headers: bearer() });
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({
      error: { code: 'PATH_NOT_FOUND', message: 'Nothing exists at this address. Check the URL.' },
    });
    const stranger = await ask({ path });
    expect([stranger.status, codeOf(stranger)]).toEqual([401, 'TOKEN_INVALID']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is no way to read it', async (method) => {
    const { status, headers } = await ask({ method, path: '/' });
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('HEAD answers the headers alone', async () => {
    const { status, body, headers } = await ask({ method: 'HEAD', path: '/' });
    expect([status, body, Number(headers['content-length']) > 0]).toEqual([200, '', true]);
  });
});

describe('clients that do not play by the rules', () => {
  it('one that never finishes its headers is hung up on', async () => {
    const hasty = await open({ patience: { headersMs: 30, requestMs: 60 } });
    const received = await sendBytes(hasty.url, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    await hasty.close();
    expect(received).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('one that never finishes its body is hung up on', async () => {
    const hasty = await open({ patience: { headersMs: 30, requestMs: 60 } });
    const host = new URL(hasty.url).host;
    const head = `POST /api/rpc/runs/list HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${hasty.token}\r\n`;
    const received = await sendBytes(
      hasty.url,
      `${head}Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{`,
    );
    await hasty.close();
    expect(received).not.toMatch(/^HTTP\/1\.1 200/);
  });

  it.each([
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['rubbish', 'rubbish\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a tunnel', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ])('%s gets nothing', async (_, bytes) => {
    expect(await sendBytes(gateway.url, bytes)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  it('a port that is taken is said so', async () => {
    await expect(open({ port: Number(port()) })).rejects.toMatchObject({ code: 'USAGE' });
  });
});
