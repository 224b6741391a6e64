import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { CallContext, Caller } from '../../api/context.ts';
import { protocol } from '../../api/protocol.ts';
import type { AppRouter } from '../../api/router.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import {
  clearStaleEndpoints,
  createAddress,
  createToken,
  removeEndpoint,
  writeEndpoint,
} from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { requireHandshake } from './handshake.ts';
import { refuseUpgrade } from './refusal.ts';
import { createSocketService, largestMessageBytes } from './rpc-socket.ts';

export interface OwnerParts {
  readonly home: string;
  readonly router: AppRouter;
  readonly contextFor: (caller: Caller) => CallContext;
  /** Names this process; new for each start. */
  readonly instanceId: string;
}

export interface OwnerServer {
  readonly endpoint: Endpoint;
  /** Stops listening, hangs up on everybody attached and removes what was written. */
  close(): Promise<void>;
}

/**
 * Listens for hosts that attach. The caller holds the home's lock: whatever an earlier owner left is removed first.
 * The endpoint is written once listening has begun, so that whoever reads it can connect.
 */
export async function serveOwner({ home, router, contextFor, instanceId }: OwnerParts): Promise<OwnerServer> {
  clearStaleEndpoints(home);
  const endpoint: Endpoint = {
    ...{ protocol, instanceId, pid: process.pid, address: createAddress(home), token: createToken() },
  };
  const server = createServer((_request, response) => {
    response.writeHead(404, { connection: 'close' }).end();
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  const serve = createSocketService(router);
  server.on('upgrade', (request, socket: Duplex, head) => {
    const caller = accepted(() => requireHandshake(request.headers, endpoint.token), socket);
    if (caller === null) return;
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, contextFor(caller)));
  });
  await listen(server, endpoint.address);
  writeEndpoint(home, endpoint);
  return {
    endpoint,
    async close() {
      removeEndpoint(home, endpoint);
      await closeServer(server, sockets.clients);
      removeEndpoint(home, endpoint);
    },
  };
}

function accepted(check: () => Caller, socket: Duplex): Caller | null {
  try {
    return check();
  } catch (thrown) {
    const error = isAppError(thrown)
      ? thrown
      : new AppError('INTERNAL', 'the handshake could not be checked');
    refuseUpgrade(socket, { error });
    return null;
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => {
      const text = {
        zh: `占用数据目录的进程无法监听 ${address}；请检查所在目录是否存在、是否可写。`,
        en: `the owner cannot listen on ${address}; check that the directory is there and writable`,
      };
      reject(new AppError('FILE_UNWRITABLE', text, { data: { address }, cause: thrown }));
    });
    server.listen(address, () => {
      // A named pipe has no mode; its rights are those of the process that made it.
      if (process.platform !== 'win32') chmodSync(address, 0o600);
      resolve();
    });
  });
}

/** Ends every connection at once: the process is going, and calls in flight are told by the close. */
export async function closeServer(server: Server, sockets: ReadonlySet<WebSocket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  await closed;
}
