import { z } from 'zod';
import { connectionSchema, type Connection } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import { kubeconfigNeedKinds } from '../../contract/kubeconfig.ts';
import type { StoreDatabase } from './store-database.ts';
import { jsonText, nullableJson } from './stored-json.ts';

/** Arguments of a plugin may hold a secret: of what was allowed its digest alone is kept. */
const allowedSchema = z.object({ kind: z.enum(kubeconfigNeedKinds), digest: z.string() });

/** A connection with what is needed to use it. */
export interface KeptConnection extends Omit<Connection, 'allowed' | 'kind'> {
  readonly allowed: readonly z.infer<typeof allowedSchema>[];
}

export interface ConnectionStore {
  /** One whose record is damaged has that as its problem, and nothing allowed. */
  list(): readonly KeptConnection[];
  has(name: string): boolean;
  /**
   * Null where there is none of that name; capitals make no difference.
   * @throws RECORD_DAMAGED where its record cannot be read
   */
  find(name: string): KeptConnection | null;
  /** Adds it, or puts it in the place of the one of that name. The one that was the default is it no more. */
  keep(connection: KeptConnection, atMs: number): void;
  remove(name: string): void;
}

const recordSchema = z
  .object({
    name: z.string(),
    server: z.string(),
    file: z.string(),
    context: z.string(),
    is_default: z.number(),
    allowed: jsonText.pipe(z.array(allowedSchema)),
    identity: nullableJson.pipe(connectionSchema.shape.identity),
    problems: jsonText.pipe(connectionSchema.shape.problems),
  })
  .transform(({ is_default: isDefault, ...same }): KeptConnection => ({
    ...same,
    isDefault: isDefault === 1,
  }));

const damagedColumns = z.object({
  name: z.string(),
  server: z.string().catch(''),
  file: z.string().catch(''),
  context: z.string().catch(''),
  is_default: z.number().catch(0),
});

/** What of it can still be read, so that it is seen and can be removed. */
function damaged(record: unknown, cause: unknown): KeptConnection {
  const { is_default: isDefault, ...same } = damagedColumns.parse(record);
  const { code, text } = damagedConnection(same.name, cause);
  const problems = [{ code, message: text }];
  return { ...same, isDefault: isDefault === 1, allowed: [], identity: null, problems };
}

/** RECORD_DAMAGED, naming the connection. */
function damagedConnection(name: string, cause: unknown): AppError {
  const text = {
    zh: `连接 ${name} 的存储记录已损坏，无法读取。请移除该连接后重新添加；kubeconfig 文件和其他连接不受影响。`,
    en: `The stored record of connection ${name} is damaged and cannot be read. Remove the connection and add it again; its kubeconfig and other connections are not affected.`,
  };
  return new AppError('RECORD_DAMAGED', text, { data: { name }, cause });
}

export function createConnectionStore(database: StoreDatabase): ConnectionStore {
  const all = database.prepare('SELECT * FROM connection ORDER BY name');
  const one = database.prepare('SELECT * FROM connection WHERE name = ?');
  const noDefault = database.prepare('UPDATE connection SET is_default = 0');
  const replace = database.prepare(`INSERT OR REPLACE INTO connection
    (name, server, file, context, is_default, allowed, identity, problems, created_at_ms)
    VALUES (@name, @server, @file, @context, @isDefault, @allowed, @identity, @problems, @atMs)`);
  const remove = database.prepare('DELETE FROM connection WHERE name = ?');
  const keep = (connection: KeptConnection, atMs: number): void => {
    if (connection.isDefault) {
      noDefault.run();
    }
    replace.run({
      name: connection.name,
      server: connection.server,
      file: connection.file,
      context: connection.context,
      isDefault: Number(connection.isDefault),
      allowed: JSON.stringify(connection.allowed),
      identity: connection.identity === null ? null : JSON.stringify(connection.identity),
      problems: JSON.stringify(connection.problems),
      atMs,
    });
  };
  return {
    list: () =>
      all.all().map((record) => {
        const read = recordSchema.safeParse(record);
        return read.success ? read.data : damaged(record, read.error);
      }),
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
    keep: (connection, atMs) => {
      database.within(() => keep(connection, atMs));
    },
    remove: (name) => void remove.run(name),
  };
}
