import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import type { LinkNotice } from '../../src-main/contract/desktop.ts';
import type { OpenLink } from './follow.ts';

/** Of a message or of the end; only a message has data. */
type Listener = (event: object) => void;

const dataOf = (event: object): unknown => ('data' in event ? event.data : null);

/** What is asked of a port, here and in the tests' process, whose types know no page. */
export interface LinkPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: Listener): void;
  start(): void;
  close(): void;
}

/** Text and bytes belong to the calls; a plain object on the port is the window's. */
const isNotice = (message: unknown): message is LinkNotice =>
  typeof message === 'object' && message !== null && 'link' in message;

/** The port as the RPC library wants one: it hears of calls only, and of the end, which a port itself does not tell. */
function createCallPort(port: LinkPort): { readonly asPort: LinkPort; end(): void } {
  const onMessage: Listener[] = [];
  const onClose: Listener[] = [];
  let isEnded = false;
  port.addEventListener('message', (event) => {
    const data = dataOf(event);
    if (!isNotice(data)) {
      for (const listener of onMessage) {
        listener({ data });
      }
    }
  });
  const asPort: LinkPort = {
    start: () => undefined,
    close: () => undefined,
    addEventListener: (type, listener) => void (type === 'message' ? onMessage : onClose).push(listener),
    postMessage(message) {
      if (isEnded) {
        throw new Error('the connection is closed');
      }
      port.postMessage(message);
    },
  };
  return {
    asPort,
    end() {
      isEnded = true;
      port.close();
      for (const listener of onClose) {
        listener({ data: null });
      }
    },
  };
}

/**
 * A link to the owner through the window, which passes messages on unread. `handOver` gives the window its end of the
 * channel. Rejects while the owner cannot be reached.
 */
export function openDesktopLink(handOver: (port: LinkPort) => void): Promise<OpenLink> {
  return new Promise((resolve, reject) => {
    const { port1: port, port2: other } = new MessageChannel();
    const calls = createCallPort(port);
    let hasEnded: () => void = () => undefined;
    const closed = new Promise<void>((settle) => {
      hasEnded = settle;
    });
    const end = (): void => {
      calls.end();
      hasEnded();
      // Does nothing to a link that was open.
      reject(new Error('the owner cannot be reached'));
    };
    port.addEventListener('message', (event) => {
      const data = dataOf(event);
      if (!isNotice(data)) {
        return;
      }
      if (data.link === 'closed') {
        end();
        return;
      }
      const client = createORPCClient<AppClient>(new RPCLink({ port: calls.asPort }));
      resolve({ client, closed, close: end });
    });
    port.start();
    handOver(other);
  });
}
