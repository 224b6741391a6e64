import { X509Certificate } from 'node:crypto';
import { createServer as createSecureServer } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import type { ConnectionRules } from '../../../src-main/adapters/http/connection-rules.ts';
import {
  createHttpClient,
  type CallRecord,
  type HttpClient,
} from '../../../src-main/adapters/http/http-client.ts';
import { startSmartxStandIn } from '../../support/smartx-stand-in.ts';
import { firstCertificate, otherCertificate } from './test-certificates.ts';

const never = new AbortController().signal;
const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

function rules(changes: Partial<ConnectionRules> = {}): ConnectionRules {
  return {
    site: 'site',
    pins: { accepted: () => [] },
    allowHttp: true,
    allowedHosts: () => undefined,
    ...changes,
  };
}

async function withClient(client: HttpClient, use: (client: HttpClient) => Promise<void>): Promise<void> {
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

const get = (client: HttpClient, signal = never) => client.call({ method: 'GET', path: '/api', signal });

describe('calling over plain http', () => {
  it('sends method, path, query, headers and JSON, and answers status and JSON', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({ status: 418, json: { ec: 'EODD' } }) });
    const records: CallRecord[] = [];
    await withClient(
      createHttpClient({
        baseUrl: site.baseUrl,
        rules: rules(),
        onCall: (one) => records.push(one),
        codeIn: (json) => (json as { ec?: string }).ec ?? null,
      }),
      async (client) => {
        const answer = await client.call({
          method: 'PUT',
          path: '/api/v2/x',
          query: { name: 'a b&c' },
          headers: { 'x-smartx-token': 'secret-token' },
          body: { password: 'secret-password' },
          signal: never,
        });
        expect(answer).toMatchObject({ status: 418, json: { ec: 'EODD' } });
        expect(site.seen[0]).toMatchObject({
          method: 'PUT',
          path: '/api/v2/x',
          query: { name: 'a b&c' },
          json: { password: 'secret-password' },
        });
        expect(records).toEqual([
          {
            method: 'PUT',
            path: '/api/v2/x',
            status: 418,
            durationMs: expect.any(Number) as number,
            ec: 'EODD',
            sent: { password: 'secret-password' },
            received: { ec: 'EODD' },
          },
        ]);
        expect(JSON.stringify(records)).not.toContain('secret-token');
      },
    );
  });

  it('follows no redirect', async () => {
    await using site = await startSmartxStandIn({
      answer: () => ({ status: 302, headers: { location: '/elsewhere' } }),
    });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      expect((await get(client)).status).toBe(302);
      expect(site.seen).toHaveLength(1);
    });
  });

  it('refuses an answer larger than 8 MiB', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({ text: 'x'.repeat(9 * 1024 * 1024) }) });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      await expect(get(client)).rejects.toMatchObject({ code: 'HTTP_BAD_ANSWER' });
    });
  });

  it('is refused unless somebody allowed it', () => {
    expect(() =>
      createHttpClient({ baseUrl: 'http://10.0.0.1', rules: rules({ allowHttp: false }) }),
    ).toThrow(expect.objectContaining({ code: 'HTTP_NOT_ALLOWED' }) as Error);
  });

  it.each(['ftp://10.0.0.1', 'nonsense', 'https://user:hidden@10.0.0.1', 'https://10.0.0.1/api'])(
    'does not take %s for the address of a cluster, and does not quote a password from it',
    (baseUrl) => {
      const thrown = catchError(() => createHttpClient({ baseUrl, rules: rules() }));
      expect(thrown.code).toBe('INPUT_INVALID');
      expect(thrown.message).not.toContain('hidden');
    },
  );
});

function catchError(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
  }
  throw new Error('nothing was thrown');
}

