/** The objects on disk: one SQLite file in the practice folder. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { diskFailure } from '../../files/disk-failure.ts';
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

function open(path: string): Database.Database {
  try {
    if (!existsSync(path)) {
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new Database(path, { timeout: 500 });
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.exec(tables);
    return database;
  } catch (thrown) {
    throw failureOf(thrown, path);
  }
}

function failureOf(thrown: unknown, path: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code.startsWith('SQLITE_BUSY')) {
    const text = {
      zh: `${path} 中的演练 Kubernetes 正由另一个进程提供服务；请停止该进程，或直接使用它的 kubeconfig。`,
      en: `The practice Kubernetes in ${path} is being served by another process. Stop that process, or use its kubeconfig.`,
    };
    return new AppError('HOME_OWNED', text, { data: { path }, cause: thrown });
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    const text = {
      zh: `演练 Kubernetes 的文件 ${path} 已损坏；请将该文件移走，演练环境会重新开始。`,
      en: `The file ${path} of the practice Kubernetes is damaged. Move it away; the practice site then begins afresh.`,
    };
    return new AppError('DATABASE_DAMAGED', text, { data: { path }, cause: thrown });
  }
  return diskFailure(thrown, path) ?? thrown;
}

interface Row {
  readonly resource: string;
  readonly body: string;
}

/** Throws HOME_OWNED where another process serves this folder, DATABASE_DAMAGED, and what the disk refuses. */
export function openPersistence(directory: string): Persistence {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = open(join(directory, 'kubernetes.sqlite'));
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
