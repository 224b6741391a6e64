import type { RunFolders } from '../adapters/files/run-folders.ts';
import { openDatabaseForReading } from '../adapters/sqlite/open-database.ts';
import { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Clock } from '../runner/ports.ts';
import { configureForReading } from './configure/for-reading.ts';
import type { EngineForReading } from './engine-service.ts';
import type { StoreForReading } from './open-home.ts';
import { createRunViews } from './runs/run-views.ts';

/** Every engine whose runs are shown. Loaded once there are any. */
const engines: readonly EngineForReading[] = [configureForReading];

/** Opens the database of a home for reading; null when it is not there after all. */
export function openReaderStore(
  path: string,
  folders: RunFolders,
  clock: Pick<Clock, 'now'>,
): StoreForReading | null {
  const database = openDatabaseForReading(path, folders);
  if (database === null) {
    return null;
  }
  const reader = new RunReader(database);
  const views = createRunViews({
    reader,
    engines: engines.flatMap(({ engine }) => [engine, engine.revert()]),
    isAtWork: () => false,
  });
  const home = { database, reader, views };
  return {
    ...home,
    reports: engines.map(({ engine, report }) => ({ kind: engine.kind, report: report?.(home, clock) })),
  };
}
