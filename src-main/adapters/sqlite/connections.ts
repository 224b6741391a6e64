import { z } from 'zod';
import { connectionSchema, type Connection } from '../../contract/connections.ts';
import { kubeconfigNeedKinds } from '../../contract/kubeconfig.ts';
import type { StoreDatabase } from './store-database.ts';

/** Arguments of a plugin may hold a secret: of what was allowed its digest alone is kept. */
const allowedSchema = z.object({ kind: z.enum(kubeconfigNeedKinds), digest: z.string() });

/** A connection with what is needed to use it. */
export interface KeptConnection extends Omit<Connection, 'allowed' | 'kind'> {
  readonly allowed: readonly z.infer<typeof allowedSchema>[];
}

export interface ConnectionStore {
  list(): readonly KeptConnection[];
  /** Null where there is none of that name; capitals make no difference. */
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
    allowed: z.string(),
    identity: z.string().nullable(),
    problems: z.string(),
  })
  .transform(({ is_default: isDefault, allowed, identity, problems, ...same }): KeptConnection => ({
    ...same,
    isDefault: isDefault === 1,
    allowed: z.array(allowedSchema).parse(JSON.parse(allowed)),
    identity: connectionSchema.shape.identity.parse(JSON.parse(identity ?? 'null')),
    problems: connectionSchema.shape.problems.parse(JSON.parse(problems)),
  }));

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
    list: () => all.all().map((record) => recordSchema.parse(record)),
    find(name) {
      const record = one.get(name);
      return record === undefined ? null : recordSchema.parse(record);
    },
    keep: (connection, atMs) => {
      database.within(() => keep(connection, atMs));
    },
    remove: (name) => void remove.run(name),
  };
}
