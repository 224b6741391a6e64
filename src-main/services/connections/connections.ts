import { openAccess } from '../../adapters/kubernetes/api-access.ts';
import { openApiConnection } from '../../adapters/kubernetes/api-connection.ts';
import { createKubernetesApi } from '../../adapters/kubernetes/api.ts';
import { createConnectionStore, type KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';
import type { Clock } from '../../runner/ports.ts';
import { requireOrdered } from './allowed-needs.ts';
import { notFound, shown } from './reading.ts';
import type { OpenConnection } from './open-connection.ts';
import { testConnection } from './connection-test.ts';
import { offeredContexts, readContext, readKubeconfig } from './kubeconfig-file.ts';

export interface Connections {
  readonly room: Application['connections'];
  /** The API of a connection, everything it needs allowed. Whoever opens it closes it. */
  open(name: string, signal: AbortSignal): Promise<OpenConnection>;
  /** As it is kept. Throws CONNECTION_NOT_FOUND and RECORD_DAMAGED. */
  kept(name: string): KeptConnection;
  list(): readonly KeptConnection[];
  /** Leads to this home's own practice site. */
  isPractice(name: string): boolean;
}

interface ConnectionParts {
  readonly database: StoreDatabase;
  readonly redactor: Pick<Redactor, 'add'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createConnections({ database, redactor, clock }: ConnectionParts): Connections {
  const store = createConnectionStore(database);
  const found = (name: string): KeptConnection => store.find(name) ?? notFound(name);

  async function open(name: string, signal: AbortSignal): Promise<OpenConnection> {
    const { file, context: contextName, allowed } = found(name);
    const context = await readContext(file, contextName);
    const digests = new Set(allowed.map(({ digest }) => digest));
    const access = await openAccess(
      context,
      {
        platform: process.platform,
        env: process.env,
        now: () => clock.now(),
        redact: (secret) => redactor.add(secret),
        isAllowed: ({ digest }) => digests.has(digest),
      },
      signal,
    );
    return { api: createKubernetesApi(openApiConnection(access)), access, context };
  }

  return {
    open,
    kept: found,
    list: () => store.list(),
    isPractice: () => false,
    room: {
      list: () => store.list().map(shown),
      show: ({ name }) => shown(found(name)),
      offer: async ({ file }, { grants }) =>
        offeredContexts(await readKubeconfig(grants.resolve('read', file))),
      async add(order, { grants }) {
        const file = grants.resolve('read', order.file);
        const context = await readContext(file, order.context ?? null);
        const allowed = await requireOrdered(context, order);
        const connection: KeptConnection = {
          name: order.name,
          server: context.server,
          file,
          context: context.name,
          isDefault: order.isDefault || store.list().length === 0,
          allowed: allowed.map(({ need, digest }) => ({ kind: need.kind, digest })),
          identity: null,
          problems: [],
        };
        if (store.has(order.name)) {
          throw alreadyThere(order.name);
        }
        store.keep(connection, clock.now());
        return shown(connection);
      },
      async test({ name }, { signal }) {
        const result = await testConnection(found(name), (within) => open(name, within), signal);
        // It may have been removed meanwhile.
        const kept = store.find(name);
        if (kept !== null) {
          const identity = kept.identity ?? result.identity ?? null;
          store.keep({ ...kept, identity, problems: result.problems }, clock.now());
        }
        return result;
      },
      remove({ name }) {
        // A damaged one, which cannot be found, can be removed.
        if (!store.has(name)) {
          notFound(name);
        }
        store.remove(name);
      },
    },
  };
}

const alreadyThere = (name: string): AppError =>
  new AppError(
    'CONNECTION_EXISTS',
    {
      zh: `已有名为 ${name} 的连接；请换一个名称，或先用「connections remove」移除它。`,
      en: `There is a connection ${name} already. Choose another name, or remove that one first with "connections remove".`,
    },
    { data: { name } },
  );
