import type { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';

/** Stores a run that nobody works on; returns its id. */
export const createStoredRun = (store: SqliteRunStore, target: string): Promise<string> =>
  store.write((transaction) =>
    transaction.createRun({
      kind: 'configure',
      version: 1,
      title: target,
      input: {},
      practice: false,
      targets: [target],
      revertsRunId: null,
      createdAt: 1,
    }),
  );
