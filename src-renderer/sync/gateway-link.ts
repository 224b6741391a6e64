import { createClient } from './client.ts';
import type { OpenLink } from './follow.ts';

/** The owner does not know this browser: it needs a new link. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Whether the gateway is there and refuses us, which a WebSocket that fails to open cannot tell. */
async function isRefused(): Promise<boolean> {
  const answer = await fetch('/api/rpc/system/facts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"json":{}}',
  }).catch(() => null);
  return answer?.status === 401 || answer?.status === 403;
}

/** A connection to the gateway that served this page; the session's cookie lets it in. */
export function openGatewayLink(): Promise<OpenLink> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/ws`);
    const closed = new Promise<void>((settle) => socket.addEventListener('close', () => settle()));
    socket.addEventListener('open', () =>
      resolve({ client: createClient(socket), closed, close: () => socket.close() }),
    );
    socket.addEventListener('close', () => {
      void isRefused().then((refused) =>
        reject(refused ? new RefusedError('the gateway refuses this browser') : new Error('not reachable')),
      );
    });
  });
}
