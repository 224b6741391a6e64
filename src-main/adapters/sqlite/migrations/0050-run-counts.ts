import type { Migration } from '../migrate.ts';

/** A list of runs says how far each has come without reading its steps. */
export const runCounts: Migration = {
  version: 50,
  name: 'run-counts',
  sql: `
    ALTER TABLE run ADD COLUMN counts TEXT NOT NULL DEFAULT '{}';
    UPDATE run SET counts = (
      SELECT json_group_object(state, number)
      FROM (SELECT state, count(*) AS number FROM step WHERE step.run_id = run.id GROUP BY state)
    );
  `,
};