describe('what can go wrong on the wire', () => {
  it('names a refused connection', async () => {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    await new Promise((resolve) => listener.close(resolve));
    await withClient(
      createHttpClient({ baseUrl: `http://127.0.0.1:${port}`, rules: rules() }),
      async (client) => {
        await expect(get(client)).rejects.toMatchObject({
          code: 'CONNECT_FAILED',
          text: {
            zh: `无法连接 http://127.0.0.1:${port}：对端拒绝连接。该地址有设备应答，但端口没有开放。请核对地址和端口，并确认服务已启动。`,
            en: `Cannot connect to http://127.0.0.1:${port}: connection refused. A device responds at this address, but the port is closed. Check the address and the port, and that the service is running.`,
          },
          data: { reason: 'ECONNREFUSED' },
        });
      },
    );
  });

  it('names a connection that is torn in the middle', async () => {
    await using site = await startSmartxStandIn({ answer: () => 'reset' });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      await expect(get(client)).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    });
  });

  it('names a server that takes the request and never answers', async () => {
    await using site = await startSmartxStandIn({ answer: () => 'silence' });
    await withClient(
      createHttpClient({ baseUrl: site.baseUrl, rules: rules({ readTimeoutMs: 50 }) }),
      async (client) => {
        await expect(get(client)).rejects.toMatchObject({ code: 'READ_TIMEOUT' });
      },
    );
  });

  it('names a server that accepts a connection and never ends the handshake', async () => {
    const listener = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    try {
      await withClient(
        createHttpClient({ baseUrl: `https://127.0.0.1:${port}`, rules: rules({ connectTimeoutMs: 50 }) }),
        async (client) => {
          await expect(get(client)).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
        },
      );
    } finally {
      listener.close();
    }
  });

  it('says so when https was meant to be http', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({}) });
    await withClient(
      createHttpClient({ baseUrl: `https://127.0.0.1:${site.port}`, rules: rules() }),
      async (client) => {
        await expect(get(client)).rejects.toMatchObject({
          code: 'HANDSHAKE_FAILED',
          message: expect.stringContaining('http://') as string,
          text: { zh: expect.stringContaining('http://') as string },
        });
      },
    );
  });

  it.each([
    { has: 'an old version', maxVersion: 'TLSv1.1' as const, ciphers: 'ALL:@SECLEVEL=0' },
    { has: 'ciphers that are not spoken here', maxVersion: 'TLSv1.2' as const, ciphers: 'PSK:@SECLEVEL=0' },
  ])('tells a server that has only $has from one that is no TLS', async ({ maxVersion, ciphers }) => {
    const tls = { ...firstCertificate, minVersion: 'TLSv1' as const, maxVersion, ciphers };
    await using site = await startSmartxStandIn({ answer: () => ({}), tls });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      const refused = {
        code: 'HANDSHAKE_FAILED',
        text: {
          zh: expect.stringContaining('没有共同支持的 TLS 版本或加密套件') as string,
          // What OpenSSL calls it, without the places in its source.
          en: expect.stringMatching(
            /^Cannot connect to https:[^:]+:\d+: [a-z0-9/ ]+\. The network works/,
          ) as string,
        },
      };
      await expect(get(client)).rejects.toMatchObject(refused);
      await expect(client.fingerprint(never)).rejects.toMatchObject(refused);
    });
  });

  it('stops when it is canceled', async () => {
    const abort = new AbortController();
    await using site = await startSmartxStandIn({
      answer: () => {
        abort.abort();
        return 'silence';
      },
    });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      await expect(get(client, abort.signal)).rejects.toMatchObject({ code: 'CANCELED' });
      await expect(get(client, abort.signal)).rejects.toMatchObject({ code: 'CANCELED' });
      expect(site.seen).toHaveLength(1);
    });
  });

  it('opens no connection to an address that is not allowed', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({}) });
    const allowedHosts = (host: string): void => {
      throw new AppError('ADDRESS_NOT_ALLOWED', verbatim(`${host} belongs to the sheet`));
    };
    await withClient(
      createHttpClient({ baseUrl: site.baseUrl, rules: rules({ allowedHosts }) }),
      async (client) => {
        await expect(get(client)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
        await expect(client.fingerprint(never)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
        expect(site.connections()).toBe(0);
      },
    );
  });
});

describe('certificates', () => {
  it('sends nothing to a certificate nobody has accepted, and tells its fingerprint', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({}), tls: firstCertificate });
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules() }), async (client) => {
      const unknown = { code: 'TLS_UNKNOWN', data: { fingerprint: fingerprintOf(firstCertificate.cert) } };
      await expect(get(client)).rejects.toMatchObject(unknown);
      await expect(client.fingerprint(never)).rejects.toMatchObject(unknown);
      expect(site.seen).toHaveLength(0);
    });
  });

  it('sends nothing to a site whose certificate is another one than accepted', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({}), tls: otherCertificate });
    const pins = { accepted: () => [fingerprintOf(firstCertificate.cert)] };
    await withClient(createHttpClient({ baseUrl: site.baseUrl, rules: rules({ pins }) }), async (client) => {
      await expect(get(client)).rejects.toMatchObject({
        code: 'TLS_CHANGED',
        data: { fingerprint: fingerprintOf(otherCertificate.cert) },
      });
      expect(site.seen).toHaveLength(0);
    });
  });

  it('sends nothing more once another certificate is shown in mid-work', async () => {
    const seen: string[] = [];
    const server = createSecureServer(firstCertificate, (request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pins = { accepted: () => [fingerprintOf(firstCertificate.cert)] };
    await withClient(createHttpClient({ baseUrl, rules: rules({ pins }) }), async (client) => {
      expect(await get(client)).toMatchObject({ status: 200 });
      server.setSecureContext(otherCertificate);
      // Over the connection that is open the first one still answers; whoever comes next does not.
      server.closeAllConnections();
      await expect(get(client)).rejects.toMatchObject({
        code: 'TLS_CHANGED',
        data: { fingerprint: fingerprintOf(otherCertificate.cert) },
      });
      expect(seen).toHaveLength(1);
    });
  });

  it('takes any of the certificates accepted for the site, however they were written down', async () => {
    await using site = await startSmartxStandIn({ answer: () => ({ json: {} }), tls: firstCertificate });
    const fingerprint = fingerprintOf(firstCertificate.cert);
    const written = [
      fingerprint,
      fingerprint.toLowerCase(),
      fingerprint.replaceAll(':', ''),
      `SHA256:${fingerprint}`,
    ];
    for (const pin of written) {
      const pins = {
        accepted: (name: string) => (name === 'site' ? [fingerprintOf(otherCertificate.cert), pin] : []),
      };
      await withClient(
        createHttpClient({ baseUrl: site.baseUrl, rules: rules({ pins, allowHttp: false }) }),
        async (client) => {
          expect((await get(client)).status).toBe(200);
          expect(await client.fingerprint(never)).toBe(fingerprint);
        },
      );
    }
  });
});
