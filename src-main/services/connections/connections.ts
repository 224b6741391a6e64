import {
  connectionTopic,
  createConnectionStore,
  shownConnection,
  type KeptConnection,
} from '../../adapters/sqlite/connections.ts';
import type { PrimusApi } from '../../adapters/primus/primus-api.ts';
import type { Application } from '../../api/application.ts';
import { connectionSchema, type ConnectionTest } from '../../contract/connections.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { SecretVault } from '../../adapters/secrets/vault.ts';
import type { SiteKeys } from '../../adapters/sqlite/site-keys.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';
import type { TopicSource } from '../../feed/topics.ts';
import type { Clock, RunStore } from '../../runner/ports.ts';
import type { PracticeSites } from '../practice/practice-sites.ts';
import { createChanges, requireFree } from './connection-changes.ts';
import { createConnectionSecrets } from './connection-secrets.ts';
import { testConnection } from './connection-test.ts';
import { newConnection } from './new-connection.ts';
import { offersRoom } from './offers.ts';
import { createOpening, type OpenConnection } from './open-connection.ts';
import { forgetTrust } from './primus-trust.ts';
import { notFound } from './reading.ts';

export interface Connections {
  readonly room: Application['connections'];
  readonly topic: TopicSource;
  /** The API of a cluster, everything it needs allowed. Whoever opens it closes it. */
  open(name: string, signal: AbortSignal): Promise<OpenConnection>;
  /** As it is kept. Throws CONNECTION_NOT_FOUND and RECORD_DAMAGED. */
  kept(name: string): KeptConnection;
  list(): readonly KeptConnection[];
  /** A Primus-SaFE API server. Whoever opens it closes it. */
  openPrimus(name: string): PrimusApi;
  /** The practice site begins again: another cluster is behind its connections. */
  forgetPractice(): Promise<void>;
  /** Has the rows say where credentials are now: after a start, and after secrets were cleared. */
  lookForCredentials(): Promise<void>;
}

interface ConnectionParts {
  readonly database: StoreDatabase;
  readonly store: Pick<RunStore, 'write'>;
  readonly redactor: Pick<Redactor, 'add'>;
  readonly vault: SecretVault;
  readonly siteKeys: SiteKeys;
  readonly practice: Pick<PracticeSites, 'kubernetes'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly env: NodeJS.ProcessEnv;
}

export function createConnections(parts: ConnectionParts): Connections {
  const { vault, redactor, siteKeys, practice, clock } = parts;
  const store = createConnectionStore(parts.database);
  const secrets = createConnectionSecrets(vault, parts.env);
  const opening = createOpening({ redactor, secrets, practice, siteKeys, clock });
  const found = (name: string): KeptConnection => store.find(name) ?? notFound(name);

  const changes = createChanges({ ...parts, connections: store, secrets });

  const remember = async (name: string, test: ConnectionTest): Promise<void> => {
    // The practice site may answer at another port in each process.
    const ours = test.reachable && found(name).kind === 'practice' ? await practice.kubernetes(null) : null;
    await changes.changeIfThere(name, (kept) => ({
      ...kept,
      server: ours?.server ?? kept.server,
      identity: kept.identity ?? test.identity ?? null,
      problems: test.problems,
      credentials: secrets.placeOf(kept),
      lastTest: {
        at: clock.now(),
        reachable: test.reachable,
        version: test.version ?? null,
        rights: test.rights,
      },
    }));
  };

  const room: Application['connections'] = {
    list: () => store.list().map(shownConnection),
    show: ({ name }) => shownConnection(found(name)),
    ...offersRoom(redactor),
    async add(order, call) {
      requireFree(store.has(order.name), order.name);
      return changes.keepNew(await newConnection(order, { redactor, practice }, call));
    },
    async test({ name }, { signal }) {
      const test = await testConnection(found(name), opening, signal);
      // It may have been removed meanwhile.
      if (store.has(name)) {
        await remember(name, test);
      }
      return test;
    },
    makeDefault: ({ name }) => changes.change(name, (kept) => ({ ...kept, isDefault: true })),
    changeNamespaces: ({ name, namespaces }) => changes.change(name, (kept) => ({ ...kept, namespaces })),
    async remove({ name }) {
      // A damaged one, which cannot be found, can be removed.
      const kept = store.list().find((each) => each.name.toLowerCase() === name.toLowerCase());
      const { name: id } = kept ?? notFound(name);
      await parts.store.write((transaction) => store.remove(transaction, id));
      secrets.forget(id);
      forgetTrust(id, siteKeys);
    },
  };

  return {
    room,
    topic: {
      prefix: connectionTopic,
      collections: { connection: connectionSchema },
      read: (_name, from, limit) => store.changed(from, limit),
    },
    open: (name, signal) => opening.cluster(found(name), signal),
    kept: found,
    list: () => store.list(),
    openPrimus: (name) => opening.primus(found(name)),
    async forgetPractice() {
      for (const { name } of store.list().filter(({ kind }) => kind === 'practice')) {
        await changes.changeIfThere(name, (now) => ({
          ...now,
          identity: null,
          problems: [],
          lastTest: null,
        }));
      }
    },
    async lookForCredentials() {
      const all = store.list();
      secrets.forgetOthers(all);
      for (const kept of all) {
        if (secrets.placeOf(kept) !== kept.credentials) {
          await changes.changeIfThere(kept.name, (now) => ({ ...now, credentials: secrets.placeOf(now) }));
        }
      }
    },
  };
}
