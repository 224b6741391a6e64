import { z } from 'zod';
import { connectionNameSchema } from './connections.ts';
import { textSchema } from './text-schema.ts';

/** How true the list of one kind of objects is: while its watch is away, the rows are as old as that. */
export const clusterWatchRowSchema = z.object({
  connection: connectionNameSchema,
  kind: z.string(),
  isLive: z.boolean(),
  /** When the list was last known to be up to date, milliseconds since the epoch; null before the first one. */
  seenAt: z.number().nullable(),
  /** Why it is not. */
  error: textSchema.nullable(),
  /** The namespaces that the list holds where the whole cluster may not be listed; null where it holds all. */
  narrowedTo: z.array(z.string()).nullable(),
});
export type ClusterWatchRow = z.infer<typeof clusterWatchRowSchema>;

declare module './feed.ts' {
  interface CollectionRows {
    readonly clusterWatch: ClusterWatchRow;
  }
}
