/** Apart from what the page runs: it has no zod. */
import { z } from 'zod';

const intervalSchema = z.tuple([z.number().int(), z.number().int()]).readonly();

export const runTimingSchema = z.object({
  earlier: z.array(intervalSchema).readonly(),
  usualMs: z.record(z.string(), z.number()),
});
