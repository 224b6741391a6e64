import type { Migration } from '../migrate.ts';

/** A run can have thousands of targets; its row in lists and in the feed carries their number and the first ones. */
export const firstTargets: Migration = {
  version: 110,
  name: 'first-targets',
  sql: `
    ALTER TABLE run ADD COLUMN target_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE run ADD COLUMN first_targets TEXT NOT NULL DEFAULT '[]';
    UPDATE run SET
      target_count = json_array_length(targets),
      first_targets = (
        SELECT json_group_array(value) FROM (SELECT value FROM json_each(run.targets) ORDER BY key LIMIT 20)
      );
  `,
};
