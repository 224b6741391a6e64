import type { Migration } from '../migrate.ts';

/** What may be asked of who runs a step that is only observed; none of the steps of before is. */
export const stepAllows: Migration = {
  version: 120,
  name: 'step-allows',
  sql: `
    ALTER TABLE step ADD COLUMN allows TEXT;
  `,
};
