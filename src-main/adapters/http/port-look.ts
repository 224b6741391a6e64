/** Whether something answers at a port. A connection is opened and ended; nothing is written to it. */
import { isAppError } from '../../contract/errors.ts';
import { openConnection } from './connection.ts';
import type { ConnectionRules } from './connection-rules.ts';

/** `refused`: the address is in use, the port is not. `silent`: nobody said anything. `unreachable`: this machine has no way there. */
export type PortState = 'open' | 'refused' | 'silent' | 'unreachable';

const refusals = ['ECONNREFUSED', 'ECONNRESET'];
const silences = ['EHOSTUNREACH', 'EHOSTDOWN'];

/** Throws ADDRESS_NOT_ALLOWED, CANCELED, or what this computer lacks (OPEN_FILES_EXHAUSTED, MEMORY_EXHAUSTED). */
export async function lookAtPort(
  { host, port }: { readonly host: string; readonly port: number },
  rules: ConnectionRules,
  signal: AbortSignal,
): Promise<PortState> {
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const target = { secure: false, host, port, origin: authority, authority };
  try {
    const { socket } = await openConnection(target, rules, signal);
    // It is given up at once; what still goes wrong on it is of no interest.
    socket.on('error', () => undefined).destroy();
    return 'open';
  } catch (thrown) {
    if (!isAppError(thrown)) {
      throw thrown;
    }
    if (thrown.code === 'CONNECT_TIMEOUT') {
      return 'silent';
    }
    if (thrown.code !== 'CONNECT_FAILED') {
      throw thrown;
    }
    const { reason } = thrown.data;
    if (typeof reason !== 'string') {
      return 'unreachable';
    }
    if (refusals.includes(reason)) {
      return 'refused';
    }
    return silences.includes(reason) ? 'silent' : 'unreachable';
  }
}
