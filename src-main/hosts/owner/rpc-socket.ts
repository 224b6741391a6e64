import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { CallContext } from '../../api/context.ts';
import type { AppRouter } from '../../api/router.ts';
import { refuseUnreadable } from '../../api/wire/transport.ts';

/** Messages larger than this end the connection. Calls carry arguments, never files. */
export const largestMessageBytes = 1024 * 1024;

/** The form of a message that the RPC library can read; anything else would only fail inside it. */
const messageSchema = z.union([
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({ u: z.string().startsWith('/'), h: z.record(z.string(), z.string()).optional() }),
  }),
  z.object({ i: z.string(), t: z.union([z.literal(3), z.literal(4)]) }),
]);

function isReadable(message: unknown): boolean {
  if (typeof message !== 'string') {
    return false;
  }
  try {
    return messageSchema.safeParse(JSON.parse(message)).success;
  } catch {
    return false;
  }
}

type Listener = (event: { readonly data?: unknown }) => void;

/**
 * The socket as the library wants it, with two differences: sending is finished when the bytes have left this process,
 * so that a stream is read no faster than its follower takes it; and an unreadable message ends the connection.
 */
function paced(socket: WebSocket, isOpen: () => boolean): Pick<WebSocket, 'addEventListener' | 'send'> {
  const wanted = {
    addEventListener(type: 'message' | 'close', listener: Listener): void {
      if (type === 'close') {
        socket.on('close', () => listener({}));
        return;
      }
      socket.addEventListener('message', ({ data }) => {
        if (!isOpen()) {
          socket.close(1008, 'the session has ended');
        } else if (isReadable(data)) {
          listener({ data });
        } else {
          socket.close(1007, 'unreadable message');
        }
      });
    },
    send(message: string | Uint8Array): Promise<void> {
      if (!isOpen()) {
        socket.terminate();
      }
      // What cannot be sent any more needs no answer: the close that follows ends its call.
      return new Promise((resolve) => socket.send(message, () => resolve()));
    },
  };
  return wanted as Pick<WebSocket, 'addEventListener' | 'send'>;
}

type SocketService = (socket: WebSocket, context: CallContext, isOpen?: () => boolean) => void;

interface Call {
  readonly next: () => Promise<unknown>;
}

/**
 * Answers calls on accepted connections; each is served with the context of who opened it, for as long as that may go on.
 * `within` surrounds every call, up to its answer or to the beginning of its stream.
 */
export function createSocketService(
  router: AppRouter,
  within: <T>(call: () => Promise<T>) => Promise<T> = (call) => call(),
): SocketService {
  const counted = <T extends Call>({ next }: T): ReturnType<T['next']> =>
    within(next) as ReturnType<T['next']>;
  const handler = new RPCHandler(router, { interceptors: [counted, refuseUnreadable] });
  return (socket, context, isOpen = () => true) => {
    // A broken or misused connection is closed by the library; its close ends the calls.
    socket.on('error', () => socket.terminate());
    void handler.upgrade(paced(socket, isOpen), { context });
  };
}
