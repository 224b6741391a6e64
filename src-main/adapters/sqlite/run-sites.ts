import { z } from 'zod';
import type { RunRow } from '../../contract/run.ts';
import type { ReadAll } from './read-all.ts';
import { listedColumns, listedRow, mostShownTargets } from './run-records.ts';
import { jsonText } from './stored-json.ts';

/** What the runs on one site come to: on the site as a whole, or on objects in it (`SITE#OBJECT`). */
export interface SiteRuns {
  /** As runs name it in their targets. */
  readonly target: string;
  /** How many there are. */
  readonly count: number;
  readonly latest: RunRow;
  /** The latest one that was made on this site alone, whose subject is the site's own; null while there is none. */
  readonly alone: RunRow | null;
  /** Of this site alone, as the latest run that read it saw it; null while none has. */
  readonly identity: RunRow['identity'];
}

// Of the targets that a row of the list carries. Grouped from the index alone; beside max() SQLite takes the rest of its row.
const sites = `SELECT substr(target.value, 1, instr(target.value || '#', '#') - 1) AS site, count(DISTINCT run.id) AS count, max(CAST(run.id AS INTEGER)) AS latest,
    run.id AS id, target.key AS place, json_group_array(run.id) AS ids
  FROM run INDEXED BY run_listed,
    json_each(iif(json_valid(run.targets), run.targets, '[]')) AS target
  WHERE target.key < ${mostShownTargets}
  GROUP BY site ORDER BY latest DESC, place`;

const row = `SELECT ${listedColumns} FROM run WHERE id = ?`;

const lastAlone = `SELECT ${listedColumns} FROM run
  WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
    SELECT 1 FROM json_each(iif(json_valid(run.targets), run.targets, '[]'))
    WHERE value <> ? AND instr(value, ? || '#') <> 1)
  ORDER BY CAST(id AS INTEGER) DESC LIMIT 1`;

const lastRead = `SELECT part.value AS identity
  FROM run, json_each(iif(json_valid(run.identity), run.identity, '{}')) AS part
  WHERE run.id IN (SELECT value FROM json_each(?)) AND (part.key = ? OR instr(part.key, ? || '#') = 1)
  ORDER BY CAST(run.id AS INTEGER) DESC LIMIT 1`;

const readSchema = z.object({ identity: jsonText.pipe(z.array(z.string())) });

interface Site {
  readonly site: string;
  readonly count: number;
  readonly id: string;
  readonly ids: string;
}

function identityRead(all: ReadAll, { site, ids }: Site): RunRow['identity'] {
  return readSchema.safeParse(all(lastRead, ids, site, site)[0]).data?.identity ?? null;
}

/** Every site that runs were made on, that of the latest run first. */
export const readSites = (all: ReadAll): readonly SiteRuns[] =>
  (all(sites) as readonly Site[]).flatMap((one) => {
    const { site, count, id, ids } = one;
    const [latest] = all(row, id).map(listedRow);
    if (latest === undefined) {
      return [];
    }
    const isAlone = latest.targets.every((target) => target === site || target.startsWith(`${site}#`));
    const alone = isAlone ? latest : (all(lastAlone, ids, site, site).map(listedRow)[0] ?? null);
    // The row of a run on several sites has the identities of all of them, and one may not have come so far as to read it.
    const identity = isAlone ? latest.identity : null;
    return [{ target: site, count, latest, alone, identity: identity ?? identityRead(all, one) }];
  });
