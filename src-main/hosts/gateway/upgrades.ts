import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { AppClient } from '../../api/wire/client.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { refuseUpgrade } from '../owner/refusal.ts';
import { largestMessageBytes } from '../owner/rpc-socket.ts';
import type { Admission } from './admission.ts';
import { errorAnswer, securityHeaders } from './answers.ts';
import type { Connections } from './connections.ts';
import { admit, findRoute, requireMethod, type Found, type RouteTable } from './route-table.ts';
import type { SocketRoute } from './route.ts';

export interface UpgradeParts {
  readonly table: RouteTable;
  readonly client: () => AppClient;
  readonly port: number;
  readonly admission: Admission;
  readonly connections: Connections;
  readonly isThere: () => boolean;
}

export interface Upgrades {
  readonly answer: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The sockets that are open. */
  readonly clients: WebSocketServer['clients'];
}

/** WebSockets, by the rows and rules of every request. */
export function createUpgrades(parts: UpgradeParts): Upgrades {
  const { table, admission, connections } = parts;
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  const refuse = (socket: Duplex, error: AppError, { exchange, route }: Found<SocketRoute>): void =>
    refuseUpgrade(socket, {
      ...errorAnswer(error, exchange.language, route?.errorBody),
      headers: securityHeaders(parts.port),
    });
  const find = (request: IncomingMessage, socket: Duplex): Found<SocketRoute> => {
    const gone = new AbortController();
    socket.once('close', () => gone.abort());
    return findRoute(table.sockets, request, { client: parts.client, signal: gone.signal });
  };
  server.on('wsClientError', (thrown, socket, request) =>
    refuse(socket, unreadableHandshake(thrown), find(request, socket)),
  );
  return {
    clients: server.clients,
    answer(request, socket, head) {
      const found = find(request, socket);
      const chosen = routeOrRefusal(found, parts);
      if (chosen instanceof AppError) {
        refuse(socket, chosen, found);
        return;
      }
      connections.proven(socket);
      const isOpen = (): boolean => admission.isStillOpen(request.headers);
      server.handleUpgrade(request, socket, head, (opened) => chosen.socket(found.exchange, opened, isOpen));
    },
  };
}

function routeOrRefusal(
  found: Found<SocketRoute>,
  { table, admission, isThere }: UpgradeParts,
): SocketRoute | AppError {
  try {
    admit(found, admission);
    if (found.route === null) {
      throw socketsElsewhere(table.sockets.map(({ pattern }) => pattern));
    }
    requireMethod(found);
  } catch (thrown) {
    return isAppError(thrown) ? thrown : new AppError('INTERNAL', 'the connection could not be checked');
  }
  return isThere() ? found.route : nobodyThere();
}

const socketsElsewhere = (patterns: readonly string[]): AppError =>
  new AppError('PATH_NOT_FOUND', {
    zh: `WebSocket 连接只在 ${patterns.join('、')} 受理；请改用该地址。`,
    en: `WebSocket connections are accepted at ${patterns.join(', ')} only. Use that address.`,
  });

const unreadableHandshake = (cause: Error): AppError =>
  new AppError(
    'INPUT_INVALID',
    {
      zh: `WebSocket 握手无法识别（${cause.message}）；请使用 WebSocket 13 版客户端。`,
      en: `The WebSocket handshake is not valid (${cause.message}). Use a client for WebSocket version 13.`,
    },
    { cause },
  );

function nobodyThere(): AppError {
  return new AppError('OWNER_UNREACHABLE', {
    zh: '占用数据目录的 Sitewright 进程不在运行；稍后会自动重试。',
    en: 'The Sitewright process that owns the data folder is not running. The connection is retried automatically.',
  });
}
