/**
 * JSON over HTTP to one base URL: one pool of connections, named timeouts, no redirects, no retries, bounded answers.
 * What a status means is for the caller to say; this client only throws when there is no usable answer at all.
 */
import type { Pool } from 'undici';
import { verbatim } from '../../contract/text.ts';
import { openConnection } from './connection.ts';
import { requireTarget, type ConnectionRules, type Target } from './connection-rules.ts';
import { answerLimitBytes, exchangeError } from './exchange-error.ts';

const defaultReadTimeoutMs = 30_000;
const defaultExchangeTimeoutMs = 120_000;
const connectionsPerSite = 4;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface HttpCall {
  readonly method: HttpMethod;
  /** From the root, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON when given. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** `json` is undefined when the answer has no body or is not JSON; `text` then says what it is. */
export interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly text: string;
  /** The `Date` header as it came, null without one. */
  readonly date: string | null;
  /** The `Retry-After` header as it came, null without one. */
  readonly retryAfter: string | null;
}

/** One call as it went. `status` is null without an answer; `ec` is the system's own result code, null without one. A log takes no body of it; no header and no query is kept. */
export interface CallRecord {
  readonly method: HttpMethod;
  readonly path: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly ec: string | null;
  /** What was sent and what came, as JSON; undefined for none. Whoever keeps them masks them. */
  readonly sent?: unknown;
  readonly received?: unknown;
}

export interface HttpClient {
  readonly baseUrl: string;
  /** Throws CANCELED, CONNECT_FAILED, CONNECT_TIMEOUT, HANDSHAKE_FAILED, READ_TIMEOUT, HTTP_BAD_ANSWER, TLS_UNKNOWN, TLS_CHANGED or ADDRESS_NOT_ALLOWED. */
  call(call: HttpCall): Promise<HttpAnswer>;
  /** Opens a connection, sends nothing, answers the certificate's SHA-256 (null over http). Throws as `call` does. */
  fingerprint(signal: AbortSignal): Promise<string | null>;
  close(): Promise<void>;
}

/** Tells whether JSON came, without failing when something else did (an error page, nothing). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The library is loaded with the first call and one pool is made for the base URL, never two. */
function lazyPool(target: Target, rules: ConnectionRules): { get(): Promise<Pool>; close(): Promise<void> } {
  let pool: Promise<Pool> | null = null;
  const open = async (): Promise<Pool> => {
    const undici = await import('undici');
    const readTimeoutMs = rules.readTimeoutMs ?? defaultReadTimeoutMs;
    return new undici.Pool(target.origin, {
      connections: connectionsPerSite,
      pipelining: 1,
      headersTimeout: readTimeoutMs,
      bodyTimeout: readTimeoutMs,
      maxResponseSize: answerLimitBytes,
      connect: (_options, done) => {
        openConnection(target, rules).then(
          ({ socket }) => done(null, socket),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
        );
      },
    });
  };
  return {
    get: () => (pool ??= open()),
    close: async () => {
      const opened = await pool;
      await opened?.destroy();
    },
  };
}

/** What one exchange goes by: the connections, and how long it may take. */
interface Way {
  readonly target: Target;
  readonly rules: ConnectionRules;
  readonly pool: { get(): Promise<Pool> };
}

async function exchangeOver({ target, rules, pool }: Way, call: HttpCall): Promise<HttpAnswer> {
  // Also for a connection that is already open: what is allowed may have changed since.
  rules.allowedHosts(target.host);
  call.signal.throwIfAborted();
  const answer = await (
    await pool.get()
  ).request({
    method: call.method,
    path: call.path,
    ...(call.query === undefined ? {} : { query: call.query }),
    headers: {
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    body: call.body === undefined ? null : JSON.stringify(call.body),
    signal: AbortSignal.any([
      call.signal,
      AbortSignal.timeout(rules.exchangeTimeoutMs ?? defaultExchangeTimeoutMs),
    ]),
  });
  const text = await answer.body.text();
  const one = (value: string | readonly string[] | undefined): string | null =>
    typeof value === 'string' ? value : null;
  return {
    status: answer.statusCode,
    json: parseJson(text),
    text,
    date: one(answer.headers['date']),
    retryAfter: one(answer.headers['retry-after']),
  };
}

export interface HttpClientOptions {
  readonly baseUrl: string;
  readonly rules: ConnectionRules;
  readonly onCall?: (record: CallRecord) => void;
  /** The result code that the system puts into its answers; null where there is none. */
  readonly codeIn?: (json: unknown) => string | null;
}

/** Throws INPUT_INVALID or HTTP_NOT_ALLOWED at once when the base URL cannot be used under the rules. */
export function createHttpClient({
  baseUrl,
  rules,
  onCall,
  codeIn = () => null,
}: HttpClientOptions): HttpClient {
  const target = requireTarget(baseUrl, rules);
  const pool = lazyPool(target, rules);

  return {
    baseUrl: target.origin,
    call: async (call) => {
      const startedAt = performance.now();
      let answer: HttpAnswer | null = null;
      try {
        answer = await exchangeOver({ target, rules, pool }, call);
        return answer;
      } catch (error) {
        throw exchangeError(error, {
          what: verbatim(`${call.method} ${target.origin}${call.path}`),
          changes: call.method !== 'GET',
          signal: call.signal,
        });
      } finally {
        onCall?.({
          method: call.method,
          path: call.path,
          status: answer?.status ?? null,
          durationMs: Math.round(performance.now() - startedAt),
          ec: codeIn(answer?.json),
          sent: call.body,
          received: answer?.json ?? (answer?.text === '' ? undefined : answer?.text),
        });
      }
    },
    fingerprint: async (signal) => {
      try {
        const { socket, fingerprint } = await openConnection(target, rules, signal);
        socket.destroy();
        return fingerprint;
      } catch (error) {
        const what = { zh: `连接 ${target.origin}`, en: `Connecting to ${target.origin}` };
        throw exchangeError(error, { what, changes: false, signal });
      }
    },
    close: () => pool.close(),
  };
}
