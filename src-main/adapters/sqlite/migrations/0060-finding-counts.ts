import type { Migration } from '../migrate.ts';

/** A list of imports says how many findings each workbook had when it was read last, without reading it again. */
export const findingCounts: Migration = {
  version: 60,
  name: 'finding-counts',
  sql: `
    ALTER TABLE workbook_version ADD COLUMN counts TEXT;
  `,
};
