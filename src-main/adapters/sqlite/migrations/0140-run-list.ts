import type { Migration } from '../migrate.ts';

/**
 * Runs are listed in pages and by conditions, and can be deleted. What conditions ask about is in an index of its own:
 * in the table it lies behind the order, which is a whole site plan. The number of a deleted run is never given again.
 */
export const runList: Migration = {
  version: 140,
  name: 'run-list',
  sql: `
    CREATE INDEX run_listed ON run (id, kind, state, practice, title, targets);
    CREATE INDEX run_by_reverted ON run (reverts_run_id) WHERE reverts_run_id IS NOT NULL;
    ALTER TABLE store ADD COLUMN highest_run INTEGER NOT NULL DEFAULT 0;
  `,
};
