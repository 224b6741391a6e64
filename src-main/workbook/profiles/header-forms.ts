import { labelForm } from '../grid/text-form.ts';
import type { HeaderRule, Profile, TableRule } from './profile.ts';

/** The texts of all tables' headers in their compared form. */
export function headerFormsOf(profiles: readonly Profile[]): ReadonlySet<string> {
  const tables: readonly TableRule[] = profiles.flatMap((profile) => Object.values(profile.tables));
  const headers: readonly HeaderRule[] = tables.flatMap((table) => Object.values(table.columns));
  return new Set(headers.flatMap((header) => header.texts.map(labelForm)));
}
