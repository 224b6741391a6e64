import type { RunRow } from '../../contract/run.ts';
import type { ReadAll } from './read-all.ts';
import { listedColumns, listedRow, mostShownTargets } from './run-records.ts';

/** What the runs on one site come to: on the site as a whole, or on objects in it (`SITE#OBJECT`). */
export interface SiteRuns {
  /** As runs name it in their targets. */
  readonly target: string;
  /** How many there are. */
  readonly count: number;
  readonly latest: RunRow;
  /** As the latest run that read it saw it; null while none has. */
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

const lastRead = `SELECT ${listedColumns} FROM run
  WHERE id IN (SELECT value FROM json_each(?)) AND identity IS NOT NULL
  ORDER BY CAST(id AS INTEGER) DESC LIMIT 1`;

interface Site {
  readonly site: string;
  readonly count: number;
  readonly id: string;
  readonly ids: string;
}

/** Every site that runs were made on, that of the latest run first. */
export const readSites = (all: ReadAll): readonly SiteRuns[] =>
  (all(sites) as readonly Site[]).flatMap(({ site, count, id, ids }) => {
    const [latest] = all(row, id).map(listedRow);
    if (latest === undefined) {
      return [];
    }
    // It may not have come so far as to read it.
    const identity = latest.identity ?? all(lastRead, ids).map(listedRow)[0]?.identity ?? null;
    return [{ target: site, count, latest, identity }];
  });
