/** The services for commands that only read: no ownership, no engines at work, and as little loaded as possible. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from './adapters/clock.ts';
import type { Application } from './api/application.ts';
import { readEngines, type ReadEngines } from './services/all.ts';
import type { HomeForReading } from './services/open-home.ts';
import { createReaderApplication } from './services/reader-application.ts';

export interface ReaderRuntime {
  readonly application: Application;
  close(): void;
}

/** Brings the database of a home forward; the caller holds its lock. Does nothing else that an owner does. */
export async function bringForward(home: string): Promise<void> {
  const { openDatabase } = await import('./adapters/sqlite/open-database.ts');
  openDatabase(join(home, 'sitewright.db')).close();
}

/** Sees what is in the home, also when there is none. */
export async function openReader(home: string): Promise<ReaderRuntime> {
  const path = join(home, 'sitewright.db');
  const runs = join(home, 'runs');
  let store: HomeForReading['store'] = null;
  if (existsSync(path) || existsSync(runs)) {
    const [{ openReaderStore }, { createRunFolders }] = await Promise.all([
      import('./services/reader-database.ts'),
      import('./adapters/files/run-folders.ts'),
    ]);
    store = openReaderStore(path, createRunFolders(runs), () => engines.services.map(({ engine }) => engine));
  }
  const read: HomeForReading = { home, clock: systemClock, store };
  const engines: ReadEngines = readEngines(read);
  return { application: createReaderApplication(read, engines), close: () => void store?.database.close() };
}
