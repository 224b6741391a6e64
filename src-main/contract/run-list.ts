import { z } from 'zod';
import { runRowSchema } from './run.ts';
import { runStates } from './run-states.ts';

/** A page of the list of runs is never larger than this. */
export const mostRuns = 1_000;

/** Which runs a list shows; what is left out narrows nothing. */
export const runFilterSchema = z.object({
  kinds: z.array(z.string()).optional(),
  states: z.array(z.enum(runStates)).optional(),
  practice: z.boolean().optional(),
  /** One of those that a run is about: `smartx:10.0.20.10`. */
  target: z.string().optional(),
  /** Each stands in the number, the title or a target of the run, whatever its case, or names one of the kinds. */
  words: z
    .array(z.object({ text: z.string().max(200), kinds: z.array(z.string()) }))
    .max(20)
    .optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

export const runListRequestSchema = runFilterSchema.extend({
  /** The last run of the page before; the list goes on with older ones. */
  after: z
    .string()
    .regex(/^\d{4,}$/)
    .optional(),
  limit: z.number().int().min(1).max(mostRuns).optional(),
});
export type RunListRequest = z.infer<typeof runListRequestSchema>;

/** Runs, the newest first. */
export const runPageSchema = z.object({
  runs: z.array(runRowSchema),
  /** What to go on after; null at the end. */
  next: z.string().nullable(),
  /** Runs in the home, whatever the filter. */
  total: z.number().int(),
  /** How many runs are in which state, of those that fit the rest of the filter. */
  counts: z.partialRecord(z.enum(runStates), z.number().int()),
  /** The kinds of runs in the home. */
  kinds: z.array(z.string()),
  /** Runs that have a folder and no record, as after an older copy of the database was put in place; on the first page, where there are any. */
  unlisted: z.array(z.string()).optional(),
});
export type RunPage = z.infer<typeof runPageSchema>;
