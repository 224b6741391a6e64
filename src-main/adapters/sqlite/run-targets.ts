import { z } from 'zod';
import type { RunRow } from '../../contract/run.ts';
import type { ReadAll } from './read-all.ts';
import { jsonText, listedColumns, listedRow, mostShownTargets } from './run-records.ts';

/** What the runs on one target come to. */
export interface TargetRuns {
  readonly target: string;
  /** How many there are. */
  readonly count: number;
  readonly latest: RunRow;
  /** The latest one that was made on this target alone, whose subject is the target's own; null while there is none. */
  readonly alone: RunRow | null;
  /** Of this target alone, as the latest run that read it saw it; null while none has. */
  readonly identity: RunRow['identity'];
}

// The targets that a row of the list carries. Grouped from the index alone; beside max() SQLite takes the rest of its row.
const targets = `SELECT target.value AS target, count(*) AS count, max(CAST(run.id AS INTEGER)) AS latest,
    run.id AS id, target.key AS place, json_group_array(run.id) AS ids
  FROM run INDEXED BY run_listed,
    json_each(iif(json_valid(run.targets), run.targets, '[]')) AS target
  WHERE target.key < ${mostShownTargets}
  GROUP BY target.value ORDER BY latest DESC, place`;

const row = `SELECT ${listedColumns} FROM run WHERE id = ?`;

const lastAlone = `SELECT ${listedColumns} FROM run
  WHERE id IN (SELECT value FROM json_each(?)) AND json_array_length(iif(json_valid(targets), targets, '[]')) = 1
  ORDER BY CAST(id AS INTEGER) DESC LIMIT 1`;

const lastRead = `SELECT part.value AS identity
  FROM run, json_each(iif(json_valid(run.identity), run.identity, '{}')) AS part
  WHERE run.id IN (SELECT value FROM json_each(?)) AND part.key = ?
  ORDER BY CAST(run.id AS INTEGER) DESC LIMIT 1`;

const readSchema = z.object({ identity: jsonText.pipe(z.array(z.string())) });

interface Target {
  readonly target: string;
  readonly count: number;
  readonly id: string;
  readonly ids: string;
}

function identityRead(all: ReadAll, ids: string, target: string): RunRow['identity'] {
  return readSchema.safeParse(all(lastRead, ids, target)[0]).data?.identity ?? null;
}

/** Everything that runs were made on, that of the latest run first. */
export const readRunTargets = (all: ReadAll): readonly TargetRuns[] =>
  (all(targets) as readonly Target[]).flatMap(({ target, count, id, ids }) => {
    const [latest] = all(row, id).map(listedRow);
    if (latest === undefined) {
      return [];
    }
    const isAlone = latest.targets.length === 1;
    const alone = isAlone ? latest : (all(lastAlone, ids).map(listedRow)[0] ?? null);
    // The row of a run on several targets has the identities of all of them, and one may not have come so far as to read it.
    const identity = isAlone ? latest.identity : null;
    return [{ target, count, latest, alone, identity: identity ?? identityRead(all, ids, target) }];
  });
