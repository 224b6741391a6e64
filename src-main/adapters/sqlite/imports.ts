import { z } from 'zod';
import { importDocumentSchema, type ImportDocument, type ImportRun } from '../../contract/configure.ts';
import { AppError } from '../../contract/errors.ts';
import {
  cellOverrideSchema,
  findingCountsSchema,
  ignoredFindingSchema,
  profileMappingSchema,
  workbookFactsSchema,
  type CellOverride,
  type FindingCounts,
  type IgnoredFinding,
  type ProfileMapping,
  type WorkbookFacts,
} from '../../contract/finding.ts';
import { sitePlanSchema, type SitePlan } from '../../contract/site-plan.ts';
import { damagedMapping, damagedPlan, damagedVersions } from './damaged-import.ts';
import type { StoreDatabase } from './store-database.ts';
import { jsonText } from './stored-json.ts';

const versionRow = z.object({
  sha256: z.string(),
  profile: z.string(),
  seenAt: z.number(),
  workbook: jsonText.pipe(workbookFactsSchema).nullable().catch(null),
  counts: jsonText.pipe(findingCountsSchema).nullable().catch(null),
});
const overrideRow = z.object({ secret: z.number() }).loose();

/** The intent of a write-back whose new version was complete. */
const writeBackSchema = jsonText.pipe(
  z.object({ path: z.string(), sha256Before: z.string(), sha256After: z.string() }),
);
type WriteBack = z.infer<typeof writeBackSchema>;

// A run whose input is damaged is told with no import; the others are not affected.
const inputAt = (place: string): string =>
  `json_extract(iif(json_valid(run.input), run.input, '{}'), '${place}')`;
const runsSql = `SELECT run.id AS run, workbook_import.id AS import FROM run JOIN workbook_import
  ON workbook_import.path = coalesce(${inputAt('$.workbook.path')}, ${inputAt('$.input.workbook.path')}) ORDER BY run.id DESC`;

export interface SeenVersion {
  readonly workbook: WorkbookFacts;
  readonly profile: string;
  readonly plan: SitePlan;
  readonly counts: FindingCounts;
}

/** Planning workbooks as they were imported, and what people decided about their cells and findings. */
export class Imports {
  readonly #database: StoreDatabase;

  constructor(database: StoreDatabase) {
    this.#database = database;
  }

  /** The import of that file, or null when it has never been read here. Reads only. */
  find(path: string): ImportDocument | null {
    const id = this.#database.prepare('SELECT id FROM workbook_import WHERE path = ?').pluck().get(path) as
      number | undefined;
    return id === undefined ? null : this.show(id);
  }

  list(): readonly ImportDocument[] {
    const ids = this.#database
      .prepare('SELECT id FROM workbook_import ORDER BY imported_at_ms DESC')
      .pluck()
      .all() as number[];
    return ids.map((id) => this.show(id));
  }

  /** Which run was made from which import, the latest run first; one that takes another back belongs to the same. */
  runs(): readonly ImportRun[] {
    return this.#database.prepare(runsSql).all() as ImportRun[];
  }

