import { z } from 'zod';
import { progressSchema, runRowSchema, stepRowSchema } from './run.ts';

/** `index`: all runs. `run:<id>`: one run with its steps and their live progress. */
export const topicSchema = z.union([z.literal('index'), z.templateLiteral(['run:', z.string()])]);
export type Topic = z.infer<typeof topicSchema>;

/**
 * Where a follower stands: opaque outside the owner. It names the store it belongs to (durable rows) and the process
 * (volatile rows); one of another store, ahead of the head or older than the pruned tombstones gets one reset.
 */
export const cursorSchema = z.string().nullable();

export const liveProgressSchema = z.object({
  runId: z.string(),
  step: z.string(),
  progress: progressSchema.nullable(),
});
export type LiveProgress = z.infer<typeof liveProgressSchema>;

export const changeRowSchema = z.discriminatedUnion('collection', [
  z.object({ collection: z.literal('run'), id: z.string(), row: runRowSchema.nullable() }),
  z.object({ collection: z.literal('step'), id: z.string(), row: stepRowSchema.nullable() }),
  z.object({ collection: z.literal('progress'), id: z.string(), row: liveProgressSchema.nullable() }),
]);
export type ChangeRow = z.infer<typeof changeRowSchema>;

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
