import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const loopback = '127.0.0.1';

/** What is sent back for a packet; null for nothing. */
export type Reply = (packet: Buffer) => Buffer | null;

/** A server on loopback, gone when the test has finished; answers its port. */
export async function serveUdp(reply: Reply): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    const answer = reply(packet);
    if (answer !== null) {
      socket.send(answer, from.port, from.address);
    }
  });
  socket.bind(0, loopback);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return socket.address().port;
}

/** A port that nobody listens on. */
export async function closedUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, loopback);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

const responseFlags = 0x81_80;
const refusedFlags = 0x81_83;

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at] !== 0 && at < query.length; at += (query[at] ?? 0) + 1) {
    labels.push(query.toString('ascii', at + 1, at + 1 + (query[at] ?? 0)));
  }
  return labels.join('.');
}

/** A DNS server that knows these names; it says of every other that it does not exist. */
export function dnsReply(names: Readonly<Record<string, string>>): Reply {
  return (query) => {
    const address = names[nameIn(query)];
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(address === undefined ? refusedFlags : responseFlags, 2);
    head.writeUInt16BE(1, 4);
    if (address === undefined) {
      return Buffer.concat([head, question]);
    }
    head.writeUInt16BE(1, 6);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
    return Buffer.concat([head, question, record]);
  };
}

interface NtpServer {
  readonly offsetMs?: number;
  readonly stratum?: number;
  /** In the first byte: leap indicator, version, mode. */
  readonly flags?: number;
  readonly reference?: string;
  /** Returns another origin than the one of the query. */
  readonly isForged?: boolean;
}

const epochSeconds = 2_208_988_800;

export function ntpReply({
  offsetMs = 0,
  stratum = 2,
  flags = 0x24,
  reference = '',
  isForged,
}: NtpServer): Reply {
  return (query) => {
    const answer = Buffer.alloc(48);
    answer[0] = flags;
    answer[1] = stratum;
    answer.write(reference, 12, 'ascii');
    if (isForged !== true) {
      query.copy(answer, 24, 40, 48);
    }
    const seconds = (Date.now() + offsetMs) / 1000 + epochSeconds;
    for (const at of [32, 40]) {
      answer.writeUInt32BE(Math.floor(seconds) % 2 ** 32, at);
      answer.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
    }
    return answer;
  };
}
