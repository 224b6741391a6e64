import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { router } from '../../src-main/api/router.ts';
import { answerJson } from '../../src-main/hosts/gateway/answers.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import type { Route } from '../../src-main/hosts/gateway/route.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';

const handled: string[] = [];

/** Addresses of an engine wherever there can be some: whatever reaches one of them without being let in is seen. */
const rest = ['/*', '/apis/*', '/api/v1/nodes/:node/retry'].flatMap((pattern): readonly Route[] => [
  {
    method: 'GET',
    pattern,
    socket: (_, opened) => {
      handled.push(pattern);
      opened.terminate();
    },
  },
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'].map((method) => ({
    method,
    pattern,
    handle: (...[, response]: Parameters<Extract<Route, { handle: unknown }>['handle']>) => {
      handled.push(pattern);
      answerJson(response, 200, {});
    },
  })),
]);

let gateway: Gateway;
const application = createFakeApplication();
const contexts = createContexts(application);

beforeAll(async () => {
  const contextFor = () => contexts.contextFor({ kind: 'gateway', by: 'engineer' });
  gateway = await createGateway({ router, contextFor, rest });
});

afterAll(() => gateway.close());

const piece = fc.oneof(
  fc.constantFrom(
    'api',
    'apis',
    'rpc',
    'ws',
    'report',
    '0147',
    'open',
    'open-code',
    'runs',
    'list',
    'assets',
    'index.html',
  ),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2E',
    '',
    '%2f',
    '%5c',
    '\\',
    '%00',
    '%zz',
    '%',
    'API',
    'Open',
    'INDEX.HTML',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'zcloud.cn',
    'v1',
    'nodes',
    'retry',
    ';',
    ':',
    '*',
    '@',
    'a'.repeat(3_000),
  ),
  fc.string({ minLength: 1, maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
);
const path = fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join('/')}`);
const target = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: path },
      { weight: 1, arbitrary: path.map((each) => `/${each}`) },
      { weight: 1, arbitrary: path.map((each) => `http://HOST${each}`) },
      { weight: 1, arbitrary: path.map((each) => `http://evil.example${each}`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('*', '/', '/open', '/api/rpc/runs/list', '/api/ws', '/apis/x'),
      },
    ),
    fc.constantFrom('', '', '?', '?code=AAAA', '?token=AAAA', '?a=/../open', '#/open', ';x=1'),
  )
  .map((parts) => parts.join(''));
const method = fc.constantFrom(
  'GET',
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'TRACE',
  'PROPFIND',
);
const headers = fc.constantFrom(
  '',
  'Authorization: Bearer AAAA\r\n',
  'Authorization: Basic YTpi\r\n',
  'Cookie: sitewright_PORT=AAAA\r\nOrigin: http://HOST\r\n',
  'Origin: http://HOST\r\n',
  'Sec-Fetch-Site: same-origin\r\n',
  'X-Forwarded-For: 127.0.0.1\r\nX-Original-URL: /\r\nX-HTTP-Method-Override: GET\r\n',
);
const upgrading =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** What comes over the wire until the gateway hangs up. */
function ask(head: string): Promise<Answer> {
  const { host, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port: Number(port) }, () =>
      socket.write(head.replaceAll('HOST', host).replaceAll('PORT', port), 'latin1'),
    );
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => {
      const [top = '', body = ''] = received.split(/\r\n\r\n([^]*)/);
      const [line = '', ...lines] = top.split('\r\n');
      const pairs = lines.map((each) => each.split(/: ([^]*)/));
      resolve({
        status: Number(line.split(' ')[1]),
        headers: new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value])),
        body,
      });
    });
  });
}

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const isShell = (asked: string): boolean => {
  const [file = ''] = asked.split('?');
  return file === '/' || file === '/index.html' || file.startsWith('/assets/');
};

const isCall = (asked: string): boolean => /^\/open(\?|$)/.test(asked);

describe('who was not let in', () => {
  it('is served the shell and the way in, whatever path and method are asked for', async () => {
    const requests = fc.record({ target, method, headers, isUpgrade: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(requests, async ({ target: asked, method: by, headers: given, isUpgrade }) => {
        const connection = isUpgrade ? upgrading : 'Connection: close\r\n';
        const answer = await ask(`${by} ${asked} HTTP/1.1\r\nHost: HOST\r\n${given}${connection}\r\n`);
        if (answer.status === 400 && answer.body === '') {
          // No HTTP: refused before anybody could look at its path.
          return;
        }
        const policy = answer.headers.get('content-security-policy') ?? '';
        expect(Object.fromEntries(answer.headers)).toMatchObject(always);
        expect(policy).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/);
        expect(answer.headers.has('set-cookie')).toBe(false);
        if (answer.status < 400) {
          expect([answer.status, isUpgrade, isShell(asked)]).toEqual([200, false, true]);
          expect(['GET', 'HEAD']).toContain(by);
        } else if (answer.status === 404 || answer.status === 405) {
          // Only of what is open to everybody is said what it takes.
          expect(isShell(asked) || isCall(asked)).toBe(true);
        } else {
          expect([401, 403]).toContain(answer.status);
        }
        expect([handled, application.calls, contexts.failures]).toEqual([[], [], []]);
      }),
      { numRuns: 600, seed: 11 },
    );
  });
});
