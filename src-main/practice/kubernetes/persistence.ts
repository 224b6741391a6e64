/** The objects on disk: one SQLite file in the practice folder. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openSiteFile } from '../site-file.ts';
import { isTree, keyOf, without, type KubernetesObject, type Tree } from './object.ts';
import type { ObjectStore } from './object-store.ts';
import { allResources, kinds, type Resource } from './resources.ts';

export interface Persistence {
  /** A value of which there is one. */
  read(name: string): string | null;
  write(name: string, value: string): void;
  /** Brings back what was kept. */
  load(into: ObjectStore): void;
  /** Keeps what changes from now on; {@link flush} writes it. */
  follow(store: ObjectStore): void;
  /** Everything that has changed is on disk when it returns. */
  flush(): void;
  close(): void;
}

/** What a controller changed may wait so long for the disk; what a client was told about never does. */
const flushAfterMs = 100;

const tables = `
  CREATE TABLE IF NOT EXISTS one (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS object (
    resource TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (resource, key)
  ) STRICT, WITHOUT ROWID;
`;

const hashed = (values: unknown): Tree =>
  Object.fromEntries(
    Object.entries(isTree(values) ? values : {}).map(([key, value]) => {
      const digest = createHash('sha256').update(String(value)).digest('hex');
      return [key, Buffer.from(`sha256:${digest}`).toString('base64')];
    }),
  );

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Nothing secret reaches the disk: of a Secret only what tells whether it is still the same. */
function bodyOf(resource: Resource, object: KubernetesObject): string {
  if (resource !== kinds.secrets) {
    return JSON.stringify(object);
  }
  const annotations = without(object.metadata.annotations ?? {}, lastApplied);
  const metadata = { ...object.metadata, annotations };
  return JSON.stringify({ ...object, metadata, data: hashed(object['data']) });
}

function prepare(database: Database.Database): void {
  database.pragma('synchronous = NORMAL');
  database.exec(tables);
}

interface Row {
  readonly resource: string;
  readonly body: string;
}

/** Throws what {@link openSiteFile} throws. */
export function openPersistence(directory: string): Persistence {
  const database = openSiteFile(join(directory, 'kubernetes.sqlite'), prepare);
  const put = database.prepare('INSERT OR REPLACE INTO object (resource, key, body) VALUES (?, ?, ?)');
  const drop = database.prepare('DELETE FROM object WHERE resource = ? AND key = ?');
  const putOne = database.prepare('INSERT OR REPLACE INTO one (name, value) VALUES (?, ?)');
  const changed = new Map<string, { resource: Resource; key: string }>();
  let store: ObjectStore | null = null;
  let timer: NodeJS.Timeout | null = null;

  const writeChanged = database.transaction((from: ObjectStore) => {
    for (const { resource, key } of changed.values()) {
      const object = from.get(resource, key);
      if (object === undefined) {
        drop.run(resource.key, key);
      } else {
        put.run(resource.key, key, bodyOf(resource, object));
      }
    }
    putOne.run('version', String(from.version));
  });

  const flush = (): void => {
    clearTimeout(timer ?? undefined);
    timer = null;
    if (store !== null && changed.size > 0) {
      writeChanged(store);
      changed.clear();
    }
  };

  /** A disk that is full now may not be later: what has changed is still known. */
  const flushLater = (): void => {
    try {
      flush();
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    }
  };

  return {
    read(name) {
      const row = database.prepare('SELECT value FROM one WHERE name = ?').get(name) as
        { value: string } | undefined;
      return row?.value ?? null;
    },
    write: (name, value) => void putOne.run(name, value),
    load(into) {
      const known = new Map(allResources.map((resource) => [resource.key, resource]));
      for (const { resource, body } of database
        .prepare('SELECT resource, body FROM object')
        .iterate() as Iterable<Row>) {
        const found = known.get(resource);
        if (found !== undefined) {
          into.restore(found, JSON.parse(body) as KubernetesObject);
        }
      }
    },
    follow(followed) {
      store = followed;
      followed.subscribe(({ resource, object }) => {
        const key = keyOf(object);
        changed.set(`${resource.key} ${key}`, { resource, key });
        timer ??= setTimeout(flushLater, flushAfterMs);
      });
    },
    flush,
    close() {
      flush();
      database.close();
    },
  };
}
