import type { Migration } from '../migrate.ts';

/**
 * A run says by itself what it is about and whether it has a report. Runs until now were those of one engine, which kept the
 * plan of their site with them; one that takes another back keeps it with the other's order.
 */
export const runSubjects: Migration = {
  version: 130,
  name: 'run-subjects',
  sql: `
    ALTER TABLE run ADD COLUMN subject TEXT;
    ALTER TABLE run ADD COLUMN has_report INTEGER NOT NULL DEFAULT 0;
    UPDATE run SET has_report = 1 WHERE kind = 'configure';
    UPDATE run SET subject = (
      SELECT json_object(
        'name', coalesce(name, owner, run.title),
        'owner', CASE WHEN name IS NULL THEN NULL ELSE owner END,
        'address', CASE WHEN target = 'practice:own' THEN NULL ELSE substr(target, instr(target, ':') + 1) END,
        'identityLabel', json('{"zh":"主机","en":"Hosts"}')
      )
      FROM (
        SELECT
          json_extract(plan, '$.cluster.name') AS name,
          CASE
            WHEN json_extract(plan, '$.customer') IS NULL THEN json_extract(plan, '$.project')
            ELSE json_extract(plan, '$.customer') || coalesce(' · ' || json_extract(plan, '$.project'), '')
          END AS owner,
          json_extract(run.targets, '$[0]') AS target
        FROM (SELECT coalesce(json_extract(run.input, '$.plan'), json_extract(run.input, '$.input.plan')) AS plan)
      )
    )
    WHERE kind IN ('configure', 'configure:revert') AND json_valid(input) AND json_valid(targets);
  `,
};
