import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** All of them together. */
const mostConnections = 256;
/** Those on which nobody was let in yet; the rest is kept for who was. */
const mostUnproven = 64;

/** Keeps those who may call from being locked out by those who may not. */
export interface Connections {
  /** Somebody was let in on this connection. */
  proven(socket: Duplex): void;
  /** A request on it is being answered. */
  busy(socket: Duplex, until: { once(event: 'close', listener: () => void): unknown }): void;
  isBusy(socket: Duplex): boolean;
}

/**
 * A connection that was not let in gives way when there are too many of its kind: the one that has waited longest, and
 * first one on which nothing is being answered. Who may call is let in with the first request.
 */
export function limitConnections(server: Server): Connections {
  const unproven = new Set<Duplex>();
  const atWork = new Set<Duplex>();
  server.maxConnections = mostConnections;
  server.on('connection', (socket) => {
    unproven.add(socket);
    socket.once('close', () => unproven.delete(socket));
    if (unproven.size <= mostUnproven) {
      return;
    }
    const waiting = [...unproven].find((each) => each !== socket && !atWork.has(each));
    (waiting ?? [...unproven][0])?.destroy();
  });
  return {
    proven: (socket) => void unproven.delete(socket),
    busy(socket, until) {
      atWork.add(socket);
      until.once('close', () => atWork.delete(socket));
    },
    isBusy: (socket) => atWork.has(socket),
  };
}
