import { create } from 'zustand';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { CallError, toCallError } from './client.ts';

/**
 * `absent`: nobody was ever there to connect to, as far as this window knows; it goes on trying. `silent`: connected to
 * a process that does not answer. `closed`: the host refuses us, and only a new link from it helps.
 */
export type Link = 'connecting' | 'live' | 'absent' | 'silent' | 'broken' | 'closed';

interface Connection {
  readonly link: Link;
  /** When the link was last live, milliseconds since the epoch. */
  readonly liveUntil: number | null;
  readonly client: AppClient | null;
}

export const useConnection = create<Connection>(() => ({
  link: 'connecting',
  liveUntil: null,
  client: null,
}));

/** Makes one call; throws a CallError. Calls are not repeated by themselves: nobody would know whether the first one arrived. */
export async function call<T>(make: (client: AppClient) => Promise<T>): Promise<T> {
  const { client } = useConnection.getState();
  try {
    if (client === null) {
      throw new CallError('OWNER_UNREACHABLE', notConnected);
    }
    return await make(client);
  } catch (thrown) {
    throw toCallError(thrown);
  }
}

const notConnected = {
  zh: '尚未连接到 Sitewright 进程，连接恢复后请重试。',
  en: 'Not connected to the Sitewright process. Retry once the connection is restored.',
};
