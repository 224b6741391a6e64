import type { Migration } from '../migrate.ts';

/** What tells a site from another is kept for each target of a run; runs had one target until now. */
export const identityPerTarget: Migration = {
  version: 80,
  name: 'identity-per-target',
  sql: `
    UPDATE run SET identity = json_object(json_extract(targets, '$[0]'), json(identity)) WHERE identity IS NOT NULL;
  `,
};
