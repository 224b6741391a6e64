import { labelForm } from '../grid/text-form.ts';
import { applyProfile } from './apply-profile.ts';
import type { Sheet } from '../grid/grid.ts';
import type { Layout } from './layout.ts';
import type { AnchorKey, AnchorRule, Profile, SheetKey, SheetRule, TableKey, TableRule } from './profile.ts';

/** Applies only what a profile says of one of its sheets, to a sheet of whatever title. */
export function layoutOfSheet(profile: Profile, key: SheetKey, sheet: Sheet): Layout {
  const rule: SheetRule = { titles: [sheet.title], isRequired: false };
  const part: Profile = {
    id: profile.id,
    sheets: { [key]: rule },
    tables: ofSheet<TableKey, TableRule>(profile.tables, key),
    anchors: ofSheet<AnchorKey, AnchorRule>(profile.anchors, key),
  };
  return applyProfile(part, { titles: [sheet.title], sheet: () => sheet });
}

/** Every layout in which one of the profiles knows a sheet of this title. */
export function layoutsOfSheet(profiles: readonly Profile[], sheet: Sheet): readonly Layout[] {
  return profiles.flatMap((profile) =>
    (Object.entries(profile.sheets) as [SheetKey, SheetRule][])
      .filter(([, { titles }]) => titles.some((title) => labelForm(title) === labelForm(sheet.title)))
      .map(([key]) => layoutOfSheet(profile, key, sheet)),
  );
}

function ofSheet<K extends string, V extends { readonly sheet: SheetKey }>(
  rules: Readonly<Partial<Record<K, V>>>,
  key: SheetKey,
): Partial<Record<K, V>> {
  const entries = Object.entries(rules) as [K, V][];
  return Object.fromEntries(entries.filter(([, rule]) => rule.sheet === key)) as Partial<Record<K, V>>;
}
