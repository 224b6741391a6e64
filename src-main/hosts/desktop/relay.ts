import type { WebSocket } from 'ws';
import type { LinkNotice } from '../../contract/desktop.ts';

/** The window's end of a page's port; Electron's `MessagePortMain` is one. */
export interface PagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * Links a page's port to the owner: every message passes unread, in both directions, until either side is gone. What
 * the page may ask for is decided by the owner, who knows this connection as one that holds a page.
 */
export async function relay(port: PagePort, open: () => Promise<WebSocket>): Promise<void> {
  const page = { isGone: false };
  port.on('close', () => {
    page.isGone = true;
  });
  port.start();
  let socket: WebSocket;
  try {
    socket = await open();
  } catch {
    // The page hears of it as of any link that broke, and asks again.
    hangUp(port);
    return;
  }
  if (page.isGone) {
    socket.terminate();
    return;
  }
  port.on('close', () => socket.terminate());
  port.on('message', ({ data }) => {
    if (typeof data === 'string' || data instanceof Uint8Array || data instanceof ArrayBuffer) {
      socket.send(data);
    } else {
      socket.terminate();
    }
  });
  socket.on('message', (data: Buffer, isBinary) => port.postMessage(isBinary ? data : data.toString('utf8')));
  socket.once('close', () => hangUp(port));
  port.postMessage({ link: 'open' } satisfies LinkNotice);
}

function hangUp(port: PagePort): void {
  port.postMessage({ link: 'closed' } satisfies LinkNotice);
  port.close();
}
