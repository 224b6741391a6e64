import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { CallContext, Caller } from '../../api/context.ts';
import { protocol } from '../../api/wire/protocol.ts';
import type { AppRouter } from '../../api/router.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { leftCode } from './attach.ts';
import {
  clearStaleEndpoints,
  createAddress,
  createToken,
  removeEndpoint,
  writeEndpoint,
  type Endpoint,
} from './endpoint.ts';
import { isHeir, requireHandshake } from './handshake.ts';
import { ownersRefusal, refuseUpgrade } from './refusal.ts';
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
  /** Whether somebody attached could not do without this process: a call is under way, or one is there who is no heir. */
  isNeeded(): boolean;
  /** Resolves when a call or a connection ends. */
  eased(): Promise<void>;
  /** Stops listening, tells everybody attached that the home is left, and removes what was written. */
  close(): Promise<void>;
}

/** What is said last is on its way within this time, or nobody reads it. */
const farewellMs = 1_000;

/**
 * Listens for hosts that attach. The caller holds the home's lock: whatever an earlier owner left is removed first.
 * The endpoint is written once listening has begun, so that whoever reads it can connect.
 */
export async function serveOwner({ home, router, contextFor, instanceId }: OwnerParts): Promise<OwnerServer> {
  clearStaleEndpoints(home);
  const endpoint: Endpoint = {
    protocol,
    instanceId,
    pid: process.pid,
    address: createAddress(home),
    token: createToken(),
  };
  const server = createServer((_request, response) => {
    response.writeHead(404, { connection: 'close' }).end();
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  const needs = createNeeds();
  const serve = createSocketService(router, (call) => needs.during(call));
  server.on('upgrade', (request, socket: Duplex, head) => {
    const caller = accepted(() => requireHandshake(request.headers, endpoint.token), socket);
    if (caller === null) {
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      if (!isHeir(request.headers)) {
        needs.until(opened);
      }
      serve(opened, contextFor(caller));
    });
  });
  await listen(server, endpoint.address);
  writeEndpoint(home, endpoint);
  return {
    endpoint,
    isNeeded: () => needs.count() > 0,
    eased: () => needs.eased(),
    async close() {
      removeEndpoint(home, endpoint);
      server.close();
      await sayLeft([...sockets.clients]);
      await closeServer(server, sockets.clients);
      removeEndpoint(home, endpoint);
    },
  };
}

interface Needs {
  count(): number;
  during<T>(call: () => Promise<T>): Promise<T>;
  until(socket: WebSocket): void;
  eased(): Promise<void>;
}

/** Counts what this process is needed for, and tells when that becomes less. */
function createNeeds(): Needs {
  let count = 0;
  let eased = Promise.withResolvers<void>();
  const ease = (): void => {
    count -= 1;
    eased.resolve();
    eased = Promise.withResolvers();
  };
  return {
    count: () => count,
    async during(call) {
      count += 1;
      try {
        return await call();
      } finally {
        ease();
      }
    },
    until(socket) {
      count += 1;
      socket.once('close', ease);
    },
    eased: () => eased.promise,
  };
}

/** Nothing more is taken from them; one that does not read is not waited for. */
async function sayLeft(sockets: readonly WebSocket[]): Promise<void> {
  const limit = new AbortController();
  const heard = sockets.map(async (socket) => {
    const closed = once(socket, 'close');
    socket.removeAllListeners('message');
    socket.close(leftCode);
    await closed;
  });
  const late = pause(farewellMs, undefined, { signal: limit.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(heard), late]);
  limit.abort();
}

function accepted(check: () => Caller, socket: Duplex): Caller | null {
  try {
    return check();
  } catch (thrown) {
    const error = isAppError(thrown)
      ? thrown
      : new AppError('INTERNAL', 'the handshake could not be checked');
    refuseUpgrade(socket, ownersRefusal(error));
    return null;
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => {
      const text = {
        zh: `占用数据目录的进程无法监听 ${address}；请检查所在目录是否存在、是否可写。`,
        en: `The process that owns the data folder cannot listen on ${address}. Check that the folder exists and is writable.`,
      };
      reject(new AppError('FILE_UNWRITABLE', text, { data: { address }, cause: thrown }));
    });
    server.listen(address, () => {
      // A named pipe has no mode; its rights are those of the process that made it.
      if (process.platform !== 'win32') {
        chmodSync(address, 0o600);
      }
      resolve();
    });
  });
}

/** Ends every connection at once: the process is going, and calls in flight are told by the close. */
export async function closeServer(server: Server, sockets: ReadonlySet<WebSocket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const socket of sockets) {
    socket.terminate();
  }
  server.closeAllConnections();
  await closed;
}
