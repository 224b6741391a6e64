import type { RunFolders } from '../adapters/files/run-folders.ts';
import { openDatabaseForReading } from '../adapters/sqlite/open-database.ts';
import { RunReader } from '../adapters/sqlite/run-store.ts';
import type { BoundEngine } from '../runner/bound-engine.ts';
import type { HomeForReading } from './open-home.ts';
import { createRunViews } from './runs/run-views.ts';

type ReaderStore = NonNullable<HomeForReading['store']>;

/** Opens the database of a home for reading; null when it is not there after all. `engines` are asked for when a run is. */
export function openReaderStore(
  path: string,
  folders: RunFolders,
  engines: () => readonly BoundEngine[],
): ReaderStore | null {
  const database = openDatabaseForReading(path, folders);
  if (database === null) {
    return null;
  }
  const reader = new RunReader(database);
  return {
    database,
    reader,
    views: createRunViews({
      reader,
      engines: () => engines().flatMap((engine) => [engine, engine.revert()]),
      isAtWork: () => false,
    }),
  };
}
