import type { Migration } from '../migrate.ts';

/** A run says who asked for it; of those of before nobody recorded that. */
export const startedBy: Migration = {
  version: 90,
  name: 'started-by',
  sql: `
    ALTER TABLE run ADD COLUMN started_by TEXT;
  `,
};
