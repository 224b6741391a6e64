/** Apart from what the page runs: it has no zod. */
import { z } from 'zod';
import type { SleepFacts } from './after-sleep.ts';
import { textSchema } from './text-schema.ts';

/** As they are stored with the question `slept`. */
export const sleepFactsSchema: z.ZodType<SleepFacts> = z.object({
  slept: z.object({ from: z.number(), until: z.number() }),
  looks: z.array(
    z.object({
      key: z.string(),
      title: textSchema,
      state: z.enum(['pending', 'looking', 'agrees', 'notNeeded', 'differs']),
      found: textSchema.nullable(),
      at: z.number().nullable(),
      tookMs: z.number().nullable(),
    }),
  ),
  during: z.array(z.object({ step: z.string(), then: z.enum(['probe', 'redo', 'ask']) })),
});
