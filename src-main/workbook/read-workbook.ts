import type {
  CellOverride,
  Finding,
  IgnoredFinding,
  ProfileMapping,
  WorkbookFacts,
  findingCountsSchema,
} from '../contract/finding.ts';
import type { SitePlan } from '../contract/site-plan.ts';
import type { z } from 'zod';
import { correctionsOf } from './corrections.ts';
import { fingerprintFile, readAuthorship, revisionOf } from './facts.ts';
import { checkSite } from './findings/check-site.ts';
import { writeObstaclesOf, type WriteObstacle } from './findings/write-back.ts';
import { createCellReader, type CellReader } from './grid/cell-reader.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import type { Grid } from './grid/grid.ts';
import { leftOutOf, type LeftOut } from './left-out.ts';
import { openPackage } from './package/container.ts';
import { buildPlan, type BuiltPlan } from './plan/build-plan.ts';
import type { SiteDraft } from './plan/draft.ts';
import { draftSite } from './plan/draft-site.ts';
import { workbookSecrets } from './secrets/workbook-secrets.ts';
import { chooseLayout } from './profiles/choose-profile.ts';
import type { Layout } from './profiles/layout.ts';

export interface ReadWorkbookOptions {
  /** A built-in profile or the id of one of the mappings; without it the one that fits is found. */
  readonly profile?: string | undefined;
  readonly mappings?: readonly ProfileMapping[] | undefined;
  readonly overrides?: readonly CellOverride[] | undefined;
  /** Values of secret overrides, by `sheet!cell` as the override has them. */
  readonly overrideSecrets?: ReadonlyMap<string, string> | undefined;
  readonly ignored?: readonly IgnoredFinding[] | undefined;
}

/** A planning workbook as read. */
export interface WorkbookReading {
  readonly profile: string;
  readonly workbook: WorkbookFacts;
  readonly plan: SitePlan;
  /** In the order of the rules, what one would see most often first. Without those that are ignored. */
  readonly findings: readonly Finding[];
  readonly ignoredFindings: readonly { readonly finding: Finding; readonly ignored: IgnoredFinding }[];
  readonly counts: z.infer<typeof findingCountsSchema>;
  /**
   * Passwords by the path of their mark in the plan; and every password of the sheets, used or not, by its cell
   * (`cell:集群管理信息!G3`). For memory only: never write or send this.
   */
  readonly secrets: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
}

/** What is known without the file around the sheets. */
export type GridReading = Omit<WorkbookReading, 'workbook'> & { readonly revision: string | null };

/**
 * Reads a planning workbook: its plan, its findings and, apart from them, its secrets. The file is only read.
 *
 * Throws what opening a package throws, WORKBOOK_PROFILE_UNKNOWN, WORKBOOK_SHEET_MISSING, WORKBOOK_TOO_LARGE,
 * WORKBOOK_DOCTYPE, OVERRIDE_INVALID.
 */
export async function readWorkbook(
  path: string,
  options: ReadWorkbookOptions = {},
): Promise<WorkbookReading> {
  const fingerprint = await fingerprintFile(path);
  const file = openPackage(path);
  try {
    const grid = createPackageGrid(file);
    const { revision, ...reading } = readGrid(path, grid, {
      ...options,
      obstacles: writeObstaclesOf(file),
    });
    return { ...reading, workbook: { path, ...fingerprint, ...readAuthorship(file), revision } };
  } finally {
    file.close();
  }
}

/** A workbook's sheets with what the plan takes from them. */
export interface DraftedGrid {
  /** Corrections put in. */
  readonly reader: CellReader;
  /** Of the plan. */
  readonly layout: Layout;
  /** Also those of further clusters, which are not read. */
  readonly layouts: readonly Layout[];
  readonly draft: SiteDraft;
  readonly built: BuiltPlan;
  /** Every password of the sheets, by `cell:` and its cell. */
  readonly everyPassword: ReadonlyMap<string, string>;
}

/** Finds the plan in sheets, wherever they are from. `path` is for messages. */
export function draftGrid(path: string, grid: Grid, options: ReadWorkbookOptions): DraftedGrid {
  const secrets = options.overrideSecrets ?? new Map<string, string>();
  const reader = createCellReader(grid, correctionsOf(grid, options.overrides ?? [], secrets));
  const layout = chooseLayout(path, reader, options);
  const draft = draftSite(layout, reader);
  const built = buildPlan(draft);
  const layouts = [layout, ...draft.otherTables.map((table) => table.layout)];
  const everyPassword = workbookSecrets(layouts, createCellReader(grid), built.plan);
  return { reader, layout, layouts, draft, built, everyPassword };
}

/** Reads the plan from sheets. `path` is for messages, `obstacles` are those of the file around the sheets. */
export function readGrid(
  path: string,
  grid: Grid,
  options: ReadWorkbookOptions & { readonly obstacles?: readonly WriteObstacle[] } = {},
): GridReading {
  const { reader, layout, draft, built, everyPassword } = draftGrid(path, grid, options);
  const split = splitIgnored(checkSite(draft, options.obstacles), options.ignored ?? []);
  const countOf = (severity: Finding['severity']): number =>
    split.findings.filter((finding) => finding.severity === severity).length;
  return {
    profile: layout.profile.id,
    revision: revisionOf(layout, reader),
    plan: built.plan,
    secrets: new Map([...built.secrets, ...everyPassword]),
    ...split,
    counts: { error: countOf('error'), warning: countOf('warning'), info: countOf('info') },
    leftOut: leftOutOf(draft, reader),
  };
}

/** A finding is ignored by its rule and cell; a finding of the same rule elsewhere still counts. */
function splitIgnored(
  all: readonly Finding[],
  ignored: readonly IgnoredFinding[],
): Pick<WorkbookReading, 'findings' | 'ignoredFindings'> {
  const reasonFor = (finding: Finding): IgnoredFinding | undefined =>
    ignored.find(
      (entry) => entry.code === finding.code && entry.sheet === finding.sheet && entry.cell === finding.cell,
    );
  return {
    findings: all.filter((finding) => reasonFor(finding) === undefined),
    ignoredFindings: all.flatMap((finding) => {
      const entry = reasonFor(finding);
      return entry === undefined ? [] : [{ finding, ignored: entry }];
    }),
  };
}