  /** A version whose record is damaged stands there without what was stored of it. */
  show(id: number): ImportDocument {
    const found = this.#database
      .prepare('SELECT id, path, imported_at_ms AS importedAt FROM workbook_import WHERE id = ?')
      .get(id) as Pick<ImportDocument, 'id' | 'path' | 'importedAt'> | undefined;
    if (found === undefined) {
      throw new AppError(
        'IMPORT_NOT_FOUND',
        { zh: `没有编号为 ${id} 的规划表导入记录。`, en: `Workbook import ${id} not found.` },
        { data: { import: id } },
      );
    }
    const versions = this.#all(
      'SELECT sha256, profile, facts AS workbook, seen_at_ms AS seenAt, counts FROM workbook_version WHERE import_id = ? ORDER BY seen_at_ms',
      id,
    )
      .map((row) => versionRow.parse(row))
      .map((version, index, all) => {
        const before = all[index - 1]?.sha256;
        const isWriteBack =
          before !== undefined && this.isOwnChange(found.path, { before, after: version.sha256 });
        return { ...version, isWriteBack };
      });
    const hasDamaged = versions.some(({ workbook }) => workbook === null);
    return importDocumentSchema.parse({
      ...found,
      versions,
      damaged: hasDamaged ? damagedVersions(found.path) : undefined,
      overrides: this.#all(
        'SELECT sheet, cell, value, secret, original, reason, by, at_ms AS at FROM cell_override WHERE import_id = ? ORDER BY sheet, cell',
        id,
      ).map((row) => {
        const parsed = overrideRow.parse(row);
        return cellOverrideSchema.parse({ ...parsed, secret: parsed.secret === 1 });
      }),
      ignored: this.#all(
        'SELECT code, sheet, cell, reason, by, at_ms AS at FROM ignored_finding WHERE import_id = ? ORDER BY at_ms',
        id,
      ).map((row) => ignoredFindingSchema.parse(row)),
    });
  }

  /** Throws IMPORT_NOT_FOUND, and RECORD_DAMAGED naming the import and the version. */
  plan(id: number, sha256: string): SitePlan {
    const text = this.#database
      .prepare('SELECT plan FROM workbook_version WHERE import_id = ? AND sha256 = ?')
      .pluck()
      .get(id, sha256) as string | undefined;
    if (text === undefined) {
      throw new AppError(
        'IMPORT_NOT_FOUND',
        {
          zh: `规划表导入记录 ${id} 没有版本 ${sha256}。`,
          en: `Workbook import ${id} has no version ${sha256}.`,
        },
        { data: { import: id } },
      );
    }
    const plan = jsonText.pipe(sitePlanSchema).safeParse(text);
    if (plan.success) {
      return plan.data;
    }
    throw damagedPlan(this.show(id), sha256, plan.error);
  }

  /** Records that this version was read, which makes it the last one; answers the import's id. */
  saw(version: SeenVersion, atMs: number): number {
    const { workbook, profile, plan, counts } = version;
    return this.#database.within(() => {
      this.#database
        .prepare('INSERT OR IGNORE INTO workbook_import (path, imported_at_ms) VALUES (?, ?)')
        .run(workbook.path, atMs);
      const id = this.#database
        .prepare('SELECT id FROM workbook_import WHERE path = ?')
        .pluck()
        .get(workbook.path) as number;
      this.#database
        .prepare(
          `INSERT INTO workbook_version (import_id, sha256, profile, facts, plan, seen_at_ms, counts) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (import_id, sha256) DO UPDATE SET profile = excluded.profile, facts = excluded.facts, plan = excluded.plan, counts = excluded.counts,
             -- The version seen last keeps the time it was first seen; one that is there again is the last one now.
             seen_at_ms = CASE WHEN workbook_version.seen_at_ms = (SELECT max(other.seen_at_ms) FROM workbook_version AS other WHERE other.import_id = excluded.import_id)
               THEN workbook_version.seen_at_ms ELSE excluded.seen_at_ms END`,
        )
        .run(
          id,
          workbook.sha256,
          profile,
          JSON.stringify(workbook),
          JSON.stringify(plan),
          atMs,
          JSON.stringify(counts),
        );
      return id;
    });
  }

  /**
   * What was found in a version that was read again. Nothing is kept of one that was never imported, unless it is what our
   * own write-back made of the last one that was.
   */
  counted(version: SeenVersion, atMs: number): void {
    const { workbook, profile, counts } = version;
    const text = JSON.stringify(counts);
    if (this.#isOwnVersion(workbook)) {
      this.saw(version, atMs);
      return;
    }
    this.#database
      .prepare(
        `UPDATE workbook_version SET counts = ? WHERE sha256 = ? AND profile = ? AND counts IS NOT ?
         AND import_id = (SELECT id FROM workbook_import WHERE path = ?)`,
      )
      .run(text, workbook.sha256, profile, text, workbook.path);
  }

  override(id: number, override: CellOverride): void {
    this.#database
      .prepare(
        `INSERT INTO cell_override (import_id, sheet, cell, value, secret, original, reason, by, at_ms)
         VALUES (@id, @sheet, @cell, @value, @secret, @original, @reason, @by, @at)
         ON CONFLICT (import_id, sheet, cell) DO UPDATE SET value = @value, secret = @secret, original = @original, reason = @reason, by = @by, at_ms = @at`,
      )
      .run({ ...override, id, secret: Number(override.secret) });
    this.#forgetFound(id);
  }

  removeOverride(id: number, sheet: string, cell: string): void {
    this.#database
      .prepare('DELETE FROM cell_override WHERE import_id = ? AND sheet = ? AND cell = ?')
      .run(id, sheet, cell);
    this.#forgetFound(id);
  }

  ignore(id: number, finding: IgnoredFinding): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO ignored_finding (import_id, code, sheet, cell, reason, by, at_ms) VALUES (@id, @code, @sheet, @cell, @reason, @by, @at)',
      )
      .run({ ...finding, id });
    this.#forgetFound(id);
  }

  restore(id: number, finding: Pick<IgnoredFinding, 'code' | 'sheet' | 'cell'>): void {
    this.#database
      .prepare(
        'DELETE FROM ignored_finding WHERE import_id = @id AND code = @code AND sheet = @sheet AND cell = @cell',
      )
      .run({ ...finding, id });
    this.#forgetFound(id);
  }

  /** Those that can be read. Throws RECORD_DAMAGED where the one with that name cannot. */
  mappings(wanted: string | null): readonly ProfileMapping[] {
    return this.#all('SELECT id, mapping FROM profile_mapping ORDER BY id').flatMap((row) => {
      const { id, mapping } = row as { id: string; mapping: string };
      const parsed = jsonText.pipe(profileMappingSchema).safeParse(mapping);
      if (!parsed.success && id === wanted) {
        throw damagedMapping(id, parsed.error);
      }
      return parsed.success ? [parsed.data] : [];
    });
  }

  confirmMapping(mapping: ProfileMapping, atMs: number): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO profile_mapping (id, mapping, confirmed_at_ms) VALUES (?, ?, ?)')
      .run(mapping.id, JSON.stringify(mapping), atMs);
  }

  /** Whether nothing but our own write-backs leads from one version of the workbook to the other: a change of ours is not the customer's. */
  isOwnChange(path: string, { before, after }: { readonly before: string; readonly after: string }): boolean {
    const madeFrom = new Map(this.#writeBacks(path).map((one) => [one.sha256After, one.sha256Before]));
    let version: string | undefined = after;
    // No more links than there were write-backs, whatever the store says.
    for (let link = 0; link < madeFrom.size && version !== undefined; link += 1) {
      version = madeFrom.get(version);
      if (version === before) {
        return true;
      }
    }
    return false;
  }

  #isOwnVersion({ path, sha256 }: WorkbookFacts): boolean {
    const last = this.#database
      .prepare(
        `SELECT sha256 FROM workbook_version WHERE import_id = (SELECT id FROM workbook_import WHERE path = ?)
         ORDER BY seen_at_ms DESC LIMIT 1`,
      )
      .pluck()
      .get(path) as string | undefined;
    return last !== undefined && last !== sha256 && this.isOwnChange(path, { before: last, after: sha256 });
  }

  #writeBacks(path: string): readonly WriteBack[] {
    const intents = this.#database
      .prepare(`SELECT intent FROM attempt WHERE step_key = 'write-back' AND intent IS NOT NULL`)
      .pluck()
      .all() as string[];
    return intents.flatMap((text) => {
      const parsed = writeBackSchema.safeParse(text);
      return parsed.success && parsed.data.path === path ? [parsed.data] : [];
    });
  }

  /** A decision changes what is found; how many that is, the next reading tells. The site was checked against another plan. */
  #forgetFound(id: number): void {
    this.#database.prepare('UPDATE workbook_version SET counts = NULL WHERE import_id = ?').run(id);
    this.#database.prepare('DELETE FROM site_check WHERE import_id = ?').run(id);
  }

  #all(sql: string, ...parameters: readonly (string | number)[]): unknown[] {
    return this.#database.prepare(sql).all(...parameters);
  }
}
