import { z } from 'zod';
import { connectionSchema, lastTestSchema, type Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import type { ChangedPage } from '../../contract/feed.ts';
import { kubeconfigNeedKinds } from '../../contract/kubeconfig.ts';
import type { RunTransaction } from '../../runner/ports.ts';
import { createReadChanged, type RevisedTable } from './changed-rows.ts';
import type { StoreDatabase } from './store-database.ts';
import { jsonText, nullableJson } from './stored-json.ts';

/** Arguments of a plugin may hold a secret: of what was allowed its digest alone is kept. */
const allowedSchema = z.object({ kind: z.enum(kubeconfigNeedKinds), digest: z.string() });

/** A connection with what is needed to use it. */
export interface KeptConnection extends Omit<Connection, 'allowed'> {
  readonly allowed: readonly z.infer<typeof allowedSchema>[];
  /** What its secret is called in the vault, under `connection/NAME`; null where it has none. */
  readonly secret: string | null;
}

export interface ConnectionReader {
  /** One whose record is damaged has that as its problem, and nothing allowed. */
  list(): readonly KeptConnection[];
  has(name: string): boolean;
  /**
   * Null where there is none of that name; capitals make no difference.
   * @throws RECORD_DAMAGED where its record cannot be read
   */
  find(name: string): KeptConnection | null;
}

export const connectionTopic = 'connections';

type Transaction = Pick<RunTransaction, 'revision' | 'remove' | 'restore'>;

/** Writes within a transaction of the runs, whose revision the rows take: followers are told of them like of runs. */
export interface ConnectionStore extends ConnectionReader {
  /** Adds it, or puts it in the place of the one of that name. The one that was the default is it no more. */
  keep(transaction: Transaction, connection: KeptConnection, atMs: number): void;
  remove(transaction: Transaction, name: string): void;
  /** What changed since a revision, for the topic. */
  changed(from: number, limit: number): ChangedPage;
}

const recordSchema = z
  .object({
    name: z.string(),
    kind: connectionSchema.shape.kind,
    server: z.string(),
    file: z.string().nullable(),
    context: z.string().nullable(),
    namespaces: jsonText.pipe(z.array(z.string())),
    credentials: connectionSchema.shape.credentials,
    secret: z.string().nullable(),
    variable: z.string().nullable(),
    is_default: z.number(),
    allowed: jsonText.pipe(z.array(allowedSchema)),
    identity: nullableJson.pipe(connectionSchema.shape.identity),
    problems: jsonText.pipe(connectionSchema.shape.problems),
    last_test: nullableJson.pipe(lastTestSchema.nullable()),
  })
  .transform(({ is_default: isDefault, last_test: lastTest, ...same }): KeptConnection => ({
    ...same,
    isDefault: isDefault === 1,
    lastTest,
  }));

const damagedColumns = z.object({
  name: z.string(),
  kind: connectionSchema.shape.kind.catch('kubernetes'),
  server: z.string().catch(''),
  file: z.string().nullable().catch(null),
  context: z.string().nullable().catch(null),
  credentials: connectionSchema.shape.credentials.catch('missing'),
  is_default: z.number().catch(0),
});

/** What of it can still be read, so that it is seen and can be removed. */
function damaged(record: unknown, cause: unknown): KeptConnection {
  const { is_default: isDefault, ...same } = damagedColumns.parse(record);
  const { code, text } = damagedConnection(same.name, cause);
  return {
    ...same,
    secret: null,
    variable: null,
    namespaces: [],
    isDefault: isDefault === 1,
    allowed: [],
    identity: null,
    problems: [{ code, message: text }],
    lastTest: null,
  };
}

/** RECORD_DAMAGED, naming the connection. */
function damagedConnection(name: string, cause: unknown): AppError {
  const text = {
    zh: `连接 ${name} 的存储记录已损坏，无法读取。请移除该连接后重新添加；kubeconfig 文件和其他连接不受影响。`,
    en: `The stored record of connection ${name} is damaged and cannot be read. Remove the connection and add it again; its kubeconfig and other connections are not affected.`,
  };
  return new AppError('RECORD_DAMAGED', text, { data: { name }, cause });
}

function readable(record: unknown): KeptConnection {
  const read = recordSchema.safeParse(record);
  return read.success ? read.data : damaged(record, read.error);
}

/** A connection as everybody may see it. */
export const shownConnection = ({ allowed, secret: _secret, ...same }: KeptConnection): Connection => ({
  ...same,
  allowed: allowed.map(({ kind }) => kind),
});

const rows: RevisedTable = {
  collection: 'connection',
  table: 'connection',
  columns: '*',
  order: 'name',
  toChange(record) {
    const row = shownConnection(readable(record));
    return { collection: 'connection', id: row.name, row };
  },
};

export function createConnectionReader(database: StoreDatabase): ConnectionReader {
  const all = database.prepare('SELECT * FROM connection ORDER BY name');
  const one = database.prepare('SELECT * FROM connection WHERE name = ?');
  return {
    list: () => all.all().map(readable),
    has: (name) => one.get(name) !== undefined,
    find(name) {
      const record = one.get(name);
      if (record === undefined) {
        return null;
      }
      const read = recordSchema.safeParse(record);
      if (!read.success) {
        throw damagedConnection(name, read.error);
      }
      return read.data;
    },
  };
}

const keepSql = `INSERT INTO connection
    (name, kind, server, file, context, namespaces, credentials, secret, variable, is_default, allowed, identity,
      problems, last_test, created_at_ms, revision)
  VALUES (@name, @kind, @server, @file, @context, @namespaces, @credentials, @secret, @variable, @isDefault, @allowed,
    @identity, @problems, @lastTest, @atMs, @revision)
  ON CONFLICT (name) DO UPDATE SET server = @server, namespaces = @namespaces, credentials = @credentials,
    is_default = @isDefault, identity = @identity, problems = @problems, last_test = @lastTest, revision = @revision`;

const nullableText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Its columns; what is kept of one that is there already (`keepSql`) is what changes in the life of a connection. */
const recordOf = (connection: KeptConnection): Readonly<Record<string, string | number | null>> => ({
  name: connection.name,
  kind: connection.kind,
  server: connection.server,
  file: connection.file,
  context: connection.context,
  namespaces: JSON.stringify(connection.namespaces),
  credentials: connection.credentials,
  secret: connection.secret,
  variable: connection.variable,
  isDefault: Number(connection.isDefault),
  allowed: JSON.stringify(connection.allowed),
  identity: nullableText(connection.identity),
  problems: JSON.stringify(connection.problems),
  lastTest: nullableText(connection.lastTest),
});

export function createConnectionStore(database: StoreDatabase): ConnectionStore {
  const noDefault = database.prepare(
    'UPDATE connection SET is_default = 0, revision = @revision WHERE is_default = 1 AND name <> @name',
  );
  const keep = database.prepare(keepSql);
  const nameOf = database.prepare('SELECT name FROM connection WHERE name = ?').pluck();
  const remove = database.prepare('DELETE FROM connection WHERE name = ?');
  const readChanged = createReadChanged(database);
  return {
    ...createConnectionReader(database),
    keep(transaction, connection, atMs) {
      const revision = transaction.revision();
      const { name } = connection;
      if (connection.isDefault) {
        noDefault.run({ name, revision });
      }
      keep.run({ ...recordOf(connection), atMs, revision });
      transaction.restore('connection', name);
    },
    remove(transaction, name) {
      // As it is written in its row, which may be in other capitals.
      const id = nameOf.get(name);
      if (typeof id === 'string') {
        remove.run(id);
        transaction.remove('connection', id, connectionTopic);
      }
    },
    changed: (from, limit) => readChanged(connectionTopic, [rows], { from, limit }),
  };
}
