import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a port of loopback, and passes bytes on while it is open. */
export interface TcpGate extends AsyncDisposable {
  readonly port: number;
  /** Nothing passes any more; the connections stay, as behind a firewall that has forgotten them. */
  stall(): void;
  /** What was stalled is lost; new connections pass. */
  open(): void;
}

export async function openTcpGate(port: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((client) => {
    const onward = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (piece) => {
        if (!isStalled) {
          to.write(piece);
        }
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    stall() {
      isStalled = true;
    },
    open() {
      isStalled = false;
      cut();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
