import { z } from 'zod';
import { connectionNameSchema } from './connections.ts';
import { grantSchema } from './grant.ts';
import { kubeconfigNeedKinds } from './kubeconfig.ts';

/** The Kubernetes API of a practice site: this home's own where `url` is null, else of the site that is served there. */
const practiceClusterSchema = z.object({ kind: z.literal('practice'), url: z.string().nullable() });

/** How an order names the cluster that it is for. */
export const clusterChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connection'), name: connectionNameSchema }),
  /** The connection that is marked as the default. */
  z.object({ kind: z.literal('default') }),
  practiceClusterSchema.extend({
    /** Injected there before the run; absent: those that are in effect stay. */
    faults: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('kubeconfig'),
    file: grantSchema,
    /** Absent: the current one. */
    context: z.string().optional(),
    allow: z.array(z.enum(kubeconfigNeedKinds)),
  }),
]);
export type ClusterChoice = z.infer<typeof clusterChoiceSchema>;

/** The same as a run keeps it: never a credential. What was allowed is kept as a digest of what was seen. */
export const keptClusterSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connection'), name: connectionNameSchema }),
  practiceClusterSchema,
  z.object({
    kind: z.literal('kubeconfig'),
    path: z.string(),
    context: z.string(),
    allowed: z.array(z.string()),
  }),
]);
export type KeptCluster = z.infer<typeof keptClusterSchema>;
