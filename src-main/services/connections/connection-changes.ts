import {
  shownConnection,
  type ConnectionStore,
  type KeptConnection,
} from '../../adapters/sqlite/connections.ts';
import type { SiteKeys } from '../../adapters/sqlite/site-keys.ts';
import type { Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import type { Clock, RunStore } from '../../runner/ports.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import type { NewConnection } from './new-connection.ts';
import { trustOf } from './primus-trust.ts';
import { notFound } from './reading.ts';

type Changed = (kept: KeptConnection) => KeptConnection;

interface Changes {
  /** Keeps it with its secret and the certificate that it trusts. Throws CONNECTION_EXISTS. */
  keepNew(made: NewConnection): Promise<Connection>;
  /** Null where it is gone meanwhile. */
  changeIfThere(name: string, changed: Changed): Promise<KeptConnection | null>;
  /** Throws CONNECTION_NOT_FOUND. */
  change(name: string, changed: Changed): Promise<Connection>;
}

interface ChangeParts {
  readonly connections: ConnectionStore;
  readonly store: Pick<RunStore, 'write'>;
  readonly secrets: ConnectionSecrets;
  readonly siteKeys: SiteKeys;
  readonly clock: Pick<Clock, 'now'>;
}

/** Each change is one transaction of the runs' store. */
export function createChanges({ connections, store, secrets, siteKeys, clock }: ChangeParts): Changes {
  const changeIfThere = (name: string, changed: Changed): Promise<KeptConnection | null> =>
    store.write((transaction) => {
      const kept = connections.find(name);
      if (kept === null) {
        return null;
      }
      const next = changed(kept);
      connections.keep(transaction, next, clock.now());
      return next;
    });
  return {
    keepNew: ({ connection, secret, fingerprint }) =>
      store.write((transaction) => {
        const { name, variable, server } = connection;
        requireFree(connections.has(name), name);
        const entrusted = secret === null ? {} : secrets.keep(name, secret.value, { ...secret, variable });
        if (fingerprint !== null) {
          const subject = new URL(server).host;
          siteKeys.accept({ site: trustOf(name), kind: 'tls', subject, fingerprint }, clock.now());
        }
        const isDefault = connection.isDefault || connections.list().length === 0;
        const kept = { ...connection, ...entrusted, isDefault };
        connections.keep(transaction, kept, clock.now());
        return shownConnection(kept);
      }),
    changeIfThere,
    change: async (name, changed) => shownConnection((await changeIfThere(name, changed)) ?? notFound(name)),
  };
}

export function requireFree(isTaken: boolean, name: string): void {
  if (!isTaken) {
    return;
  }
  throw new AppError(
    'CONNECTION_EXISTS',
    {
      zh: `已有名为 ${name} 的连接；请换一个名称，或先用「connections remove」移除它。`,
      en: `There is a connection ${name} already. Choose another name, or remove that one first with "connections remove".`,
    },
    { data: { name } },
  );
}
