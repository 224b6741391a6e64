import type Database from 'better-sqlite3';

/** Reads all rows of a query. */
export type ReadAll = (sql: string, ...parameters: readonly unknown[]) => readonly unknown[];

/** Prepares each query once. */
export function createReadAll(database: Database.Database): ReadAll {
  const statements = new Map<string, Database.Statement>();
  return (sql, ...parameters) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement.all(...parameters);
  };
}
