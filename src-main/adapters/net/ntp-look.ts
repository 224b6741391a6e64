/** What time an NTP server tells: one client packet of RFC 5905, and its answer. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { AppError } from '../../contract/errors.ts';
import { errnoOf, ownShortage } from '../http/system-error.ts';

export type NtpSight =
  | {
      readonly state: 'answers';
      /** Hops from a reference clock: 1 to 15. */
      readonly stratum: number;
      /** Server minus this machine, in milliseconds; positive when the server is ahead. */
      readonly offsetMs: number;
    }
  /** It answers, and says itself that its time is not to be used: `LOCL`, `RATE`, `DENY`, or that it is not synchronised. */
  | { readonly state: 'unusable'; readonly why: string }
  | { readonly state: 'refused' | 'silent' | 'unreachable' };

export interface NtpQuestion {
  /** An IP address. */
  readonly server: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const packetBytes = 48;
/** No leap warning, version 4, mode client. */
const clientMode = 0x23;
const serverMode = 4;
const unsynchronized = 3;
const stratumMaximum = 15;
/** Where the timestamps stand in a packet, in bytes. */
const at = { reference: 12, origin: 24, received: 32, sent: 40 };
/** Seconds from 1900, where NTP counts from, to 1970. */
const epochSeconds = 2_208_988_800;
/** 2036: the seconds begin again. */
const eraSeconds = 2 ** 32;

/** Throws CANCELED, or what this computer lacks (OPEN_FILES_EXHAUSTED, MEMORY_EXHAUSTED). */
export async function askNtp(question: NtpQuestion, signal: AbortSignal): Promise<NtpSight> {
  const { server, port, timeoutMs, now } = question;
  const socket = createSocket(isIPv6(server) ? 'udp6' : 'udp4');
  const seen = Promise.withResolvers<NtpSight>();
  const query = Buffer.alloc(packetBytes);
  query[0] = clientMode;
  // The server returns it: an answer without it is not one to this query. Its own time is nobody's business.
  const mark = randomBytes(8);
  mark.copy(query, at.sent);
  let sentAt = 0;
  const onAbort = (): void => seen.reject(canceled(server));
  const timer = setTimeout(() => seen.resolve({ state: 'silent' }), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  const onError = (error: Error): void => {
    const shortage = ownShortage(error);
    if (shortage === null) {
      seen.resolve({ state: stateOf(error) });
    } else {
      seen.reject(shortage);
    }
  };
  socket.on('error', onError);
  socket.on('message', (answer) => {
    const sight = read(answer, mark, { sentAt, receivedAt: now() });
    if (sight !== null) {
      seen.resolve(sight);
    }
  });
  try {
    if (signal.aborted) {
      onAbort();
    }
    // A connected socket is told that the port is closed, and takes answers from this server only.
    const connected = new Promise<void>((resolve) => socket.connect(port, server, resolve));
    await Promise.race([connected, seen.promise]);
    sentAt = now();
    socket.send(query, (error) => {
      if (error !== null) {
        onError(error);
      }
    });
    return await seen.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    socket.close();
  }
}

const stateOf = (error: Error): 'refused' | 'unreachable' =>
  errnoOf(error) === 'ECONNREFUSED' ? 'refused' : 'unreachable';

const msOf = (packet: Buffer, offset: number): number => {
  const seconds = packet.readUInt32BE(offset);
  const since1970 = (seconds < epochSeconds ? seconds + eraSeconds : seconds) - epochSeconds;
  return since1970 * 1000 + (packet.readUInt32BE(offset + 4) / eraSeconds) * 1000;
};

/** Null for what is no answer to this query. */
function read(
  packet: Buffer,
  mark: Buffer,
  { sentAt, receivedAt }: { readonly sentAt: number; readonly receivedAt: number },
): NtpSight | null {
  if (packet.length < packetBytes) {
    return null;
  }
  const first = packet.readUInt8(0);
  const isOurs = packet.subarray(at.origin, at.origin + mark.length).equals(mark);
  if ((first & 7) !== serverMode || !isOurs) {
    return null;
  }
  const stratum = packet.readUInt8(1);
  if (stratum === 0) {
    const code = packet.toString('ascii', at.reference, at.reference + 4);
    return { state: 'unusable', why: code.replaceAll(/[^A-Z0-9]/g, '') || 'stratum 0' };
  }
  if (first >> 6 === unsynchronized || stratum > stratumMaximum) {
    return { state: 'unusable', why: `stratum ${stratum}` };
  }
  const ahead = msOf(packet, at.received) - sentAt;
  const behind = msOf(packet, at.sent) - receivedAt;
  return { state: 'answers', stratum, offsetMs: Math.round((ahead + behind) / 2) };
}

const canceled = (server: string): AppError =>
  new AppError('CANCELED', {
    zh: `查询 NTP 服务器 ${server} 已取消。`,
    en: `Querying NTP server ${server} was canceled.`,
  });
