import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallContext } from '../../api/context.ts';
import { readPage } from '../page/page-files.ts';
import type { AppRouter } from '../../api/router.ts';
import { createInProcessClient, type AppClient } from '../../api/wire/client.ts';
import { AppError } from '../../contract/errors.ts';
import { createToken } from '../owner/endpoint.ts';
import { closeServer } from '../owner/serve-owner.ts';
import { createAdmission } from './admission.ts';
import { limitConnections } from './connections.ts';
import { keepSessions, portsBefore } from './kept-sessions.ts';
import { createOwnRoutes } from './own-routes.ts';
import { createRequests } from './requests.ts';
import * as engineRoutes from './rest/all.ts';
import { createRouteTable } from './route-table.ts';
import type { Route } from './route.ts';
import { createSessions } from './sessions.ts';
import { refuseUnreadable } from './unreadable-requests.ts';
import { createUpgrades } from './upgrades.ts';

export interface GatewayParts {
  readonly router: AppRouter;
  /** The context of a call that was let in; its caller is of kind `gateway`. */
  readonly contextFor: () => CallContext;
  /** Addresses of engines; those of the product when left out. */
  readonly rest?: readonly Route[];
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
    // A request that names no host is refused like one that names another.
    requireHostHeader: false,
    // Any other upgrade, such as to h2c, is an offer that is passed over: the request is answered as it stands.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
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

  const client = (): AppClient => createInProcessClient(router, contextFor());
  const own = createOwnRoutes({ router, contextFor, port, admission, sessions, files, newOpenUrl });
  const table = createRouteTable(own, parts.rest ?? Object.values<readonly Route[]>(engineRoutes).flat());
  const upgrades = createUpgrades({ table, client, port, admission, connections, isThere });
  const answer = createRequests({ table, contextFor, client, port, admission, connections });
  // Nothing that a request may expect beforehand is offered; it is answered all the same.
  server.on('request', answer).on('checkExpectation', answer);
  server.on('clientError', refuseUnreadable(port, connections));
  server.on('upgrade', upgrades.answer);
  return {
    url,
    openUrl: newOpenUrl(),
    token,
    disconnect() {
      for (const socket of upgrades.clients) {
        socket.terminate();
      }
    },
    close: () => closeServer(server, upgrades.clients),
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
