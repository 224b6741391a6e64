import { createConnectionStore, type KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';
import type { Application } from '../../api/application.ts';
import type { Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';

type Reading = Pick<Application['connections'], 'list' | 'show'>;

/** What of connections can be seen without owning the home. */
export function readConnections(database: StoreDatabase): Reading {
  const store = createConnectionStore(database);
  return {
    list: () => store.list().map(shown),
    show: ({ name }) => shown(store.find(name) ?? notFound(name)),
  };
}

/** Of a home that nobody has used yet. */
export const noConnections: Reading = { list: () => [], show: ({ name }) => notFound(name) };

export const shown = ({ allowed, ...same }: KeptConnection): Connection => ({
  ...same,
  kind: 'kubernetes',
  allowed: allowed.map(({ kind }) => kind),
});

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
