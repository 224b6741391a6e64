import { z } from 'zod';
import { nothing, procedure } from './base.ts';

const factsSchema = z.object({
  product: z.string(),
  version: z.string(),
  protocol: z.number().int(),
  storeId: z.string(),
  ownerId: z.string(),
});

export const system = {
  facts: procedure
    .input(nothing)
    .output(factsSchema)
    .handler(({ context }) => context.application.facts()),
};
