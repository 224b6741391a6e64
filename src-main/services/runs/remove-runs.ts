import type { RunFolders } from '../../adapters/files/run-folders.ts';
import type { RunLogs } from '../../adapters/files/run-log.ts';
import { removedRunIds, unlistedRuns } from '../../adapters/sqlite/run-removal.ts';
import type { SqliteRunStore } from '../../adapters/sqlite/run-store.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';

export interface RunRemovalParts {
  readonly store: Pick<SqliteRunStore, 'write'>;
  readonly database: StoreDatabase;
  readonly folders: Pick<RunFolders, 'runIds' | 'remove'>;
  readonly logs: Pick<RunLogs, 'letGo'>;
}

export interface RunRemoval {
  /**
   * Deletes ended runs with their files: all of them, or none when one may not be deleted. Throws RUN_NOT_FOUND,
   * RUN_STATE, and FILE_UNWRITABLE for a folder that is left.
   */
  remove(runs: readonly string[]): Promise<void>;
  /** Removes folders that a removal before could not, or did not come to. Reports what is still left. */
  removeLeftFolders(report: (thrown: unknown) => void): void;
  /** See {@link unlistedRuns}. */
  unlisted(): readonly string[];
}

export function createRunRemoval({ store, database, folders, logs }: RunRemovalParts): RunRemoval {
  return {
    async remove(runs) {
      // A run that reverts another one is newer, and goes before it.
      const newestFirst = [...new Set(runs)].sort((a, b) => Number(b) - Number(a));
      await store.write((tx) => {
        for (const run of newestFirst) {
          tx.removeRun(run);
        }
      });
      for (const run of newestFirst) {
        logs.letGo(run);
        folders.remove(run);
      }
    },
    unlisted: () => unlistedRuns(database, folders),
    removeLeftFolders(report) {
      const removed = new Set(removedRunIds(database));
      for (const run of folders.runIds().filter((id) => removed.has(id))) {
        try {
          folders.remove(run);
        } catch (thrown) {
          report(thrown);
        }
      }
    },
  };
}
