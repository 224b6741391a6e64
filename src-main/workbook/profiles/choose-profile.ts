import { AppError } from '../../contract/errors.ts';
import type { ProfileMapping } from '../../contract/finding.ts';
import type { CellReader } from '../grid/cell-reader.ts';
import { applyProfile } from './apply-profile.ts';
import { profilesWith, requireProfile } from './built-in.ts';
import { fits, type Layout, type Miss } from './layout.ts';

export interface ProfileChoice {
  /** The id of a profile or mapping to use, whether it fits or not; undefined to find the one that fits. */
  readonly profile?: string | undefined;
  readonly mappings?: readonly ProfileMapping[] | undefined;
}

/**
 * Finds the profile a workbook was made from. Throws WORKBOOK_PROFILE_UNKNOWN when none fits, with what comes close;
 * WORKBOOK_SHEET_MISSING when the profile asked for has no sheet to be read from.
 */
export function chooseLayout(path: string, reader: CellReader, choice: ProfileChoice): Layout {
  const profiles = profilesWith(choice.mappings ?? []);
  if (choice.profile !== undefined) {
    return requireSheets(path, applyProfile(requireProfile(profiles, choice.profile), reader), reader);
  }
  const layouts: Layout[] = [];
  for (const profile of profiles) {
    const layout = applyProfile(profile, reader);
    if (fits(layout)) {
      return layout;
    }
    layouts.push(layout);
  }
  throw unknownProfile(path, closest(layouts));
}

/** The layout of the profile of which most is there. */
export function closest(layouts: readonly Layout[]): Layout | null {
  return layouts.toSorted((left, right) => foundIn(right) - foundIn(left))[0] ?? null;
}

function foundIn({ sheets, tables, anchors, misses }: Layout): number {
  const columns = [...tables.values()].reduce((count, table) => count + table.columns.size, 0);
  return sheets.size + columns + anchors.size - misses.filter((miss) => miss.isRequired).length;
}

function requireSheets(path: string, layout: Layout, reader: CellReader): Layout {
  const missing = layout.misses.find((miss) => miss.part === 'sheet' && miss.isRequired);
  if (missing !== undefined) {
    throw new AppError(
      'WORKBOOK_SHEET_MISSING',
      `${path} has no sheet ${missing.wanted}, which profile ${layout.profile.id} needs. Its sheets are: ${reader.titles.join(', ')}.`,
      { data: { path, sheet: missing.wanted, profile: layout.profile.id, sheets: reader.titles } },
    );
  }
  return layout;
}

function unknownProfile(path: string, layout: Layout | null): AppError {
  const missing = (layout?.misses ?? []).filter((miss) => miss.isRequired);
  const id = layout?.profile.id ?? '';
  return new AppError(
    'WORKBOOK_PROFILE_UNKNOWN',
    `${path} fits no known template. The closest is ${id}; missing are: ${missing.map(describe).join('; ')}. Confirm a mapping for this revision, or name the profile to use.`,
    { data: { path, closest: id, missing: missing.map((miss) => miss.key) } },
  );
}

function describe({ part, wanted, sheet, near }: Miss): string {
  const names = { sheet: 'the sheet', header: 'the column', anchor: 'the label' } as const;
  const where = sheet === null ? '' : ` on ${sheet}`;
  const place = near === null || near.cell === null ? '' : ` in ${near.cell}`;
  return `${names[part]} ${wanted}${where}${near === null ? '' : ` (nearest: ${near.text}${place})`}`;
}
