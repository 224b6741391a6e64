import type { Finding, ProfileMapping } from '../contract/finding.ts';
import { fingerprintFile } from './facts.ts';
import { inOrder } from './findings/check-site.ts';
import { describeProblem } from './findings/describe.ts';
import { checkClusters } from './findings/several-clusters.ts';
import { describeMiss } from './findings/sheets.ts';
import { createCellReader, type CellReader } from './grid/cell-reader.ts';
import { createPackageGrid } from './grid/package-grid.ts';
import { openPackage } from './package/container.ts';
import { draftSite } from './plan/draft-site.ts';
import { otherTables } from './plan/other-tables.ts';
import { applyProfile } from './profiles/apply-profile.ts';
import { builtInProfiles, requireProfile } from './profiles/built-in.ts';
import { closest } from './profiles/choose-profile.ts';
import { fits, type Layout, type Miss } from './profiles/layout.ts';
import { mappingFromMisses, profileFromMapping } from './profiles/mapping.ts';

/** A mapping for a revision no profile fits, for a person to confirm. */
export interface MappingProposal {
  readonly mapping: ProfileMapping;
  /** Every label that is not as the profile has it, with what comes close; and the clusters that are not read. */
  readonly findings: readonly Finding[];
  /** The same as data, without the clusters. */
  readonly misses: readonly Miss[];
  /** The workbook's own sheets, and how many of the template's were found among them. */
  readonly sheets: { readonly titles: readonly string[]; readonly wanted: number; readonly found: number };
  /** Whether the workbook can be read with the mapping as proposed; otherwise parts have to be added by hand. */
  readonly isComplete: boolean;
}

/** Compares a workbook with the profile that comes closest, or with the one given, and proposes what its labels stand for. */
export async function proposeMapping(
  path: string,
  options: { readonly profile?: string | undefined } = {},
): Promise<MappingProposal> {
  const { sha256 } = await fingerprintFile(path);
  const file = openPackage(path);
  try {
    const reader = createCellReader(createPackageGrid(file));
    const base = baseOf(reader, options.profile);
    const { mapping, misses, layout } = refine(reader, base, `${base.profile.id}-${sha256.slice(0, 8)}`);
    // A mapping that names one cluster's sheets leaves the others out: by the names of the template they are still seen.
    const draft = { ...draftSite(layout, reader), otherTables: otherTables(layout, reader, base.profile) };
    const problems = [...misses.map((miss) => describeMiss(miss, reader.titles)), ...checkClusters(draft)];
    return {
      mapping,
      misses,
      findings: inOrder(problems, reader.titles).map(describeProblem),
      sheets: {
        titles: reader.titles,
        wanted: Object.keys(base.profile.sheets).length,
        found: layout.sheets.size,
      },
      isComplete: fits(layout),
    };
  } finally {
    file.close();
  }
}

function baseOf(reader: CellReader, id: string | undefined): Layout {
  const profiles = id === undefined ? builtInProfiles : [requireProfile(builtInProfiles, id)];
  const layouts = profiles.map((profile) => applyProfile(profile, reader));
  const [first] = layouts;
  const best = closest(layouts) ?? first;
  if (best === undefined) {
    throw new TypeError('there are no built-in profiles');
  }
  return best;
}

/** Missing sheets hide the labels on them, so the labels are looked for again once the sheets are mapped. */
function refine(
  reader: CellReader,
  base: Layout,
  id: string,
): { readonly mapping: ProfileMapping; readonly misses: readonly Miss[]; readonly layout: Layout } {
  let mapping: ProfileMapping = { id, basedOn: base.profile.id, sheets: {}, headers: {}, anchors: {} };
  let layout = base;
  const misses = new Map<string, Miss>();
  for (let round = 0; round < 3 && layout.misses.length > 0; round += 1) {
    layout.misses.forEach((miss) => {
      const key = `${miss.part} ${miss.key}`;
      misses.set(key, misses.get(key) ?? miss);
    });
    mapping = mappingFromMisses(mapping, layout.misses);
    layout = applyProfile(profileFromMapping(base.profile, mapping), reader);
  }
  return { mapping, misses: [...misses.values()], layout };
}
