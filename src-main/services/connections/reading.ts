import {
  createConnectionReader,
  shownConnection,
  type KeptConnection,
} from '../../adapters/sqlite/connections.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';
import type { Application } from '../../api/application.ts';
import type { Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';

type Reading = Pick<Application['connections'], 'list' | 'show'>;

/** What of connections can be seen without owning the home. */
export function readConnections(database: StoreDatabase): Reading {
  const store = createConnectionReader(database);
  return {
    list: () => store.list().map(withoutOwner),
    show: ({ name }) => withoutOwner(store.find(name) ?? notFound(name)),
  };
}

/** What was in the memory of the owner went with it. */
function withoutOwner(kept: KeptConnection): Connection {
  const shown = shownConnection(kept);
  return shown.credentials === 'memory' ? { ...shown, credentials: 'missing' } : shown;
}

/** Of a home that nobody has used yet. */
export const noConnections: Reading = { list: () => [], show: ({ name }) => notFound(name) };

export function notFound(name: string): never {
  throw new AppError(
    'CONNECTION_NOT_FOUND',
    {
      zh: `没有名为 ${name} 的连接；用「connections list」查看已有的连接，用「connections add」添加。`,
      en: `There is no connection ${name}. List the connections with "connections list", add one with "connections add".`,
    },
    { data: { name } },
  );
}
