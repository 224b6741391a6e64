import { z } from 'zod';
import { connectionNameSchema } from './connections.ts';
import { grantSchema } from './grant.ts';
import { kubeconfigNeedKinds } from './kubeconfig.ts';
import type { RunSubject } from './run.ts';

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

/** What a run keeps of the cluster that it was made for. */
export const clusterOfRunSchema = z.object({
  cluster: keptClusterSchema,
  /** What it is called: the connection, or the context of the kubeconfig. */
  clusterName: z.string(),
  /** Of the API, such as `https://10.0.0.1:6443`. */
  server: z.string(),
  isPractice: z.boolean(),
});
type ClusterOfRun = z.infer<typeof clusterOfRunSchema>;

/** The site of a run's targets: where the API of that system is, or this home's own practice site. */
export const clusterSite = (
  { server, isPractice }: Pick<ClusterOfRun, 'server' | 'isPractice'>,
  system = 'kubernetes',
): string => (isPractice ? 'practice:own' : `${system}:${new URL(server).host}`);

/** What such a run is about, wherever it is named. */
export const clusterSubject = ({
  clusterName,
  server,
}: Pick<ClusterOfRun, 'clusterName' | 'server'>): RunSubject => ({
  name: clusterName,
  owner: null,
  address: new URL(server).host,
  identityLabel: null,
});
