import type { Dispatcher } from 'undici';
import type { AppError } from '../../contract/errors.ts';
import { verbatim } from '../../contract/text.ts';
import { exchangeError } from '../http/exchange-error.ts';
import { parseJson } from '../http/http-client.ts';
import { refusalError } from './status.ts';

/** How an API server is reached and how we show who we are. Everything is loaded; nothing of it is looked up later. */
export interface ApiAccess {
  /** `https://host[:port][/path]`, without a slash at its end. */
  readonly server: string;
  /** Null: those that this computer trusts. */
  readonly certificateAuthority: Buffer | null;
  readonly isInsecure: boolean;
  /** The name that the certificate has to bear, where it is not that of the address. */
  readonly tlsServerName: string | null;
  readonly client: { readonly certificate: Buffer; readonly key: Buffer } | null;
  /** An http or https proxy that tunnels to the server; it sees no request and no credential. */
  readonly proxyUrl: string | null;
  /** The `Authorization` header of the next request; null for none. `isRefused`: the last one was. */
  authorization(isRefused: boolean, signal: AbortSignal): Promise<string | null>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root of the API, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Keeps nothing, whatever its method. */
  readonly isQuestion?: boolean;
  readonly signal: AbortSignal;
}

const connectMs = 10_000;
const readMs = 30_000;
const sideBySide = 16;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array> & { text(): Promise<string>; dump(): Promise<void> };
}

export interface ApiConnection {
  readonly server: string;
  /** The whole answer as text. Throws as {@link refusalError} and `exchangeError` say. */
  text(request: ApiRequest): Promise<string>;
  /** Pieces of an answer as they come, until it ends; `silenceMs`: the longest pause between two. */
  stream(request: ApiRequest, silenceMs: number): AsyncGenerator<Uint8Array, void, void>;
  close(): Promise<void>;
}

/** One pool for calls and one for streams, which would keep the calls waiting; both are made when they are first needed. */
export function openApiConnection(access: ApiAccess): ApiConnection {
  const { origin, pathname } = new URL(access.server);
  const base = pathname.replace(/\/$/, '');
  const calls = lazyPool(origin, access, sideBySide);
  const streams = lazyPool(origin, access, null);

  async function send(pool: LazyPool, request: ApiRequest, silenceMs: number): Promise<Answer> {
    const shown = await access.authorization(false, request.signal);
    const answer = await exchange(pool, request, { silenceMs, authorization: shown });
    if (answer.status !== 401) {
      return answer;
    }
    // A token that a plugin has made may have ended; it is asked for another one once.
    const another = await access.authorization(true, request.signal);
    if (another === shown) {
      return answer;
    }
    await answer.body.dump();
    return exchange(pool, request, { silenceMs, authorization: another });
  }

  async function exchange(
    pool: LazyPool,
    { method, path, query = {}, body, accept, contentType, signal }: ApiRequest,
    { silenceMs, authorization }: { readonly silenceMs: number; readonly authorization: string | null },
  ): Promise<Answer> {
    signal.throwIfAborted();
    const asked = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await (
      await pool.get()
    ).request({
      origin,
      method,
      path: `${base}${path}${asked.length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`}`,
      headers: {
        accept: accept ?? 'application/json',
        'user-agent': 'sitewright',
        ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
        ...(authorization === null ? {} : { authorization }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: readMs,
      bodyTimeout: silenceMs,
      signal,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  const translated = (thrown: unknown, request: ApiRequest): AppError =>
    exchangeError(thrown, {
      what: verbatim(whatOf(access, request)),
      changes: changes(request),
      signal: request.signal,
    });

  return {
    server: access.server,
    async text(request) {
      try {
        const answer = await send(calls, request, readMs);
        if (answer.status >= 300) {
          throw await refused(access, request, answer);
        }
        return await answer.body.text();
      } catch (thrown) {
        throw translated(thrown, request);
      }
    },
    async *stream(request, silenceMs) {
      try {
        const answer = await send(streams, request, silenceMs);
        if (answer.status >= 300) {
          throw await refused(access, request, answer);
        }
        yield* answer.body;
      } catch (thrown) {
        throw translated(thrown, request);
      }
    },
    close: async () => {
      await Promise.all([calls.close(), streams.close()]);
    },
  };
}

const whatOf = ({ server }: ApiAccess, { method, path }: ApiRequest): string => `${method} ${server}${path}`;

const changes = ({ method, query, isQuestion = false }: ApiRequest): boolean =>
  method !== 'GET' && !isQuestion && query?.['dryRun'] === undefined;

async function refused(
  access: ApiAccess,
  request: ApiRequest,
  { status, headers, body }: Answer,
): Promise<AppError> {
  const text = await body.text();
  const after = Number(headers['retry-after'] ?? Number.NaN);
  return refusalError({
    what: whatOf(access, request),
    status,
    body: parseJson(text),
    retryAfterSeconds: Number.isFinite(after) ? after : null,
    changes: changes(request),
  });
}

interface LazyPool {
  get(): Promise<Dispatcher>;
  close(): Promise<void>;
}

function lazyPool(origin: string, access: ApiAccess, connections: number | null): LazyPool {
  let pool: Promise<Dispatcher> | null = null;
  const tls = {
    timeout: connectMs,
    rejectUnauthorized: !access.isInsecure,
    keepAlive: true,
    ...(access.certificateAuthority === null ? {} : { ca: access.certificateAuthority }),
    ...(access.client === null ? {} : { cert: access.client.certificate, key: access.client.key }),
    ...(access.tlsServerName === null ? {} : { servername: access.tlsServerName }),
  };
  const open = async (): Promise<Dispatcher> => {
    const undici = await import('undici');
    return access.proxyUrl === null
      ? new undici.Pool(origin, { connections, pipelining: 1, connect: tls })
      : new undici.ProxyAgent({ uri: access.proxyUrl, requestTls: tls, connections, pipelining: 1 });
  };
  return {
    get: () => (pool ??= open()),
    close: async () => {
      await (await pool)?.destroy();
    },
  };
}
