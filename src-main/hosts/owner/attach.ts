import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { AppClient } from '../../api/wire/client.ts';
import { protocol } from '../../api/wire/protocol.ts';
import { AppError } from '../../contract/errors.ts';
import { readEndpoint, type Endpoint } from './endpoint.ts';
import { handshakeHeaders, requireProtocol, type AttachedKind } from './handshake.ts';
import { readRefusal } from './refusal.ts';
import { createSocketClient } from './socket-client.ts';

export interface AttachOptions {
  /** The person, as the owner records it. */
  readonly by: string;
  readonly kind?: AttachedKind;
  readonly timeoutMs?: number;
  /** This process takes the home over once the owner leaves it, so the owner need not stay for it. */
  readonly isHeir?: boolean;
}

/** How an owner closes the connections of a home that it leaves in order; one that dies says nothing. */
export const leftCode = 4001;

export interface Attached {
  readonly client: AppClient;
  /** Names the owner's process. */
  readonly instanceId: string;
  /** Resolves when the connection has ended, by either side: whether the owner left the home in order. */
  readonly closed: Promise<{ readonly hasLeft: boolean }>;
  /** Lets go of the owner, whose work goes on. */
  close(): Promise<void>;
}

const mostRefusalBytes = 64 * 1024;

/**
 * Connects to the process that owns the home. Throws OWNER_UNREACHABLE when there is none that answers, and
 * PROTOCOL_MISMATCH with both versions. It never takes ownership itself, also not when the owner goes away.
 */
export async function attach(home: string, options: AttachOptions): Promise<Attached> {
  const { socket, instanceId } = await openToOwner(home, options);
  const closed = new Promise<{ hasLeft: boolean }>((resolve) => {
    socket.once('close', (code) => resolve({ hasLeft: code === leftCode }));
  });
  return {
    client: createSocketClient(socket),
    instanceId,
    closed,
    async close() {
      socket.close();
      await closed;
    },
  };
}

/** An open connection to the owner, for who passes messages on unread. Throws as {@link attach} does. */
export async function openToOwner(
  home: string,
  { by, kind = 'owner-socket', timeoutMs = 5_000, isHeir = false }: AttachOptions,
): Promise<{ readonly socket: WebSocket; readonly instanceId: string }> {
  const endpoint = readEndpoint(home);
  if (endpoint === null) {
    throw unreachable(home, null);
  }
  requireProtocol(protocol, endpoint.protocol);
  const socket = await open(home, endpoint, {
    headers: handshakeHeaders(endpoint.token, { kind, by, isHeir }),
    timeoutMs,
  });
  // Calls in flight are told by the close that follows an error.
  socket.on('error', () => socket.terminate());
  return { socket, instanceId: endpoint.instanceId };
}

interface Opening {
  readonly headers: Record<string, string>;
  readonly timeoutMs: number;
}

/** The address is given to the connection itself: as part of a URL, a path with spaces or a pipe would not survive. */
function open(home: string, endpoint: Endpoint, { headers, timeoutMs }: Opening): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket('ws://localhost/', {
      headers,
      perMessageDeflate: false,
      createConnection: () => connect(endpoint.address),
    });
    // The library's own limit does not hold for a connection that is handed to it.
    const limit = setTimeout(() => socket.terminate(), timeoutMs);
    socket.once('close', () => clearTimeout(limit));
    socket.once('open', () => {
      clearTimeout(limit);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (thrown) => reject(unreachable(home, thrown)));
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      void bodyOf(response).then((body) => {
        reject(readRefusal(body) ?? unreachable(home, null));
        socket.terminate();
      });
    });
  });
}

/** What was received until the other side hung up, at most as much as a refusal can be long. */
async function bodyOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let body = '';
  try {
    for await (const chunk of response) {
      body += String(chunk);
      if (body.length > mostRefusalBytes) {
        break;
      }
    }
  } catch {
    return '';
  }
  return body;
}

function unreachable(home: string, cause: unknown): AppError {
  const text = {
    zh: `占用数据目录 ${home} 的 Sitewright 进程没有应答；请在该目录上启动 Sitewright，如果正在启动，请稍后再试。`,
    en: `The Sitewright process that owns the data folder ${home} is not responding. Start Sitewright with this data folder; if it is just starting, retry in a moment.`,
  };
  return new AppError('OWNER_UNREACHABLE', text, { data: { home }, cause });
}
