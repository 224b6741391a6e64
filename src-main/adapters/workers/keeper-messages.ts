import { z } from 'zod';

/** What a keeper reads: the order of a worker. */
export const orderSchema = z.strictObject({
  program: z.string().min(1),
  arguments: z.array(z.string()),
  directory: z.string().min(1),
  environment: z.record(z.string(), z.string()),
  input: z.string().optional(),
});

/** What a keeper says, once; `reason` is the system's code where it has one. */
export const keeperAnswerSchema = z.discriminatedUnion('isStarted', [
  z.strictObject({ isStarted: z.literal(true) }),
  z.strictObject({ isStarted: z.literal(false), reason: z.string() }),
]);
export type KeeperAnswer = z.infer<typeof keeperAnswerSchema>;
