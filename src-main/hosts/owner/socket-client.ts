import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { createClient, type AppClient } from '../../api/wire/client.ts';

/** How the library writes "I give this call up"; it is sent from a place where nobody could catch a failure. */
const givesUp = /^\{"i":"[^"]*","t":4[,}]/;

/**
 * A client over an open connection. Once that is closed every call fails, while giving up a call that the close has
 * ended already is nothing to fail about.
 */
export function createSocketClient(socket: WebSocket): AppClient {
  const wanted = {
    readyState: WebSocket.OPEN,
    addEventListener: socket.addEventListener.bind(socket),
    removeEventListener: socket.removeEventListener.bind(socket),
    send(message: string | Uint8Array): void {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(message);
      } else if (typeof message !== 'string' || !givesUp.test(message)) {
        throw new Error('the connection is closed');
      }
    },
  };
  return createClient(new RPCLink({ websocket: wanted as globalThis.WebSocket }));
}
