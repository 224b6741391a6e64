import { z } from 'zod';
import { clusterChoiceSchema } from '../../contract/cluster-choice.ts';
import { listedNodeSchema, nodeSightSchema } from '../../contract/node-retry.ts';
import { asked } from '../base.ts';

export const nodes = {
  /** The nodes of Primus-SaFE as they are now, with what may be done with each. Read anew at each call. */
  list: asked(z.object({ cluster: clusterChoiceSchema }), z.array(listedNodeSchema)),
  /** One of them with the evidence of its failure, and what was tried before. */
  show: asked(z.object({ cluster: clusterChoiceSchema, name: z.string() }), nodeSightSchema),
};
