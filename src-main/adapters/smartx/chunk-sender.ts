/**
 * One chunk, one POST. Node's own HTTP client over a kept connection: for bodies of this size it is faster than undici,
 * and it lets the same few buffers be used again and again.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request as startRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import { verbatim } from '../../contract/text.ts';
import { openConnection } from '../http/connection.ts';
import type { ConnectionRules, Target } from '../http/connection-rules.ts';
import { exchangeError } from '../http/exchange-error.ts';
import { parseJson, type CallRecord, type HttpAnswer } from '../http/http-client.ts';
import type { FilePiece } from './file-ring.ts';
import { resultCodeOf } from './result-code.ts';

const answerLimitBytes = 1024 * 1024;
const defaultReadTimeoutMs = 120_000;
const defaultExchangeTimeoutMs = 15 * 60_000;

export const uploadPath = '/api/v2/svt_image/upload_template';

interface ChunkPost {
  readonly query: Readonly<Record<string, string>>;
  readonly token: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Reads the chunk; ends with the signal. */
  readonly pieces: (signal: AbortSignal) => AsyncIterable<FilePiece>;
  readonly onSent: (sizeBytes: number) => void;
  readonly signal: AbortSignal;
}

export interface ChunkSender {
  /** Any answer there is, whatever its status. Throws as `HttpClient.call`, and what `pieces` throws. */
  send(post: ChunkPost): Promise<HttpAnswer>;
  close(): void;
}

interface Form {
  readonly contentType: string;
  readonly head: Buffer;
  readonly tail: Buffer;
}

function formAround(fileName: string): Form {
  const boundary = `sitewright-${randomUUID()}`;
  const name = fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(head),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > answerLimitBytes) {
      throw new AppError('HTTP_BAD_ANSWER', {
        zh: `分片的应答超过 ${answerLimitBytes} 字节。请核对这是不是集群的地址。`,
        en: `The response to a chunk is larger than ${answerLimitBytes} bytes. Check that this is the cluster's address.`,
      });
    }
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  const { date = null, 'retry-after': retryAfter = null } = response.headers;
  return { status: response.statusCode ?? 0, json: parseJson(text), text, date, retryAfter };
}

/** Writes head, pieces and tail. Pieces still in use when the exchange ends are released by the returned function. */
async function writeBody(
  request: ClientRequest,
  form: Form,
  body: { readonly post: ChunkPost; readonly over: AbortSignal; readonly inUse: Set<FilePiece> },
): Promise<void> {
  request.write(form.head);
  for await (const piece of body.post.pieces(body.over)) {
    body.inUse.add(piece);
    request.write(piece.bytes, (error) => {
      body.inUse.delete(piece);
      piece.release();
      if (!error) {
        body.post.onSent(piece.bytes.length);
      }
    });
  }
  request.end(form.tail);
}

/** Settles with the answer, also with one that comes while the body is still being sent, and never hangs on either. */
async function exchange(
  request: ClientRequest,
  form: Form,
  { post, deadline }: { readonly post: ChunkPost; readonly deadline: AbortSignal },
): Promise<HttpAnswer> {
  const stop = new AbortController();
  const inUse = new Set<FilePiece>();
  const answer = Promise.withResolvers<HttpAnswer>();
  const onAbort = (): void =>
    answer.reject(new AppError('CANCELED', { zh: '上传已取消。', en: 'The upload was canceled.' }));
  const onDeadline = (): void => answer.reject(deadline.reason);
  post.signal.addEventListener('abort', onAbort, { once: true });
  deadline.addEventListener('abort', onDeadline, { once: true });
  request.on('error', answer.reject);
  const onEarlyClose = (): void =>
    answer.reject(
      new AppError('CONNECT_FAILED', {
        zh: '分片还没收到应答，连接就被关闭。请检查网络。',
        en: 'The connection was closed before the response to a chunk arrived. Check the network.',
      }),
    );
  request.once('close', onEarlyClose);
  request.once('response', (response) => {
    request.off('close', onEarlyClose);
    stop.abort();
    readAnswer(response).then(answer.resolve, answer.reject);
  });
  const over = AbortSignal.any([post.signal, stop.signal]);
  const writing = writeBody(request, form, { post, over, inUse }).catch((error: unknown) => {
    // Once the exchange is over, being stopped is all that this can be.
    if (!over.aborted) {
      answer.reject(error);
    }
  });
  try {
    return await answer.promise;
  } finally {
    stop.abort();
    post.signal.removeEventListener('abort', onAbort);
    deadline.removeEventListener('abort', onDeadline);
    // A connection whose request was not sent to its end, or whose answer is still coming, cannot carry another one.
    if (!request.writableFinished || deadline.aborted) {
      request.destroy();
    }
    await writing;
    for (const piece of inUse) {
      piece.release();
    }
  }
}

export interface ChunkSenderOptions {
  readonly target: Target;
  readonly rules: ConnectionRules;
  readonly onCall?: (record: CallRecord) => void;
}

function startPost(
  { target, rules }: ChunkSenderOptions,
  agent: Agent,
  { form, post }: { readonly form: Form; readonly post: ChunkPost },
): ClientRequest {
  const request = startRequest({
    agent,
    host: target.host,
    port: target.port,
    method: 'POST',
    path: `${uploadPath}?${new URLSearchParams(post.query).toString()}`,
    headers: {
      host: target.authority,
      accept: 'application/json',
      'x-smartx-token': post.token,
      'content-type': form.contentType,
      'content-length': form.head.length + post.sizeBytes + form.tail.length,
    },
  });
  request.setTimeout(rules.readTimeoutMs ?? defaultReadTimeoutMs, () => {
    request.destroy(
      new AppError('READ_TIMEOUT', {
        zh: `${target.origin} 超时：不再接收数据，或没有应答。`,
        en: `${target.origin} timed out: it stopped receiving data or did not respond.`,
      }),
    );
  });
  return request;
}

export function createChunkSender(options: ChunkSenderOptions): ChunkSender {
  const { target, rules, onCall } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, done) => {
    openConnection(target, rules).then(
      ({ socket }) => done?.(null, socket),
      // The declared type asks for a stream also where there is none.
      (error: unknown) => (done as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  };

  return {
    send: async (post) => {
      const startedAt = performance.now();
      let answer: HttpAnswer | null = null;
      try {
        rules.allowedHosts(target.host);
        post.signal.throwIfAborted();
        const form = formAround(post.fileName);
        const deadline = AbortSignal.timeout(rules.exchangeTimeoutMs ?? defaultExchangeTimeoutMs);
        answer = await exchange(startPost(options, agent, { form, post }), form, { post, deadline });
        return answer;
      } catch (error) {
        const what = verbatim(`POST ${target.origin}${uploadPath}`);
        throw exchangeError(error, { what, changes: true, signal: post.signal });
      } finally {
        const durationMs = Math.round(performance.now() - startedAt);
        onCall?.({
          method: 'POST',
          path: uploadPath,
          status: answer?.status ?? null,
          durationMs,
          ec: resultCodeOf(answer?.json),
        });
      }
    },
    close: () => agent.destroy(),
  };
}
