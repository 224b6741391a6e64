import type Database from 'better-sqlite3';
import type { SiteKey } from '../../contract/machine.ts';

export type SiteKeyKind = 'tls' | 'ssh';

/** TLS certificates and SSH host keys that a person accepted, by site: customers reuse address ranges, sites do not share keys. */
export interface SiteKeys {
  /** Every accepted fingerprint of the site, or of one subject (an address) of it. */
  accepted(site: string, kind: SiteKeyKind, subject?: string): readonly string[];
  accept(key: { site: string; kind: SiteKeyKind; subject: string; fingerprint: string }, atMs: number): void;
  /** All of them, by site, the latest first. */
  list(): readonly SiteKey[];
  /** It is asked for again at the next connection. */
  forget(key: Omit<SiteKey, 'acceptedAt'>): void;
}

export function createSiteKeys(database: Database.Database): SiteKeys {
  const ofSite = database
    .prepare('SELECT DISTINCT fingerprint FROM site_key WHERE site = ? AND kind = ?')
    .pluck();
  const ofSubject = database
    .prepare('SELECT fingerprint FROM site_key WHERE site = ? AND kind = ? AND subject = ?')
    .pluck();
  const insert = database.prepare(
    `INSERT OR IGNORE INTO site_key (site, kind, subject, fingerprint, accepted_at_ms) VALUES (@site, @kind, @subject, @fingerprint, @atMs)`,
  );
  const all = database.prepare(
    'SELECT site, kind, subject, fingerprint, accepted_at_ms AS acceptedAt FROM site_key ORDER BY site, accepted_at_ms DESC, subject, fingerprint',
  );
  const remove = database.prepare(
    'DELETE FROM site_key WHERE site = @site AND kind = @kind AND subject = @subject AND fingerprint = @fingerprint',
  );
  return {
    accepted: (site, kind, subject) =>
      (subject === undefined ? ofSite.all(site, kind) : ofSubject.all(site, kind, subject)) as string[],
    accept: (key, atMs) => void insert.run({ ...key, atMs }),
    list: () => all.all() as SiteKey[],
    forget: (key) => void remove.run(key),
  };
}
