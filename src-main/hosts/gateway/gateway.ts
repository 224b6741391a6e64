import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { CallContext } from '../../api/context.ts';
import { readPage } from '../page/page-files.ts';
import type { AppRouter } from '../../api/router.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { createToken } from '../owner/endpoint.ts';
import { refuseUpgrade } from '../owner/refusal.ts';
import { createSocketService, largestMessageBytes } from '../owner/rpc-socket.ts';
import { closeServer } from '../owner/serve-owner.ts';
import { createAdmission, type Admission } from './admission.ts';
import { acceptedLanguage } from './accept-language.ts';
import { errorBody, securityHeaders, statusOf } from './answers.ts';
import { limitConnections } from './connections.ts';
import { keepSessions, portsBefore } from './kept-sessions.ts';
import { createRoutes, socketPath } from './routes.ts';
import { createSessions } from './sessions.ts';

export interface GatewayParts {
  readonly router: AppRouter;
  /** The context of a call that was let in; its caller is of kind `gateway`. */
  readonly contextFor: () => CallContext;
  /** Directory of the application's shell; public, read once. */
  readonly page?: string;
  /** 0, which is the default, takes the one it had before in this home, or a free one. */
  readonly port?: number;
  /** Where sessions are kept for the next process; without it they end with this one. */
  readonly home?: string;
  readonly clock?: { now(): number };
  /** False while nobody is behind the router: connections are refused then, so that who waits for one tries again. */
  readonly isThere?: () => boolean;
  /** How long a client may take to send its headers, and its whole request. */
  readonly patience?: { readonly headersMs: number; readonly requestMs: number };
}

export interface Gateway {
  /** For scripts, with the Bearer token. */
  readonly url: string;
  /** For a browser: carries a code that works once, never the token. */
  readonly openUrl: string;
  /** 256 random bits. */
  readonly token: string;
  /** Ends every connection: what was behind them has gone. */
  disconnect(): void;
  close(): Promise<void>;
}

/** Where the build puts the page. */
const ownPage = fileURLToPath(new URL('../../../out/renderer', import.meta.url));
const defaultPatience = { headersMs: 10_000, requestMs: 30_000 };

/** Serves the router and the shell on 127.0.0.1, to who has the token or a session. Throws USAGE when the port is taken. */
export async function createGateway(parts: GatewayParts): Promise<Gateway> {
  const { router, contextFor, clock = { now: () => Date.now() }, patience = defaultPatience } = parts;
  const { isThere = () => true } = parts;
  const files = readPage(requireBuilt(parts.page ?? ownPage));
  const server = createServer({
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: Math.min(1_000, patience.headersMs),
    keepAliveTimeout: 5_000,
  });
  const connections = limitConnections(server);
  const port = await listenAt(server, parts);
  const url = `http://127.0.0.1:${port}`;
  const token = createToken();
  const { home } = parts;
  const kept = home === undefined ? null : keepSessions(home, port, () => clock.now());
  const sessions = createSessions(clock, kept);
  const admission = createAdmission({ port, token, sessions });
  const newOpenUrl = (): string => `${url}/open?code=${sessions.newCode()}`;

  server.on(
    'request',
    createRoutes({ router, contextFor, port, admission, connections, sessions, files, newOpenUrl }),
  );
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  const serve = createSocketService(router);
  server.on('upgrade', (request, socket: Duplex, head) => {
    const refusal = refusalOf(request, admission) ?? (isThere() ? null : nobodyThere());
    if (refusal === null) {
      connections.proven(socket);
      const isOpen = (): boolean => admission.isStillOpen(request.headers);
      sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, contextFor(), isOpen));
      return;
    }
    const language = acceptedLanguage(request.headers['accept-language']);
    refuseUpgrade(socket, {
      status: statusOf(refusal),
      body: errorBody(refusal, language),
      headers: securityHeaders(port),
    });
  });
  return {
    url,
    openUrl: newOpenUrl(),
    token,
    disconnect() {
      for (const socket of sockets.clients) {
        socket.terminate();
      }
    },
    close: () => closeServer(server, sockets.clients),
  };
}

function requireBuilt(page: string): string {
  if (existsSync(join(page, 'index.html'))) {
    return page;
  }
  throw new AppError('FILE_NOT_FOUND', {
    zh: '界面尚未构建；请先运行 npm run build。',
    en: 'The interface has not been built. Run npm run build first.',
  });
}

/** The same rules as for every call, and one path only. */
function refusalOf(request: IncomingMessage, admission: Admission): AppError | null {
  try {
    admission.requireOurs(request);
    admission.requireCaller(request.headers);
  } catch (thrown) {
    return isAppError(thrown) ? thrown : new AppError('INTERNAL', 'the connection could not be checked');
  }
  if (request.url === socketPath) {
    return null;
  }
  return new AppError('PATH_NOT_FOUND', {
    zh: `WebSocket 连接只在 ${socketPath} 受理；请改用该地址。`,
    en: `WebSocket connections are accepted at ${socketPath} only. Use that address.`,
  });
}

function nobodyThere(): AppError {
  return new AppError('OWNER_UNREACHABLE', {
    zh: '占用数据目录的 Sitewright 进程不在运行；稍后会自动重试。',
    en: 'The Sitewright process that owns the data folder is not running. The connection is retried automatically.',
  });
}

/** Where it was before, so that an open page finds it again. */
async function listenAt(server: Server, { port = 0, home }: GatewayParts): Promise<number> {
  if (port !== 0 || home === undefined) {
    return listen(server, port);
  }
  for (const before of portsBefore(home)) {
    // Another gateway of the home may have it by now.
    const [tried] = await Promise.allSettled([listen(server, before)]);
    if (tried.status === 'fulfilled') {
      return tried.value;
    }
  }
  return listen(server, 0);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => {
      const text = {
        zh: `网关无法监听 127.0.0.1:${port}；请用 --port 换一个端口，或不指定端口。`,
        en: `The gateway cannot listen on 127.0.0.1:${port}. Choose another port with --port, or omit it.`,
      };
      reject(new AppError('USAGE', text, { data: { port }, cause: thrown }));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
