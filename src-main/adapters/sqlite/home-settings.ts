import type Database from 'better-sqlite3';
import { homeSettingsSchema, type HomeSettings } from '../../contract/machine.ts';

/** What a person set for everything that is done in this home, whichever window or terminal it is done from. */
export interface HomeSettingsStore {
  read(): HomeSettings;
  keep(settings: HomeSettings): void;
}

export function createHomeSettings(database: Database.Database): HomeSettingsStore {
  const select = database.prepare(`SELECT value FROM home_setting WHERE name = 'engineer'`).pluck();
  const replace = database.prepare(
    `INSERT OR REPLACE INTO home_setting (name, value) VALUES ('engineer', @engineer)`,
  );
  return {
    read: () => homeSettingsSchema.parse({ engineer: select.get() ?? '' }),
    keep: (settings) => void replace.run(settings),
  };
}
