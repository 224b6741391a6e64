import type { RunFolders } from '../adapters/files/run-folders.ts';
import { Imports } from '../adapters/sqlite/imports.ts';
import { openDatabaseForReading } from '../adapters/sqlite/open-database.ts';
import { RunReader } from '../adapters/sqlite/run-store.ts';
import { createConfigureEngine } from '../engines/configure/index.ts';
import { bind } from '../runner/bound-engine.ts';
import { createRevertEngine } from '../runner/revert.ts';
import type { ReaderDatabase } from './reader-application.ts';
import { createRunViews } from './run-views.ts';

/** Opens the database of a home for reading; null when it is not there after all. */
export function openReaderDatabase(path: string, folders: RunFolders): ReaderDatabase | null {
  const database = openDatabaseForReading(path, folders);
  if (database === null) {
    return null;
  }
  const engine = createConfigureEngine(() => Promise.reject(new Error('a reader has no world')));
  const reader = new RunReader(database);
  return {
    reader,
    imports: new Imports(database),
    views: createRunViews({
      reader,
      engines: [bind(engine), bind(createRevertEngine(engine))],
      isAtWork: () => false,
    }),
    close: () => database.close(),
  };
}
