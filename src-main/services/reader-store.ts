import type { RunFolders } from '../adapters/files/run-folders.ts';
import { openDatabaseForReading } from '../adapters/sqlite/open-database.ts';
import { unlistedRuns } from '../adapters/sqlite/run-removal.ts';
import { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Clock } from '../runner/ports.ts';
import * as engines from './all-for-reading.ts';
import type { EngineForReading } from './engine-service.ts';
import type { StoreForReading } from './open-home.ts';
import { createRunViews } from './runs/run-views.ts';

/** Opens the database of a home for reading; null when it is not there after all. */
export async function openReaderStore(
  path: string,
  folders: RunFolders,
  clock: Pick<Clock, 'now'>,
): Promise<StoreForReading | null> {
  const database = openDatabaseForReading(path, folders);
  if (database === null) {
    return null;
  }
  const loaded = await Promise.all(Object.values(engines).map((each: EngineForReading) => each.runs()));
  const reader = new RunReader(database);
  const views = createRunViews({
    reader,
    engines: loaded.flatMap(({ engine }) => [engine, engine.revert()]),
    isAtWork: () => false,
    unlisted: () => unlistedRuns(database, folders),
  });
  const home = { database, reader, views };
  return {
    ...home,
    reports: loaded.map(({ engine, report }) => ({ kind: engine.kind, report: report?.(home, clock) })),
  };
}
