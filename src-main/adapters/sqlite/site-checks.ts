import type Database from 'better-sqlite3';
import { z } from 'zod';
import { siteCheckSchema, type SiteCheck } from '../../contract/configure.ts';
import { jsonText } from './stored-json.ts';
import { redactedJson, type Redact } from '../secrets/redacted-json.ts';

/**
 * The last site check of each import, as it came out. A decision about the workbook, and a run, leave none; one whose
 * record is damaged counts as none, and the next check takes its place.
 */
export interface SiteChecks {
  last(importId: number): SiteCheck | null;
  /** Of every import. */
  all(): readonly SiteCheck[];
  /** In place of the one before; nothing is kept for a workbook that was never imported. */
  keep(path: string, check: SiteCheck): void;
  forget(path: string): void;
  /** Those of this home's own practice site, which is another one now. */
  forgetPractice(): void;
}

const storedRow = z
  .object({ sha256: z.string(), at: z.number(), site: jsonText, items: jsonText })
  .pipe(siteCheckSchema);

export function createSiteChecks(database: Database.Database, redact: Redact): SiteChecks {
  const select = database.prepare(
    'SELECT sha256, site, items, checked_at_ms AS at FROM site_check WHERE import_id = ?',
  );
  const selectAll = database.prepare('SELECT sha256, site, items, checked_at_ms AS at FROM site_check');
  const replace = database.prepare(
    `INSERT OR REPLACE INTO site_check (import_id, sha256, site, items, checked_at_ms)
     SELECT id, @sha256, @site, @items, @at FROM workbook_import WHERE path = @path`,
  );
  const remove = database.prepare(
    'DELETE FROM site_check WHERE import_id = (SELECT id FROM workbook_import WHERE path = ?)',
  );
  const removePractice = database.prepare(
    `DELETE FROM site_check WHERE NOT json_valid(site)
      OR (json_extract(site, '$.kind') = 'practice' AND json_extract(site, '$.url') IS NULL)`,
  );
  return {
    last(importId) {
      return storedRow.safeParse(select.get(importId)).data ?? null;
    },
    all: () => selectAll.all().flatMap((row) => storedRow.safeParse(row).data ?? []),
    keep: (path, { sha256, at, site, items }) =>
      void replace.run({ path, sha256, at, site: JSON.stringify(site), items: redactedJson(items, redact) }),
    forget: (path) => void remove.run(path),
    forgetPractice: () => void removePractice.run(),
  };
}
