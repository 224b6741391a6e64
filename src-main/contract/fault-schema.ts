/** Apart from what the page runs: it has no zod. */
import { z } from 'zod';
import { faultGroups, faultKeys, faultValueKinds } from './fault.ts';
import { textSchema } from './text-schema.ts';

const faultValueSchema = z.union([z.enum(faultValueKinds), z.array(z.string()).readonly()]);

export const faultScenarioSchema = z.object({
  point: z.string(),
  group: z.enum(faultGroups),
  segments: z
    .array(
      z.union([z.string(), z.object({ as: z.enum(faultKeys), keyed: z.boolean(), value: faultValueSchema })]),
    )
    .readonly(),
  example: z.string(),
  description: textSchema,
});
