import { z } from 'zod';
import { connectionSchema } from './connections.ts';
import { progressSchema, runRowSchema, stepRowSchema } from './run.ts';

/**
 * What is followed: `index` (all runs), `run:<id>` (one run with its steps, their live progress and its logs),
 * `connections`, and whatever topics the engines declare. A topic that nobody declared is refused with TOPIC_UNKNOWN.
 */
export const topicSchema = z.string().max(1_000);
export type Topic = string;

/**
 * Where a follower stands: opaque outside the owner. It names the store it belongs to (durable rows) and the process
 * (live rows); one of another store, ahead of the head or older than the pruned tombstones gets one reset.
 */
export const cursorSchema = z.string().nullable();

export const liveProgressSchema = z.object({
  runId: z.string(),
  step: z.string(),
  progress: progressSchema.nullable(),
});
export type LiveProgress = z.infer<typeof liveProgressSchema>;

/** A log of a run. Its numbers ring the bell: the lines themselves are asked for by number. */
export const logStreamSchema = z.object({
  runId: z.string(),
  name: z.string(),
  /** Lines of ours with level, step and message, or the output of another program as it came. */
  form: z.enum(['lines', 'raw']),
  /** The log of the run itself, not one beside it. */
  isOwn: z.boolean(),
  /** The number of its last line. */
  lines: z.number().int(),
  sizeBytes: z.number().int(),
});
export type LogStream = z.infer<typeof logStreamSchema>;

/** The id of a step's row and of its progress: a step's key is unique in its run only. */
export const stepId = (runId: string, key: string): string => `${runId}/${key}`;

/** The id of a log's row. */
export const logId = (runId: string, name: string): string => `${runId}/${name}`;

/** Every collection of rows with the schema of one row. An engine adds a line for each of its own. */
export const collections = {
  run: runRowSchema,
  step: stepRowSchema,
  progress: liveProgressSchema,
  log: logStreamSchema,
  connection: connectionSchema,
};

type Listed = { readonly [Name in keyof typeof collections]: z.infer<(typeof collections)[Name]> };

/** The row of each collection by its name. An interface, so that a program with collections of its own can name them. */
export interface CollectionRows extends Listed {}
export type Collection = keyof CollectionRows;

interface Change<Name extends Collection> {
  readonly collection: Name;
  /** Unique in the collection, whichever topic tells the row. */
  readonly id: string;
  /** Null: it is gone. */
  readonly row: CollectionRows[Name] | null;
}
export type ChangeRow = { readonly [Name in Collection]: Change<Name> }[Collection];

/** A page of the durable rows of a topic. A page never splits what one transaction wrote. */
export interface ChangedPage {
  readonly rows: readonly ChangeRow[];
  /** Everything up to here is in this page or before it. */
  readonly revision: number;
  readonly more: boolean;
}

const envelopeSchema = z.object({
  collection: z.string(),
  id: z.string(),
  row: z.looseObject({}).nullable(),
});

/** The rows themselves are checked where they come from: by the feed, against the schemas that their source declared. */
export const changeRowSchema = z.custom<ChangeRow>((value) => envelopeSchema.safeParse(value).success);

/**
 * One batch. `reset`: forget all rows of the topic first, a snapshot follows. `complete`: with this batch the follower
 * has caught up. A null row is gone.
 */
export const changeBatchSchema = z.object({
  cursor: z.string(),
  reset: z.boolean(),
  complete: z.boolean(),
  rows: z.array(changeRowSchema),
});
export type ChangeBatch = z.infer<typeof changeBatchSchema>;
