/** The services for commands that only read: no ownership, no engines at work, and as little loaded as possible. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from './adapters/clock.ts';
import type { Application } from './api/application.ts';
import type { StoreForReading } from './services/open-home.ts';
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
  let store: StoreForReading | null = null;
  if (existsSync(path) || existsSync(runs)) {
    const [{ openReaderStore }, { createRunFolders }] = await Promise.all([
      import('./services/reader-store.ts'),
      import('./adapters/files/run-folders.ts'),
    ]);
    store = await openReaderStore(path, createRunFolders(runs), systemClock);
  }
  const application = await createReaderApplication({ home, store });
  return { application, close: () => void store?.database.close() };
}
