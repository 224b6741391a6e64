/** A few lines of HTTP server that answer what a test tells them to and remember what they were asked. */
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON, undefined when it is not. */
  readonly json: unknown;
}

interface StandInAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface StandInOptions {
  /** Asked once the whole request is there; `reset` tears the connection, `silence` never answers. */
  readonly answer: (request: SeenRequest) => StandInAnswer | 'reset' | 'silence';
  /** Takes a request over before its body is read; true when it did. */
  readonly takeOver?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly tls?: SecureContextOptions;
}

interface StandIn extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  /** Connections opened so far. */
  connections(): number;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) {
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const json = parsed(body.toString('utf8'));
  const query = Object.fromEntries(url.searchParams);
  return { method: request.method ?? '', path: url.pathname, query, headers: request.headers, body, json };
}

function write(response: ServerResponse, answer: StandInAnswer): void {
  const text = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
  response
    .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    .end(text);
}

export async function startSmartxStandIn(options: StandInOptions): Promise<StandIn> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    if (options.takeOver?.(request, response) === true) {
      return;
    }
    readRequest(request).then(
      (complete) => {
        seen.push(complete);
        const answer = options.answer(complete);
        if (answer === 'reset') {
          request.socket.resetAndDestroy();
        } else if (answer !== 'silence') {
          write(response, answer);
        }
      },
      // The client went away in the middle; the test looks at the client.
      () => response.destroy(),
    );
  };
  const server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    seen,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

/** The file inside a multipart body with one part. */
export function fileOfForm(body: Buffer): {
  readonly field: string;
  readonly fileName: string;
  readonly content: Buffer;
} {
  const headEnd = body.indexOf('\r\n\r\n');
  const head = body.subarray(0, headEnd).toString('utf8');
  const boundary = head.slice(0, head.indexOf('\r\n'));
  const tail = Buffer.byteLength(`\r\n${boundary}--\r\n`);
  return {
    field: /name="([^"]*)"/.exec(head)?.[1] ?? '',
    fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? '',
    content: body.subarray(headEnd + 4, body.length - tail),
  };
}
