import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient, type HttpMethod } from '../../../src-main/adapters/http/http-client.ts';
import { startSmartxStandIn } from '../../support/smartx-stand-in.ts';
import { firstCertificate } from './test-certificates.ts';

const { signal } = new AbortController();

/** A port that says these bytes to whoever connects, whatever was asked. */
async function portSaying(speak: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => speak(socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    listener.close();
  });
  return (listener.address() as AddressInfo).port;
}

interface Asked {
  readonly scheme?: 'http' | 'https';
  readonly method?: HttpMethod;
  readonly readTimeoutMs?: number;
  readonly exchangeTimeoutMs?: number;
}

/** What the call comes to: its error, or the answer. */
async function ask(port: number, asked: Asked = {}): Promise<unknown> {
  const { scheme = 'http', method = 'GET', readTimeoutMs, exchangeTimeoutMs } = asked;
  const http = createHttpClient({
    baseUrl: `${scheme}://127.0.0.1:${port}`,
    rules: {
      site: 'site',
      pins: { accepted: () => [] },
      allowHttp: true,
      allowedHosts: () => undefined,
      ...(readTimeoutMs === undefined ? {} : { readTimeoutMs }),
      ...(exchangeTimeoutMs === undefined ? {} : { exchangeTimeoutMs }),
    },
  });
  try {
    return await http.call({ method, path: '/api', signal });
  } catch (error) {
    return error;
  } finally {
    await http.close();
  }
}

const head = 'HTTP/1.1 200 OK\r\n';

describe('what comes instead of an HTTP answer', () => {
  it.each([
    ['an SSH banner', 'SSH-2.0-OpenSSH_8.0\r\n'],
    ['an FTP greeting', '220 ready\r\n'],
    ['zeros', '\0\0\0\0\0\0\0\0'],
    ['bad chunks', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['both ways of giving a length', `${head}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}`],
    ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a length that is none', `${head}Content-Length: two\r\n\r\n{}`],
    ['a header without a name', `${head}: nothing\r\n\r\n`],
    ['a header with a control character', `${head}X-A: a\0b\r\nContent-Length: 0\r\n\r\n`],
    ['headers without end', `${head}X-Long: ${'a'.repeat(200_000)}\r\n\r\n`],
    ['another protocol version', 'HTTP/9.9 200 OK\r\n\r\n'],
  ])('%s is a bad answer, not a fault of ours', async (_what, bytes) => {
    const port = await portSaying((socket) => socket.end(bytes));
    expect(await ask(port)).toMatchObject({ code: 'HTTP_BAD_ANSWER' });
  });

  it.each([
    ['nothing', ''],
    ['half a status line', 'HTTP/1.1 2'],
    ['half a header', `${head}Content-Le`],
    ['half a body', `${head}Content-Length: 20\r\n\r\n{"ec":`],
    ['half a chunk', `${head}Transfer-Encoding: chunked\r\n\r\n20\r\n{"ec":`],
  ])('a connection that ends after %s is broken', async (_what, bytes) => {
    const port = await portSaying((socket) => socket.end(bytes));
    expect(await ask(port)).toMatchObject({ code: 'CONNECT_FAILED' });
  });

  it('is told where TLS meets a plain port', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({ json: {} }) });
    const error = await ask(site.port, { scheme: 'https' });
    expect(error).toMatchObject({ code: 'HANDSHAKE_FAILED' });
    expect(String(error)).toContain('http://');
  });

  it('is told where plain HTTP meets a TLS port', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({ json: {} }), tls: firstCertificate });
    expect(String(await ask(site.port))).not.toContain('inside this application');
    expect(await ask(site.port)).toMatchObject({
      code: expect.stringMatching(/^(HTTP_BAD_ANSWER|CONNECT_FAILED)$/) as string,
    });
  });

  it('says that the two sides have no TLS version in common', async () => {
    // A fatal alert `protocol_version`, as a server says it that knows only older versions.
    const port = await portSaying((socket) => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 70])));
    const error = await ask(port, { scheme: 'https' });
    expect(error).toMatchObject({
      code: 'HANDSHAKE_FAILED',
      text: {
        zh: `无法连接 https://127.0.0.1:${port}：tlsv1 alert protocol version。网络是通的，但双方没有共同支持的 TLS 版本或加密套件。请在集群上启用 TLS 1.2 或更高版本。`,
        en: `Cannot connect to https://127.0.0.1:${port}: tlsv1 alert protocol version. The network works, but the two sides share no TLS version or cipher suite. Enable TLS 1.2 or later on the cluster.`,
      },
      data: { systemMessage: expect.stringContaining('SSL routines') as string },
    });
  });
});

describe('an answer that never ends', () => {
  const drip = (socket: Socket): void => {
    socket.write(`${head}Content-Length: 100000\r\n\r\n`);
    const timer = setInterval(() => socket.write(' '), 5);
    socket.once('close', () => clearInterval(timer));
  };

  it.each(['GET', 'PUT'] as const)(
    'is given up at the deadline of the whole exchange: %s',
    async (method) => {
      const error = await ask(await portSaying(drip), {
        method,
        readTimeoutMs: 60_000,
        exchangeTimeoutMs: 60,
      });
      expect(error).toMatchObject({ code: 'READ_TIMEOUT' });
      const mayHaveHappened = String(error).includes('unknown whether it took effect');
      expect(mayHaveHappened).toBe(method === 'PUT');
    },
  );
});
