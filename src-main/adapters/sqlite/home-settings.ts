import type Database from 'better-sqlite3';
import { homeSettingsSchema, type HomeSettings, type HomeSettingsChange } from '../../contract/machine.ts';

/** What a person set for everything that is done in this home, whichever window or terminal it is done from. */
export interface HomeSettingsStore {
  read(): HomeSettings;
  /** What the change does not name stays. */
  keep(change: HomeSettingsChange): void;
}

export function createHomeSettings(database: Database.Database): HomeSettingsStore {
  const select = database.prepare('SELECT value FROM home_setting WHERE name = ?').pluck();
  const replace = database.prepare('INSERT OR REPLACE INTO home_setting (name, value) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM home_setting WHERE name = ?');
  return {
    read: () =>
      homeSettingsSchema.parse({ engineer: select.get('engineer') ?? '', site: select.get('site') ?? null }),
    keep({ engineer, site }) {
      if (engineer !== undefined) {
        replace.run('engineer', engineer);
      }
      if (site === null) {
        remove.run('site');
      } else if (site !== undefined) {
        replace.run('site', site);
      }
    },
  };
}
