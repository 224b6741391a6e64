/** Whether a DNS server answers, and what it says of one name. Nothing but the query is sent. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { AppError, shortageOf } from '../../contract/errors.ts';
import { errnoOf, ownShortage } from '../http/system-error.ts';

/** `answers`: it said something, be it that the name does not exist; `addresses` are those of the name, IPv4. */
export type DnsSight =
  | { readonly state: 'answers'; readonly addresses: readonly string[] }
  | { readonly state: 'refused' | 'silent' };

export interface DnsQuestion {
  /** An IP address. */
  readonly server: string;
  readonly port: number;
  readonly name: string;
  readonly timeoutMs: number;
}

/** How the resolver tells that the server never answered. */
const silences: readonly string[] = ['ETIMEOUT', 'ECANCELLED'];

/** Throws CANCELED, or what this computer lacks (OPEN_FILES_EXHAUSTED, MEMORY_EXHAUSTED). */
export async function askDns(
  { server, port, name, timeoutMs }: DnsQuestion,
  signal: AbortSignal,
): Promise<DnsSight> {
  const requireWanted = (): void => {
    if (signal.aborted) {
      throw canceled(server);
    }
  };
  requireWanted();
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.setServers([`${isIPv6(server) ? `[${server}]` : server}:${port}`]);
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return { state: 'answers', addresses: await resolver.resolve4(name) };
  } catch (thrown) {
    requireWanted();
    const code = errnoOf(thrown) ?? '';
    // The resolver has a name of its own for a file that cannot be opened.
    const shortage = code === 'EFILE' ? shortageOf('EMFILE', thrown) : ownShortage(thrown);
    if (shortage !== null) {
      throw shortage;
    }
    if (code === 'ECONNREFUSED') {
      await requireOwnSocket();
      return { state: 'refused' };
    }
    return silences.includes(code) ? { state: 'silent' } : { state: 'answers', addresses: [] };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** The resolver says the same of a closed port and of a socket that this computer could not make. */
async function requireOwnSocket(): Promise<void> {
  const socket = createSocket('udp4');
  try {
    const bound = once(socket, 'listening');
    socket.bind(0, '127.0.0.1');
    await bound;
  } catch (thrown) {
    const shortage = ownShortage(thrown);
    if (shortage !== null) {
      throw shortage;
    }
  } finally {
    socket.close();
  }
}

const canceled = (server: string): AppError =>
  new AppError('CANCELED', {
    zh: `查询 DNS 服务器 ${server} 已取消。`,
    en: `Querying DNS server ${server} was canceled.`,
  });
