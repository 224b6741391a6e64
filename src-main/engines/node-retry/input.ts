import { z } from 'zod';
import { clusterOfRunSchema, clusterSite } from '../../contract/cluster-choice.ts';
import { nodeOrderSchema } from '../../contract/node-retry.ts';

/** What a run works from: the order with its nodes by name, and where it was made for. */
export const nodeInputSchema = nodeOrderSchema.omit({ cluster: true, names: true, allFailed: true }).extend({
  ...clusterOfRunSchema.shape,
  names: z.array(z.string()).min(1),
  /** What answers there. */
  system: z.enum(['kubernetes', 'primus']).default('kubernetes'),
  /** The person who ordered it: it stands in the claim on each node. */
  by: z.string(),
});
export type NodeInput = z.infer<typeof nodeInputSchema>;

type NodePlace = Pick<NodeInput, 'server' | 'isPractice' | 'system'>;

export const siteOf = (place: NodePlace): string => clusterSite(place, place.system);

export const targetOf = (input: NodePlace, node: string): string => `${siteOf(input)}#node/${node}`;

export const rightKey = (node: string): string => `right:${node}`;
export const evidenceKey = (node: string): string => `evidence:${node}`;
export const podsKey = (node: string): string => `pods:${node}`;
export const statusKey = (node: string): string => `status:${node}`;
export const followKey = (node: string): string => `follow:${node}`;

/** How many nodes are worked on at a time: one place for each, from its evidence to its end. */
export const poolOf = ({
  atOnce,
}: NodeInput): { readonly key: string; readonly limit: number } | undefined =>
  atOnce === null ? undefined : { key: 'nodes', limit: atOnce };
