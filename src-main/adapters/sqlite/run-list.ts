import { z } from 'zod';
import type { RunRow } from '../../contract/run.ts';
import { runStates } from '../../contract/run-states.ts';
import { mostRuns, type RunFilter, type RunListRequest, type RunPage } from '../../contract/run-list.ts';
import type { ReadAll } from './read-all.ts';
import { listedColumns, listedRow } from './run-records.ts';

type Parameters = Readonly<Record<string, string | number | null>>;

/** Everything but the state; read from the index alone. What json_each makes has an id of its own. */
const fits = `(@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
  AND (@practice IS NULL OR practice = @practice)
  AND (@target IS NULL OR EXISTS (
    SELECT 1 FROM json_each(iif(json_valid(run.targets), run.targets, '[]'))
    WHERE value = @target OR instr(value, @target || '#') = 1))
  AND (@words IS NULL OR NOT EXISTS (
    SELECT 1 FROM json_each(@words) AS word
    WHERE instr(lower(run.id), word.value ->> 'text') = 0
      AND instr(lower(run.title), word.value ->> 'text') = 0
      AND instr(lower(run.targets), word.value ->> 'text') = 0
      AND run.kind NOT IN (SELECT value FROM json_each(word.value, '$.kinds'))))`;

/** A row whose state is none that there is stands in the list as waiting. */
const standing = `iif(state IN (${runStates.map((state) => `'${state}'`).join(', ')}), state, 'waiting')`;

// Numbers are texts of at least four digits: as texts 10000 would come before 9999.
const number = 'CAST(id AS INTEGER)';

const sql = {
  page: `SELECT ${listedColumns} FROM run WHERE id IN (
      SELECT id FROM run INDEXED BY run_listed
      WHERE ${fits}
        AND (@states IS NULL OR ${standing} IN (SELECT value FROM json_each(@states)))
        AND (@after IS NULL OR ${number} < CAST(@after AS INTEGER))
      ORDER BY ${number} DESC LIMIT @limit)
    ORDER BY ${number} DESC`,
  counts: `SELECT ${standing} AS standing, count(*) AS number FROM run INDEXED BY run_listed WHERE ${fits} GROUP BY standing`,
  kinds: `SELECT kind, count(*) AS number FROM run INDEXED BY run_listed GROUP BY kind ORDER BY kind`,
} as const;

const stateCountSchema = z.object({ standing: z.enum(runStates), number: z.number() });
const kindCountSchema = z.object({ kind: z.string(), number: z.number() });

const asJson = (value: readonly unknown[] | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value);

function conditionsOf({ kinds, practice, target, words }: RunFilter): Parameters {
  return {
    kinds: asJson(kinds),
    practice: practice === undefined ? null : Number(practice),
    target: target ?? null,
    words: asJson(words?.map((word) => ({ text: word.text.toLowerCase(), kinds: word.kinds }))),
  };
}

/** One page of the runs that fit, the newest first, with how many there are. */
export function readRunPage(all: ReadAll, request: RunListRequest): RunPage {
  const { states, after, limit = mostRuns } = request;
  const conditions = conditionsOf(request);
  const read = all(sql.page, {
    ...conditions,
    states: asJson(states),
    after: after ?? null,
    // One more than is shown tells whether there are more.
    limit: limit + 1,
  });
  const runs: RunRow[] = read.slice(0, limit).map(listedRow);
  const counts = all(sql.counts, conditions).map((row) => stateCountSchema.parse(row));
  const kinds = all(sql.kinds, {}).map((row) => kindCountSchema.parse(row));
  return {
    runs,
    next: read.length > limit ? (runs.at(-1)?.id ?? null) : null,
    total: kinds.reduce((sum, one) => sum + one.number, 0),
    counts: Object.fromEntries(counts.map((one) => [one.standing, one.number])),
    kinds: kinds.map(({ kind }) => kind),
  };
}
