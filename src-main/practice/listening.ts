import type { AddressInfo, Server, Socket } from 'node:net';
import { AppError } from '../contract/errors.ts';

/** A server whose connections can be ended at once. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && ['EADDRINUSE', 'EACCES'].includes(String(thrown.code));

export interface Ports {
  /** Must be this one; 0 = any. Throws PRACTICE_UNREACHABLE when it is taken. */
  readonly wanted: number;
  /** Was this one last time; taken again when it is free. */
  readonly before: number;
}

/** Listens on loopback only, on the port it had before where that is possible. */
export async function listen(server: Server, host: '127.0.0.1', ports: Ports): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await listenOnce(server, host, ports.wanted || ports.before).catch((cause: unknown) => {
    if (!isTaken(cause)) {
      throw cause;
    }
    if (ports.wanted === 0) {
      return listenOnce(server, host, 0);
    }
    throw new AppError(
      'PRACTICE_UNREACHABLE',
      {
        zh: `${host} 的端口 ${ports.wanted} 已被占用；请为演练环境换一个端口。`,
        en: `Port ${ports.wanted} on ${host} is already in use. Choose another port for the practice site.`,
      },
      { data: { port: ports.wanted }, cause },
    );
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}
